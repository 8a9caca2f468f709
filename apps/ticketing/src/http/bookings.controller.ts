import { Body, Get, Param, Patch, Post, Query, Req } from '@nestjs/common';
import type { Request } from 'express';
import { Needs } from '../agents/access.guard.js';
import { principalOf } from '../agents/principal.js';
import { viewerOf } from '../agents/viewer.js';
import { BookingSlots } from '../bookings/booking-slots.js';
import { BookingWork } from '../bookings/booking-work.js';
import { BookingRepository } from '../bookings/booking.repository.js';
import { Answers } from './answers.js';
import { ApiController } from './api-controller.js';
import { reads } from './read-input.js';
import {
  BookingCancel,
  BookingMove,
  BookingPageShape,
  BookingQuery,
  BookingShape,
  NewBooking,
  SlotPageShape,
  SlotQuery,
} from './shapes/bookings.js';
import { toOpeningContact } from './to-opening-contact.js';

const SLOTS = { service_unknown: 404, slot_unknown: 422, booking_too_soon: 422, slot_full: 409 };
const CHANGES = { booking_unknown: 404, version_conflict: 409, booking_over: 409 };

/** Times that customers book; by agents, or by the customers' own pages with a key. */
@ApiController('bookings', 'bookings')
export class BookingsController {
  constructor(
    private readonly bookings: BookingRepository,
    private readonly slots: BookingSlots,
    private readonly work: BookingWork,
  ) {}

  @Needs('tickets:read')
  @Answers({
    summary: 'Times that are free',
    description: 'Those too near to be booked are left out.',
    shape: SlotPageShape,
    problems: { service_unknown: 404 },
  })
  @Get('slots')
  async listSlots(@Query(reads(SlotQuery)) { service, from, to }: SlotQuery) {
    return { items: await this.slots.list(service, from, to), nextCursor: null };
  }

  @Needs('tickets:read')
  @Answers({ summary: 'Bookings in order of their times', description: 'At most 200.', shape: BookingPageShape })
  @Get()
  async list(@Query(reads(BookingQuery)) { contact, ticket, ...filter }: BookingQuery, @Req() request: Request) {
    const viewer = viewerOf(principalOf(request));
    return { items: await this.bookings.list({ ...filter, contactId: contact, ticketId: ticket, viewer }), nextCursor: null };
  }

  @Needs('tickets:write')
  @Answers({
    summary: 'Book a time',
    description: 'Its ticket is opened by itself.',
    status: 201,
    shape: BookingShape,
    problems: { ...SLOTS, booking_not_entitled: 422, contact_unknown: 404, origin_unknown: 422 },
  })
  @Post()
  async book(@Body(reads(NewBooking)) { contact, ...wish }: NewBooking, @Req() request: Request) {
    return this.work.book({ ...wish, contact: toOpeningContact(contact), actor: principalOf(request).actor });
  }

  @Needs('tickets:write')
  @Answers({ summary: 'Move a booking to another time', shape: BookingShape, problems: { ...CHANGES, ...SLOTS } })
  @Patch(':bookingId')
  async move(
    @Param('bookingId') id: string,
    @Body(reads(BookingMove)) { startsAt, expectedVersion }: BookingMove,
    @Req() request: Request,
  ) {
    return this.work.move(id, startsAt, expectedVersion, principalOf(request).actor);
  }

  @Needs('tickets:write')
  @Answers({ summary: 'Cancel a booking', shape: BookingShape, problems: CHANGES })
  @Post(':bookingId/cancellation')
  async cancel(@Param('bookingId') id: string, @Body(reads(BookingCancel)) { expectedVersion }: BookingCancel, @Req() request: Request) {
    return this.work.cancel(id, expectedVersion, principalOf(request).actor);
  }
}
