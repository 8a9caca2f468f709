import { Body, Get, Param, Post, Query, Req } from '@nestjs/common';
import type { Request } from 'express';
import { PermanentError } from '#runtime';
import { Needs } from '../agents/access.guard.js';
import { principalOf } from '../agents/principal.js';
import { ClockReader } from '../service-levels/clocks/clock-reader.js';
import { ContactRecords } from '../service-levels/contact-records.js';
import { TicketReader } from '../tickets/ticket-reader.js';
import { Answers } from './answers.js';
import { ApiController } from './api-controller.js';
import { viewerOf } from '../agents/viewer.js';
import { reads } from './read-input.js';
import { ClockListShape, ClockPageShape, ClockQuery, NewContactRecord } from './shapes/clocks.js';
import { EntryShape } from './shapes/entries.js';

/** What was promised for tickets, and when it is due. */
@ApiController('clocks', 'clocks')
export class ClocksController {
  constructor(private readonly clocks: ClockReader) {}

  @Needs('tickets:read')
  @Answers({
    summary: 'Clocks of all tickets: what is due next, or what ran out',
    shape: ClockPageShape,
    problems: { cursor_invalid: 400 },
  })
  @Get()
  async list(@Query(reads(ClockQuery)) { state, kind, channel, group, limit, cursor }: ClockQuery, @Req() request: Request) {
    return this.clocks.list({ state, kind, channel, group }, { limit, cursor }, viewerOf(principalOf(request)));
  }
}

/** Clocks of a ticket, and what stops them that no channel saw. */
@ApiController('tickets', 'tickets')
export class TicketClocksController {
  constructor(
    private readonly tickets: TicketReader,
    private readonly clocks: ClockReader,
    private readonly contacts: ContactRecords,
  ) {}

  @Needs('tickets:read')
  @Answers({ summary: 'Clocks of a ticket, in the order they began', shape: ClockListShape, problems: { ticket_unknown: 404 } })
  @Get(':id/clocks')
  async listOf(@Param('id') id: string) {
    const ticket = await this.tickets.find(id);
    if (ticket === null) throw new PermanentError(`there is no ticket ${id}`, { code: 'ticket_unknown' });
    return { items: await this.clocks.listOf(ticket.id), nextCursor: null };
  }

  @Needs('tickets:write')
  @Answers({
    summary: 'You were in touch with the contact by a way that no channel saw',
    description: 'A call, a visit: recorded in the thread. Where you got hold of him it stops a response clock as an answer does.',
    status: 201,
    shape: EntryShape,
    problems: { ticket_unknown: 404, contact_in_future: 422 },
  })
  @Post(':id/contact-records')
  async record(@Param('id') id: string, @Body(reads(NewContactRecord)) made: NewContactRecord, @Req() request: Request) {
    return this.contacts.add(id, made, principalOf(request).actor);
  }
}
