import { Inject, Injectable } from '@nestjs/common';
import { DATABASE, type Database, type Sql, type Transaction } from '#database';
import { CLOCK, type Clock } from '#runtime';
import type { Desk } from '../desk/desk-schema.js';
import { toSpanMs } from '../desk/schema/surveys.js';
import type { Period } from './period.js';
import { writePromiseDays } from './promise-days.js';

const LOCK = 7_787_001;
/** Days that one look makes anew beside reports. */
const AT_ONCE = 31;

/** $2, $3: seconds within which what is not solved at first contact is followed up, and a complex case archived. */
const DUE = 'f.first_answer_s is not null and not f.first_contact';
export const SUMS = `count(*), count(f.first_answer_s), coalesce(sum(f.first_answer_s), 0), count(*) filter (where f.solved), count(*) filter (where f.first_contact),
  count(f.solve_s), coalesce(sum(f.solve_s), 0), count(f.step), count(*) filter (where f.step = 'satisfied'), count(f.points), coalesce(sum(f.points), 0),
  count(*) filter (where f.low), count(*) filter (where f.reopened > 0), count(*) filter (where not f.solved or f.reopened > 0 or f.low),
  count(f.recommend), count(*) filter (where f.recommend >= 9), count(*) filter (where f.recommend <= 6), count(*) filter (where ${DUE}),
  count(*) filter (where ${DUE} and f.followed_up_at <= f.answered_at + $2::float8 * interval '1 second'), count(*) filter (where f.complex and f.solved),
  count(*) filter (where f.complex and f.solved and f.closed_at <= f.solved_at + $3::float8 * interval '1 second')`;
export const COLUMNS = `inquiries, answered, answer_s, solved, first_contact, solve_n, solve_s, rated, satisfied, points_n, points, low, reopened, badly, recommended,
  promoters, detractors, follow_ups, followed_up, complex, archived`;

const PARTS = `insert into report_days (day, channel, inbox_id, category, group_id, example, ${COLUMNS})
  select f.opened_day, f.channel, f.inbox_id, f.category, f.group_id, max(f.ticket_id::text)::uuid, ${SUMS} from report_facts f
  where f.counted and f.opened_day = any($1::date[]) group by 1, 2, 3, 4, 5`;
const AGENTS = `insert into report_days (day, agent_id, ${COLUMNS})
  select f.opened_day, coalesce(f.agent_id, f.answered_by), ${SUMS} from report_facts f
  where f.counted and f.opened_day = any($1::date[]) and coalesce(f.agent_id, f.answered_by) is not null group by 1, 2`;

/** Facts of days added up; whoever reads a period has its days made first, if they are not there or changed since. */
@Injectable()
export class ReportDays {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Their tickets changed. */
  async soil(transaction: Transaction, ticketIds: readonly string[]): Promise<void> {
    await transaction.query(
      // Those that are soiled already too: somebody may be making them of what was before.
      `insert into report_rollups (day, name, rule, dirty) select distinct opened_day, 'days', '', true from report_facts where ticket_id = any($1::uuid[]) order by 1
       on conflict (day, name) do update set dirty = true`,
      [ticketIds],
    );
  }

  /** Makes what of the period is not as it is now. */
  async make(sql: Sql, period: Period, { reports }: Pick<Desk, 'reports'>): Promise<void> {
    const rule = ruleOf(reports);
    const now = this.clock.now();
    const days = await findStale(sql, period, rule, now);
    if (days.length === 0) return;
    await this.database.run(async (transaction) => {
      await transaction.query('select pg_advisory_xact_lock($1)', [LOCK]);
      // Another reader may have made them meanwhile.
      const stale = await findStale(transaction, period, rule, now);
      if (stale.length > 0) await write(transaction, stale, { rule, reports, now });
    });
  }

  /** Some of the days that changed, whatever reports are asked for. */
  async makeSome({ reports }: Pick<Desk, 'reports'>): Promise<number> {
    const now = this.clock.now();
    return this.database.run(async (transaction) => {
      await transaction.query('select pg_advisory_xact_lock($1)', [LOCK]);
      const rows = await transaction.query<{ day: string }>(
        `select to_char(day, 'YYYY-MM-DD') as day from (select day from report_rollups where dirty union select day from report_promise_days where due_at <= $1::timestamptz) d
         order by day limit ${AT_ONCE}`,
        [now],
      );
      if (rows.length > 0)
        await write(
          transaction,
          rows.map(({ day }) => day),
          { rule: ruleOf(reports), reports, now },
        );
      return rows.length;
    });
  }
}

async function findStale(sql: Sql, { from, to }: Period, rule: string, now: Date): Promise<string[]> {
  const rows = await sql.query<{ day: string }>(
    `select to_char(d, 'YYYY-MM-DD') as day from generate_series($1::date, $2::date, interval '1 day') d
     left join report_rollups r on r.day = d::date and r.name = 'days' where r.day is null or r.dirty or r.rule <> $3
       or exists (select 1 from report_promise_days p where p.day = d::date and p.due_at <= $4::timestamptz)`,
    [from, to, rule, now],
  );
  return rows.map(({ day }) => day);
}

interface Adding {
  readonly rule: string;
  readonly reports: Desk['reports'];
  readonly now: Date;
}

async function write(transaction: Transaction, days: readonly string[], { rule, reports, now }: Adding): Promise<void> {
  const spans = [toSpanMs(reports.followUp.within) / 1_000, toSpanMs(reports.archivedWithin) / 1_000];
  // Before the facts are read: what changes from here on soils the day again.
  await transaction.query(
    `insert into report_rollups (day, name, rule) select day, 'days', $2 from unnest($1::date[]) as d(day) order by day
     on conflict (day, name) do update set rule = excluded.rule, dirty = false`,
    [days, rule],
  );
  await transaction.query('delete from report_days where day = any($1::date[])', [days]);
  await transaction.query('delete from report_promise_days where day = any($1::date[])', [days]);
  await transaction.query(PARTS, [days, ...spans]);
  await transaction.query(AGENTS, [days, ...spans]);
  for (const promise of reports.promises) await writePromiseDays(transaction, days, promise, now);
}

/** What decides how a day is added up, beside its facts. */
function ruleOf({ followUp, archivedWithin, promises }: Desk['reports']): string {
  const measured = promises.map(({ key, channels, inboxes, measure, within, mean }) => [
    key,
    channels,
    inboxes,
    measure,
    within ?? null,
    mean ?? null,
  ]);
  return JSON.stringify([followUp.within, archivedWithin, measured]);
}
