import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { RecordCode } from '#contracts';
import { PermanentError } from '#runtime';
import { ContactProfiles } from '../contacts/contact-profiles.js';
import { DeskProfiles } from '../desk/desk-profiles.js';
import type { BookedService } from '../desk/schema/bookings.js';
import { type LocalisedText, pickText } from '../desk/schema/texts.js';
import { type Actor, toRecordEntry } from '../tickets/actor.js';
import type { TicketDraft } from '../tickets/ticket-draft.js';
import { TicketOpener } from '../tickets/ticket-opener.js';
import { TicketWork } from '../tickets/ticket-work.js';
import type { WorkUnit } from '../tickets/work-unit.js';
import type { Booking, BookingWish } from './booking.js';
import { BookingRepository } from './booking.repository.js';
import { BookingTeller } from './booking-teller.js';
import { BookingSlots } from './booking-slots.js';

/** What the thread says of it; `to`: the slot it was moved to. */
type ToldBooking = Pick<Booking, 'id' | 'service' | 'startsAt'> & { readonly to?: Date; readonly name: LocalisedText };

/** Times that customers book; each opens its ticket by itself. */
@Injectable()
export class BookingWork {
  constructor(
    private readonly work: TicketWork,
    private readonly bookings: BookingRepository,
    private readonly slots: BookingSlots,
    private readonly opener: TicketOpener,
    private readonly profiles: DeskProfiles,
    private readonly contacts: ContactProfiles,
    private readonly teller: BookingTeller,
  ) {}

  /**
   * Throws `PermanentError`: `service_unknown`, `slot_unknown`, `booking_too_soon` (fields.earliest), `slot_full`, `booking_not_entitled`, `contact_unknown`,
   * `origin_unknown`.
   */
  async book(wish: BookingWish): Promise<Booking> {
    const service = this.slots.find(wish.service);
    const number = await this.opener.drawNumber(service.ticket.origin);
    const id = await this.work.run(async (unit) => {
      const slot = await this.slots.take(unit, wish.service, wish.startsAt);
      const own = this.profiles.current().desk.languages[0];
      const subject = `${pickText(service.ticket.subject, own)} · ${this.slots.show(service, slot.startsAt)}`;
      const text = [
        pickText(service.name, own),
        this.slots.show(service, slot.startsAt),
        ...(wish.note === undefined ? [] : [wish.note]),
      ].join('\n');
      const { category } = service.ticket;
      const opening = {
        contact: wish.contact,
        subject,
        origin: service.ticket.origin,
        text,
        ...(category === undefined ? {} : { category }),
      };
      const ticketId = await this.opener.openIn(unit, number, opening, wish.actor);
      const { draft } = unit.openings.at(-1)!;
      const { contactId } = draft;
      await this.refuseUnentitled(unit, service, contactId);
      const booking = { id: randomUUID(), service: wish.service, contactId, ticketId, ...slot, state: 'booked' as const, moves: 0 };
      await this.bookings.insert(unit.transaction, { ...booking, note: wish.note ?? null, bookedAt: unit.now, version: 1 }, wish.actor);
      await this.teller.tell(unit, draft, service, { what: 'booked', booking, turn: 0 });
      return booking.id;
    });
    return this.bookings.get(id);
  }

  /** To another slot of the service; throws as `book` does, and `booking_unknown`, `booking_over`, `version_conflict`. */
  async move(id: string, startsAt: Date, expectedVersion: number | undefined, actor: Actor): Promise<Booking> {
    return this.change(id, expectedVersion, async (unit, draft, booking) => {
      const service = this.slots.find(booking.service);
      const slot = await this.slots.take(unit, booking.service, startsAt, booking.id);
      await this.bookings.update(unit.transaction, { ...booking, ...slot, moves: booking.moves + 1 }, unit.now);
      this.record(
        unit,
        draft,
        actor,
        `Moved from ${this.slots.show(service, booking.startsAt)} to ${this.slots.show(service, startsAt)}`,
        'booking.moved',
        { ...booking, to: startsAt, name: service.name },
      );
      await this.teller.tell(unit, draft, service, { what: 'moved', booking: { ...booking, startsAt }, turn: booking.moves + 1 });
    });
  }

  async cancel(id: string, expectedVersion: number | undefined, actor: Actor): Promise<Booking> {
    return this.change(id, expectedVersion, async (unit, draft, booking) => {
      const service = this.slots.find(booking.service);
      await this.bookings.update(unit.transaction, { ...booking, state: 'cancelled' }, unit.now);
      this.record(unit, draft, actor, `Cancelled: ${this.slots.show(service, booking.startsAt)}`, 'booking.cancelled', {
        ...booking,
        name: service.name,
      });
      await this.teller.tell(unit, draft, service, { what: 'cancelled', booking, turn: booking.moves });
    });
  }

  private async change(
    id: string,
    expectedVersion: number | undefined,
    make: (unit: WorkUnit, draft: TicketDraft, booking: Booking) => Promise<void>,
  ): Promise<Booking> {
    const { ticketId } = await this.bookings.get(id);
    await this.work.run(async (unit) => {
      const draft = await unit.lockLead(ticketId);
      const booking = await this.bookings.get(id, unit.transaction);
      if (expectedVersion !== undefined && expectedVersion !== booking.version)
        throw new PermanentError(`the booking is at version ${booking.version}, not ${expectedVersion}`, {
          code: 'version_conflict',
          hint: 'look at what changed, then send again with the current version',
          fields: { currentVersion: booking.version, expectedVersion },
        });
      if (booking.state !== 'booked' || booking.endsAt <= unit.now)
        throw new PermanentError('the booking is over', { code: 'booking_over' });
      await make(unit, draft, booking);
    });
    return this.bookings.get(id);
  }

  private async refuseUnentitled({ transaction }: WorkUnit, { plans, name }: BookedService, contactId: string): Promise<void> {
    if (plans.length === 0) return;
    const profile = await this.contacts.find(contactId, transaction);
    if (plans.some((plan) => plan === profile.plan || plan === profile.class)) return;
    throw new PermanentError(`${pickText(name, 'en')} is for customers of ${plans.join(', ')}`, {
      code: 'booking_not_entitled',
      hint: 'the contact’s plan or class says what he is; PATCH /api/v1/contacts/{id}',
    });
  }

  private record(unit: WorkUnit, draft: TicketDraft, actor: Actor, text: string, code: RecordCode, told: ToldBooking): void {
    const { id, service, startsAt, to, name } = told;
    const data = { bookingId: id, service, startsAt: startsAt.toISOString(), to: to?.toISOString(), name };
    unit.addEntry(draft, null, (seq) =>
      toRecordEntry({ id: randomUUID(), ticketId: draft.id, seq, direction: 'system', actor, text, code, data }, unit.now),
    );
  }
}
