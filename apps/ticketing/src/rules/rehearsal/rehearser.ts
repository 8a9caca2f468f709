import { Inject, Injectable } from '@nestjs/common';
import { DATABASE, type Database } from '#database';
import { CLOCK, type Clock, PermanentError } from '#runtime';
import { DeskProfiles } from '../../desk/desk-profiles.js';
import { DeskVersionRepository } from '../../desk/desk-version.repository.js';
import { readDesk } from '../../desk/read-desk.js';
import type { Happening } from '../../happenings/happening.js';
import { RuleFactsReader } from '../rule-facts-reader.js';
import { RuleSet } from '../rule-set.js';
import { PastLog } from './past-log.js';
import { PastReader } from './past-reader.js';
import { findDifference, type HandledDifference, simulate } from './simulate.js';

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
    private readonly profiles: DeskProfiles,
    private readonly versions: DeskVersionRepository,
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
    const { version, desk } = this.profiles.current();
    const before = new RuleSet(desk.rules);
    const after = new RuleSet((await this.read(wish)).rules);
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
    before: RuleSet,
    after: RuleSet,
    now: Date,
  ): Promise<{ tickets: number; items: RehearsedTicket[] }> {
    const { sql } = this.database;
    const ids = some.map(([id]) => id);
    const facts = await this.facts.read(sql, ids, now);
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
      const happenings = past.happenings.map((each) => ({
        ...each,
        facts: { ...each.facts, 'ticket.ageMinutes': minutesBetween(openedAt, each.at) },
      }));
      const difference = findDifference(simulate(before, opened, happenings, now), simulate(after, opened, happenings, now));
      return difference === null ? [] : [{ ticketId: id, number, subject: String(current['ticket.subject'] ?? ''), ...difference }];
    });
    return { tickets: facts.size, items };
  }

  private async read({ desk, rules }: RehearsalWish) {
    // As it was written: what is read of it has other shapes.
    const given = desk ?? { ...((await this.versions.findLatest())?.desk as object | undefined), rules };
    const { desk: read, faults } = readDesk(given);
    if (read !== null) return read;
    throw new PermanentError(`the desk has ${faults.length === 1 ? 'a fault' : `${faults.length} faults`}; nothing was rehearsed`, {
      code: 'desk_invalid',
      hint: 'fields.faults lists them, each with what is allowed there',
      fields: { faults },
    });
  }
}

function minutesBetween(from: Date, to: Date): number {
  return Math.floor((to.getTime() - from.getTime()) / 60_000);
}

function chunk<T>(items: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, index) => items.slice(index * size, (index + 1) * size));
}
