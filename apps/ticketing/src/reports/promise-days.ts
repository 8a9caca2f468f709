import type { Transaction } from '#database';
import type { PromiseSection } from '../desk/schema/reports.js';
import { toSpanMs } from '../desk/schema/surveys.js';

/** How one kind of promise is measured, in SQL over the facts. */
interface Measure {
  /** Seconds until it was done; null as long as it is not. Of a share of calls, whether each was taken. */
  readonly time: string;
  /** Does somebody wait for it, or has he waited in vain? */
  readonly waits: string;
  /** Since when he waits; unset: since he wrote. */
  readonly since?: string;
  /** Seconds that he has waited, until now ($7) or until he did no more. */
  readonly waited: string;
  /** Does his waiting go on? */
  readonly goesOn: string;
}

const waitedSince = (since: string) => `extract(epoch from coalesce(f.solved_at, $7::timestamptz) - ${since})`;
const WRITTEN = 'f.opened_at';
/** For a person: whom a bot served waits since it gave him over. */
const HANDED = 'coalesce(f.handed_at, f.opened_at)';
const WAITED = waitedSince(WRITTEN);
/** Who was taken down by an agent had somebody before him; when some were solved is not known. */
const UNANSWERED = 'not f.taken_down and not (f.solved and f.solved_at is null)';

const MEASURES: Readonly<Record<PromiseSection['measure'], Measure>> = {
  'first-answer': {
    time: 'f.first_answer_s',
    ...{ waits: `${UNANSWERED} and not f.with_bot`, since: HANDED, waited: waitedSince(HANDED), goesOn: 'not f.solved' },
  },
  'first-reply': { time: 'f.first_reply_s', waits: UNANSWERED, waited: WAITED, goesOn: 'not f.solved' },
  resolution: { time: 'f.solve_s', waits: 'not f.solved', waited: WAITED, goesOn: 'true' },
  'call-wait': {
    time: 'case when f.connected and f.call_lost_s is null then f.call_wait_s end',
    ...{ waits: 'f.call_lost_s is not null', waited: 'f.call_lost_s', goesOn: 'false' },
  },
  connected: { time: 'case when f.is_call then 0 end', waits: 'false', waited: '0', goesOn: 'false' },
};

/**
 * Adds a promise up for days. What waits longer than is promised counts as far as it has waited, and not as kept; `due_at` says when the figures are no
 * longer so: the next one is late then, or has waited twice as long.
 */
export async function writePromiseDays(
  transaction: Transaction,
  days: readonly string[],
  promise: PromiseSection,
  now: Date,
): Promise<void> {
  const { time, waits, since = WRITTEN, waited, goesOn } = MEASURES[promise.measure];
  const good = promise.measure === 'connected' ? 'm.connected' : 'm.time <= $5::float8';
  await transaction.query(
    `insert into report_promise_days (day, promise, measured, seconds, good, due_at)
     select m.opened_day, $2, count(*) filter (where m.time is not null or m.late), coalesce(sum(coalesce(m.time, m.waited)) filter (where m.time is not null or m.late), 0),
       count(*) filter (where m.time is not null and ${good}),
       min(m.since + case when m.late then 2 * m.waited else $6::float8 end * interval '1 second') filter (where m.time is null and m.waits and m.goes_on)
     from (select f.opened_day, f.connected, w.*, w.time is null and w.waits and w.waited > $6::float8 as late from report_facts f
       cross join lateral (select ${time} as time, ${waits} as waits, ${since} as since, ${waited} as waited, ${goesOn} as goes_on) w
       where f.counted and f.opened_day = any($1::date[]) and f.channel = any($3)
         and (cardinality($4::text[]) = 0 or f.inbox_id is null or f.inbox_id = any($4))) m
     where ($5::float8 is null or true) and ($7::timestamptz is null or true) group by 1`,
    [days, promise.key, promise.channels, promise.inboxes, toSeconds(promise.within), toSeconds(promise.within ?? promise.mean), now],
  );
}

function toSeconds(span: string | undefined): number | null {
  return span === undefined ? null : toSpanMs(span) / 1_000;
}
