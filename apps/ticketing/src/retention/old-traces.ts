import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleInit } from '@nestjs/common';
import { DATABASE, type Database } from '#database';
import { CLOCK, type Clock, SETTINGS, type Settings } from '#runtime';
import type { WorkUnit } from '../tickets/work-unit.js';
import { Timers } from '../timers/timers.js';

const KIND = 'retention.traces';
const KEY = 'daily';
const MOST_AT_ONCE = 20_000;
const DAY_MS = 86_400_000;
const SOON_MS = 5_000;
/** What guards against hearing something twice is kept this many times longer than the log can tell of it. */
const REMEMBERED_RETENTIONS = 1.25;
/** People are told once a year of what comes once a year. */
const NOTICES_MS = 400 * DAY_MS;
const DRAFTS_MS = 90 * DAY_MS;

/**
 * Forgets rows by age that only the house needs, some at once: which events were followed, which messages went out by themselves, who looked at closed
 * tickets, what people were told of, what they began to write, what remotes were compared, which phones rang.
 */
@Injectable()
export class OldTraces implements OnModuleInit, OnApplicationBootstrap {
  constructor(
    private readonly timers: Timers,
    @Inject(SETTINGS) private readonly settings: Settings,
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.timers.handle(KIND, async (unit) => {
      const isMore = await this.forget(unit);
      const dueAt = new Date(unit.now.getTime() + (isMore ? SOON_MS : DAY_MS));
      await this.timers.set(unit.transaction, [{ kind: KIND, key: KEY, dueAt }]);
    });
  }

  /** Never at once: what was handed over before the process went down is handed over again first. */
  async onApplicationBootstrap(): Promise<void> {
    await this.database.run((transaction) =>
      transaction.query(
        `insert into timers (kind, key, due_at, data) values ($1, $2, $3, '{}')
         on conflict (kind, key) do update set due_at = greatest(timers.due_at, $4)`,
        [KIND, KEY, new Date(this.clock.now().getTime() + DAY_MS), new Date(this.clock.now().getTime() + DAY_MS / 24)],
      ),
    );
  }

  /** Returns whether there is more. */
  async forget(unit: WorkUnit): Promise<boolean> {
    const now = unit.now.getTime();
    const remembered = this.settings.log.retentionDays * REMEMBERED_RETENTIONS * DAY_MS;
    const [heard, notice] = [new Date(now - remembered), new Date(now - NOTICES_MS)];
    const counts = [
      await forgetFollowed(unit, remembered),
      // The entry that a message became, or its refusal, stands for it from then on.
      await erase(unit, 'automatic_messages', 'select ctid from automatic_messages where at < $1 order by at', heard),
      await erase(unit, 'ringing_calls', 'select ctid from ringing_calls where told_at < $1 order by told_at', new Date(now - DAY_MS)),
      await erase(unit, 'ticket_looks', OLD_LOOKS, heard),
      await erase(unit, 'notices', OLD_NOTICES, notice),
      await erase(unit, 'reply_drafts', 'select ctid from reply_drafts where saved_at < $1 order by saved_at', new Date(now - DRAFTS_MS)),
      await erase(
        unit,
        'reconciliations',
        'select ctid from reconciliations where asked_at < $1 order by asked_at',
        new Date(now - DRAFTS_MS),
      ),
    ];
    await erase(
      unit,
      'notice_reads',
      'select r.ctid from notice_reads r where seen_at < $1 and not exists (select from notices n where n.id = r.notice_id)',
      unit.now,
    );
    return counts.includes(MOST_AT_ONCE);
  }
}

/** The newest of a ticket stays: without it all that was read would be new when it is opened again. */
const OLD_LOOKS = `select l.ctid from ticket_looks l join tickets t on t.id = l.ticket_id where l.seen_at < $1 and t.status = 'closed' and t.updated_at < $1
  and exists (select from ticket_looks n where n.ticket_id = l.ticket_id and (n.seen_at, n.agent_id) > (l.seen_at, l.agent_id)) order by l.seen_at`;
/** Those of tickets that are worked on stay, so that none is told twice. */
const OLD_NOTICES = `select n.ctid from notices n where n.created_at < $1
  and not exists (select from tickets t where t.id = n.ticket_id and t.status <> 'closed') order by n.created_at`;

/** By what was followed last, not by the clock: however long nobody followed, what was last may come again. */
async function forgetFollowed(unit: WorkUnit, remembered: number): Promise<number> {
  const [last] = await unit.transaction.query<{ at: Date | null }>('select max(at) as at from followed_events');
  if (last?.at == null) return 0;
  return erase(
    unit,
    'followed_events',
    'select ctid from followed_events where at < $1 order by at',
    new Date(last.at.getTime() - remembered),
  );
}

async function erase({ transaction }: WorkUnit, table: string, which: string, before: Date): Promise<number> {
  const [row] = await transaction.query<{ count: number }>(
    `with gone as (delete from ${table} where ctid = any(array(${which} limit ${MOST_AT_ONCE})) returning 1) select count(*)::int as count from gone`,
    [before],
  );
  return row!.count;
}
