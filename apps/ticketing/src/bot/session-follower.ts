import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DeskProfiles } from '../desk/desk-profiles.js';
import { TicketFactsReader } from '../facts/ticket-facts.js';
import { Followers } from '../happenings/followers.js';
import type { Happening } from '../happenings/happening.js';
import { RoutingHolds } from '../routing/waiting/routing-holds.js';
import { ClockHolds } from '../service-levels/clocks/clock-holds.js';
import type { WorkUnit } from '../tickets/work-unit.js';
import { answersFirst } from './answers-first.js';
import { BotSessionRepository } from './bot-session.repository.js';
import { BEGINNING } from './converse.js';

/** Before routing: what a bot answers first is given to nobody until it is handed over; what somebody took, a bot leaves alone. */
@Injectable()
export class BotSessionFollower implements OnModuleInit {
  constructor(
    private readonly followers: Followers,
    private readonly profiles: DeskProfiles,
    private readonly facts: TicketFactsReader,
    private readonly sessions: BotSessionRepository,
    private readonly holds: RoutingHolds,
    private readonly clocks: ClockHolds,
  ) {}

  onModuleInit(): void {
    this.holds.add((sql, ticketIds) => this.sessions.findHeld(sql, ticketIds));
    // Where people approve what it says, the customer waits for people all the same.
    this.clocks.add(async (sql, ticketIds) =>
      this.profiles.current().desk.bot.review === 'none' ? this.sessions.findHeld(sql, ticketIds) : new Set(),
    );
    this.followers.add({ name: 'bot-sessions', order: 15, follow: (unit, happenings) => this.follow(unit, happenings) });
  }

  private async follow(unit: WorkUnit, happenings: readonly Happening[]): Promise<void> {
    const { bot } = this.profiles.current().desk;
    if (bot.channels.length > 0 || bot.inboxes.length > 0) {
      const opened = happenings.filter(({ type }) => type === 'ticket.opened.v1').map(({ ticketId }) => ticketId);
      const facts = [...(await this.facts.read(unit.transaction, opened)).values()];
      const his = facts.filter(
        ({ message, folded, quarantined }) => message !== null && !folded && !quarantined && answersFirst(bot, message),
      );
      await this.sessions.begin(
        unit.transaction,
        his.map(({ id }) => id),
        BEGINNING,
        unit.now,
      );
    }
    const moved = happenings.filter(
      ({ type, data }) => type === 'ticket.assigned.v1' || (type === 'ticket.entry_added.v1' && data['direction'] !== 'inbound'),
    );
    if (moved.length === 0) return;
    await this.sessions.yieldToPeople(unit.transaction, [...new Set(moved.map(({ ticketId }) => ticketId))], unit.now);
  }
}
