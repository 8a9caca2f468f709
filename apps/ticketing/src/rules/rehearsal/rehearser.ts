import { Inject, Injectable } from '@nestjs/common';
import { DATABASE, type Database } from '#database';
import { CLOCK, type Clock } from '#runtime';
import type { Happening } from '../../happenings/happening.js';
import { RuleFactsReader } from '../rule-facts-reader.js';
import { PastLog } from './past-log.js';
import { PastReader } from './past-reader.js';
import { findDifference, type HandledDifference, simulate } from './simulate.js';
import { type RuledPast, RuledPasts } from './ruled-pasts.js';
import type { Surroundings } from './surroundings.js';

export interface RehearsalWish {
  /** A whole desk, or its rules alone: then the rest is as in the one in force. */
  readonly desk?: unknown;
  readonly rules?: unknown;
  readonly days: number;
  /** Tickets shown at most; all are counted. */
  readonly limit: number;
}

export interface RehearsedTicket extends HandledDifference {
  readonly ticketId: string;
  readonly number: string;
  readonly subject: string;
}

export interface Rehearsal {
  /** Of the desk that it is compared with. */
  readonly version: number;
  readonly since: Date;
  /** Looked at. */
  readonly tickets: number;
  readonly different: number;
  readonly items: readonly RehearsedTicket[];
}

const DAY_MS = 86_400_000;
const TICKETS_AT_ONCE = 500;

/** Runs changed rules over what the log has, beside those in force, and shows what would be another. Nothing is written. */
@Injectable()
export class Rehearser {
  constructor(
    private readonly desks: RuledPasts,
    private readonly past: PastLog,
    private readonly reader: PastReader,
    private readonly facts: RuleFactsReader,
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Throws `PermanentError` (`desk_invalid`). */
  async rehearse(wish: RehearsalWish): Promise<Rehearsal> {
    const now = this.clock.now();
    const since = new Date(now.getTime() - wish.days * DAY_MS);
    const { version, ...before } = await this.desks.inForce();
    const after = await this.desks.tried(wish);
    const items: RehearsedTicket[] = [];
    let tickets = 0;
    let different = 0;
    await this.past.each(since, async (byTicket) => {
      for (const some of chunk([...byTicket], TICKETS_AT_ONCE)) {
        const found = await this.compare(some, before, after, now);
        tickets += found.tickets;
        different += found.items.length;
        items.push(...found.items.slice(0, Math.max(0, wish.limit - items.length)));
      }
    });
    return { version, since, tickets, different, items: items.sort((a, b) => (a.number < b.number ? -1 : 1)) };
  }

  private async compare(
    some: readonly (readonly [string, readonly Happening[]])[],
    before: RuledPast,
    after: RuledPast,
    now: Date,
  ): Promise<{ tickets: number; items: RehearsedTicket[] }> {
    const { sql } = this.database;
    const ids = some.map(([id]) => id);
    const facts = await this.facts.read(sql, ids, now, []);
    const heads = await sql.query<{ id: string; number: string; openedAt: Date }>(
      'select id, number, opened_at as "openedAt" from tickets where id = any($1::uuid[])',
      [ids],
    );
    const pasts = await this.reader.read(sql, some);
    const items = heads.flatMap(({ id, number, openedAt }): RehearsedTicket[] => {
      const current = facts.get(id);
      const past = pasts.get(id);
      if (current === undefined || past === undefined) return [];
      const opened = { ...current, ...past.before };
      const handle = ({ rules, hours }: RuledPast) => simulate(rules, opened, past.happenings, now, agingFrom(openedAt, hours));
      const difference = findDifference(handle(before), handle(after));
      return difference === null ? [] : [{ ticketId: id, number, subject: String(current['ticket.subject'] ?? ''), ...difference }];
    });
    return { tickets: facts.size, items };
  }
}

function agingFrom(openedAt: Date, hours: Surroundings): Surroundings {
  return {
    factsAt: (at, facts) => ({ ...hours.factsAt(at, facts), 'ticket.ageMinutes': minutesBetween(openedAt, at) }),
    sleepEnd: (...asked) => hours.sleepEnd(...asked),
  };
}

function minutesBetween(from: Date, to: Date): number {
  return Math.floor((to.getTime() - from.getTime()) / 60_000);
}

function chunk<T>(items: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, index) => items.slice(index * size, (index + 1) * size));
}
