import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleInit } from '@nestjs/common';
import { DATABASE, type Database } from '#database';
import { CLOCK, type Clock } from '#runtime';
import { groupIdOf } from '../desk/desk-groups.js';
import { DeskProfiles } from '../desk/desk-profiles.js';
import type { RetentionSection } from '../desk/schema/retention.js';
import type { WorkUnit } from '../tickets/work-unit.js';
import { Timers } from '../timers/timers.js';
import { eraseEntryContent, forgetTicketTraces } from './erase-content.js';
import { HAS_RECORDING } from './kept-recordings.js';
import { isHeld } from './legal-hold.repository.js';

const KIND = 'retention.prune';
const KEY = 'daily';
const MOST_AT_ONCE = 200;
const DAY_MS = 86_400_000;
const SOON_MS = 60_000;

type RetentionClass = RetentionSection['classes'][number];

/**
 * Takes the words and files out of tickets whose time is over, class by class, a few hundred at once; numbers, times and states stay, so that reports of
 * old years do not change. Held tickets stay whole, and so do recordings whose own time is not over.
 */
@Injectable()
export class RetentionPruner implements OnModuleInit, OnApplicationBootstrap {
  constructor(
    private readonly timers: Timers,
    private readonly profiles: DeskProfiles,
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.timers.handle(KIND, async (unit) => {
      const pruned = await this.prune(unit);
      const dueAt = new Date(unit.now.getTime() + (pruned === MOST_AT_ONCE ? SOON_MS : DAY_MS));
      await this.timers.set(unit.transaction, [{ kind: KIND, key: KEY, dueAt }]);
    });
  }

  async onApplicationBootstrap(): Promise<void> {
    await this.database.run((transaction) =>
      transaction.query(`insert into timers (kind, key, due_at, data) values ($1, $2, $3, '{}') on conflict (kind, key) do nothing`, [
        KIND,
        KEY,
        new Date(this.clock.now().getTime() + DAY_MS),
      ]),
    );
  }

  /** Returns how many tickets were pruned. */
  async prune(unit: WorkUnit): Promise<number> {
    const { transaction, now } = unit;
    const { classes, recordingsAtLeastDays } = this.profiles.current().desk.retention;
    if (classes.length === 0) return 0;
    const values: unknown[] = [];
    const place = (value: unknown) => `$${values.push(value)}`;
    const cases = classes.map(
      ({ keepDays, ...each }) => `when ${toCondition(each, place)} then ${place(new Date(now.getTime() - keepDays * DAY_MS))}::timestamptz`,
    );
    const kept = recordingsAtLeastDays === undefined ? null : new Date(now.getTime() - recordingsAtLeastDays * DAY_MS);
    // What went on after it was pruned has words again.
    const due = await transaction.query<{ id: string }>(
      `select t.id from tickets t where t.status = 'closed' and (t.pruned_at is null or t.updated_at > t.pruned_at)
         and t.updated_at < case ${cases.join(' ')} end and not ${isHeld('t')}
       order by t.updated_at, t.id limit ${MOST_AT_ONCE} for update skip locked`,
      values,
    );
    // Whatever its class is called now: all but the recording went by it. What was said since goes by its class again, and the recording with it.
    const over = await transaction.query<{ id: string }>(
      `select t.id from tickets t where t.status = 'closed' and t.recording_kept_at <= $1 and t.updated_at <= t.pruned_at and not ${isHeld('t')}
       order by t.recording_kept_at, t.id limit ${MOST_AT_ONCE} for update skip locked`,
      [kept ?? now],
    );
    const ids = [...new Set([...due, ...over].map(({ id }) => id))].slice(0, MOST_AT_ONCE);
    if (ids.length === 0) return 0;
    const entries = await transaction.query<{ id: string }>(
      `select e.id from entries e where e.ticket_id = any($1::uuid[]) and not ($2::timestamptz is not null and e.occurred_at > $2 and ${HAS_RECORDING})`,
      [ids, kept],
    );
    const entryIds = entries.map(({ id }) => id);
    await transaction.query('delete from entry_blobs where entry_id = any($1::uuid[])', [entryIds]);
    await forgetTicketTraces(transaction, ids);
    await transaction.query(
      `update tasks set text = '[erased]', outcome = case when outcome is not null then '[erased]' end where entry_id = any($1::uuid[])`,
      [entryIds],
    );
    await eraseEntryContent(transaction, entryIds, now);
    // A ticket with a recording that is still kept comes again when the time of its oldest is over. Tags that classes go by are no words of people.
    await transaction.query(
      `update tickets t set subject = '[erased]', topic = null, proof = null, reference = null, fields = '{}',
         tags = array(select tag from unnest(t.tags) tag where tag = any($3::text[]) order by tag), pruned_at = $2::timestamptz,
         recording_kept_at = (select min(e.occurred_at) from entries e where e.ticket_id = t.id and e.parts::text <> '[]')
       where t.id = any($1::uuid[])`,
      [ids, now, classes.flatMap(({ where }) => where.tags ?? [])],
    );
    return ids.length;
  }
}

function toCondition({ where }: Omit<RetentionClass, 'keepDays'>, place: (value: unknown) => string): string {
  const { requestTypes, categories, channels, tags, groups } = where;
  const conditions = ['true'];
  if (requestTypes !== undefined) conditions.push(`t.request_type = any(${place(requestTypes)}::text[])`);
  if (categories !== undefined) conditions.push(`t.category = any(${place(categories)}::text[])`);
  if (channels !== undefined) conditions.push(`t.channels && ${place(channels)}::text[]`);
  if (tags !== undefined) conditions.push(`t.tags && ${place(tags)}::text[]`);
  if (groups !== undefined) conditions.push(`t.group_id = any(${place(groups.map(groupIdOf))}::uuid[])`);
  return conditions.map((condition) => `coalesce(${condition}, false)`).join(' and ');
}
