import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DeskProfiles } from '../desk/desk-profiles.js';
import { Followers } from '../happenings/followers.js';
import { HOUSE } from '../tickets/actor.js';
import { TicketChanger } from '../tickets/ticket-changer.js';

/** Behind recognition, before rules: what is booked is of the type that its service says. */
const ORDER = 12;

/** Gives tickets of bookings what their service wants: type, group, tags. */
@Injectable()
export class BookingFollower implements OnModuleInit {
  constructor(
    private readonly followers: Followers,
    private readonly changer: TicketChanger,
    private readonly profiles: DeskProfiles,
  ) {}

  onModuleInit(): void {
    this.followers.add({
      name: 'bookings',
      order: ORDER,
      follow: async (unit, happenings) => {
        const opened = happenings.flatMap(({ type, ticketId }) => (type === 'ticket.opened.v1' ? [ticketId] : []));
        if (opened.length === 0) return;
        const booked = await unit.transaction.query<{ id: string; service: string }>(
          `select t.id, b.service from bookings b join tickets t on t.id = b.ticket_id
           where b.ticket_id = any($1::uuid[]) and t.merged_into is null order by t.id`,
          [opened],
        );
        if (booked.length === 0) return;
        const drafts = await unit.lock(booked.map(({ id }) => id));
        const { services } = this.profiles.current().desk.bookings;
        const changes = booked.flatMap(({ service }, index) => {
          const ticket = services[service]?.ticket;
          if (ticket === undefined) return [];
          const edit = {
            ...(ticket.requestType === undefined ? {} : { requestType: ticket.requestType }),
            ...(ticket.group === undefined ? {} : { group: ticket.group }),
            ...(ticket.tags.length === 0 ? {} : { tags: ticket.tags }),
          };
          return [{ draft: drafts[index]!, edit }];
        });
        await this.changer.change(unit, changes, { actor: HOUSE, reason: 'booking' });
      },
    });
  }
}
