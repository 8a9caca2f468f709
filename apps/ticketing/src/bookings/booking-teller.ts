import { Injectable } from '@nestjs/common';
import { AutomaticMessages } from '../automatic/automatic-messages.js';
import { ContactProfiles } from '../contacts/contact-profiles.js';
import { ContactRepository } from '../contacts/contact.repository.js';
import { DeskProfiles } from '../desk/desk-profiles.js';
import type { BookedService } from '../desk/schema/bookings.js';
import { fillText, pickText } from '../desk/schema/texts.js';
import { HOUSE } from '../tickets/actor.js';
import type { TicketDraft } from '../tickets/ticket-draft.js';
import type { WorkUnit } from '../tickets/work-unit.js';
import type { Booking } from './booking.js';
import { BookingSlots } from './booking-slots.js';

/** Tells customers what they have booked, where the service says so. */
@Injectable()
export class BookingTeller {
  constructor(
    private readonly profiles: DeskProfiles,
    private readonly contacts: ContactRepository,
    private readonly people: ContactProfiles,
    private readonly slots: BookingSlots,
    private readonly messages: AutomaticMessages,
  ) {}

  /** By the first of the service's ways that leads to him; where none does, by his ticket's own channel, or the thread says why not. `turn` counts what happened to the booking. */
  async tell(
    unit: WorkUnit,
    draft: TicketDraft,
    service: BookedService,
    told: {
      readonly what: 'booked' | 'moved' | 'cancelled';
      readonly booking: Pick<Booking, 'id' | 'startsAt' | 'contactId'>;
      readonly turn: number;
    },
  ): Promise<void> {
    const { what, booking, turn } = told;
    const words = service.tell?.[what];
    if (service.tell === undefined || words === undefined) return;
    const [language] = this.profiles.current().desk.languages;
    const contact = (await this.contacts.findMany(unit.transaction, [booking.contactId])).get(booking.contactId);
    const reachable = (contact?.identities ?? []).filter(({ undeliverable }) => undeliverable === null);
    const ways = service.tell.ways.flatMap(({ inbox, scheme }) => {
      const identity = reachable.find((each) => each.scheme === scheme);
      return identity === undefined ? [] : [{ inboxId: inbox, to: [{ scheme, value: identity.value }] }];
    });
    const own = (await this.people.find(booking.contactId, unit.transaction)).language ?? language;
    const values = {
      number: draft.number,
      service: pickText(service.name, own, language),
      time: this.slots.show(service, booking.startsAt),
    };
    await this.messages.send(unit, draft, {
      ...{
        key: `booking:${booking.id}:${what}:${turn}`,
        text: fillText(pickText(words, own, language), values),
        reason: 'booking',
        actor: HOUSE,
      },
      ...ways[0],
    });
  }
}
