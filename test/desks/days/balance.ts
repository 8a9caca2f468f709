import { DeskProfiles } from '../../../apps/ticketing/src/desk/desk-profiles.js';
import type { Clock } from '../../../apps/ticketing/src/service-levels/clocks/clock.js';
import { CLOCK_COLUMNS, readClock } from '../../../apps/ticketing/src/service-levels/clocks/clock.repository.js';
import type { PlayedDay } from './play-day.js';
import { WalkedHours } from './walked-hours.js';

const DAY_MS = 86_400_000;

export interface Books {
  readonly messages: number;
  readonly tickets: number;
  readonly clocks: number;
  /** Clocks whose due time was counted again. */
  readonly recounted: number;
  /** In words, with what they are about; none is what a day should end with. */
  readonly faults: readonly string[];
}

/** Do the books of a day balance: is every message accounted for, each number told, each clock right, each assignment one that could be? */
export async function balance(day: PlayedDay): Promise<Books> {
  const [messages, clocks] = [await checkMessages(day), await checkClocks(day)];
  const [{ tickets } = { tickets: 0 }] = await day.desk.database.sql.query<{ tickets: number }>(
    'select count(*)::int as tickets from tickets',
  );
  const faults = [
    ...messages,
    ...clocks.faults,
    ...(await checkNumbers(day)),
    ...(await checkAnswers(day)),
    ...(await checkAssignments(day)),
  ];
  return { messages: day.arrivals.length, tickets, clocks: clocks.count, recounted: clocks.recounted, faults };
}

/** Each is one entry of one ticket, and the ledger knows it. */
async function checkMessages({ desk, arrivals }: PlayedDay): Promise<string[]> {
  const rows = await desk.database.sql.query<{ id: string; entries: number; ledger: number }>(
    `select e.id, count(*)::int as entries, (select count(*)::int from ledger l where l.entry_id = e.id) as ledger from entries e
     where e.direction = 'inbound' group by e.id`,
  );
  const known = new Map(rows.map((row) => [row.id, row]));
  const lost = arrivals.filter(({ message }) => !known.has(message.id)).map(({ message }) => `${message.id} came and is no entry`);
  const odd = rows.filter(({ entries, ledger }) => entries !== 1 || ledger !== 1).map(({ id }) => `entry ${id} is not once in the ledger`);
  const extra = rows.length - new Set(arrivals.map(({ message }) => message.id)).size;
  return [...lost, ...odd, ...(extra === 0 ? [] : [`${extra} entries of customers more than messages`])];
}

/** Every number is unique, and its customer was told it, or the entry says why he could not be. */
async function checkNumbers({ desk }: PlayedDay): Promise<string[]> {
  const doubled = await desk.database.sql.query<{ number: string }>('select number from tickets group by number having count(*) > 1');
  const untold = await desk.database.sql.query<{ number: string; why: string | null; channel: string; untold: number }>(
    `select t.number, t.channels[1] as channel, e.flags->>'numberUntold' as why,
       (select count(*)::int from automatic_messages m where m.ticket_id = t.id and m.outcome = 'queued') as untold
     from tickets t join lateral (select * from entries e where e.ticket_id = t.id and e.direction = 'inbound' order by e.seq limit 1) e on true
     where t.number_told is null and not t.folded and not t.quarantined and t.merged_into is null`,
  );
  // By some doors nobody can be written to: callers are told when they are rung back, and the page of a form shows its number.
  const silent = untold.filter(({ why, channel }) => why === null && channel !== 'phone' && channel !== 'form');
  return [
    ...doubled.map(({ number }) => `number ${number} twice`),
    ...silent.map(({ number, channel }) => `number ${number} (${channel}) was never told`),
  ];
}

async function checkClocks({ desk, plan }: PlayedDay): Promise<{ faults: string[]; count: number; recounted: number }> {
  const rows = await desk.database.sql.query<Clock>(`select ${CLOCK_COLUMNS} from clocks`);
  const clocks = rows.map(readClock);
  const hours = new WalkedHours(desk.get(DeskProfiles).current().desk, Date.parse(plan.begins) - DAY_MS);
  const now = desk.clock.now().getTime();
  let recounted = 0;
  const faults = clocks.flatMap((clock) => {
    const due = recount(clock, hours);
    if (due === undefined) return [];
    recounted += 1;
    const name = `${clock.kind} of ticket ${clock.ticketId} (${clock.target}, ${clock.calendar})`;
    if (due !== clock.dueAt) return [`${name} is due ${show(clock.dueAt)}, counted again ${show(due)}`];
    const ended = clock.metAt ?? clock.cancelledAt ?? now;
    const late = due !== null && ended > due;
    // Answered in the very moment in which it is due: either word is right.
    if (ended === due) return [];
    if (late !== (clock.breachedAt !== null))
      return [`${name} ${late ? 'was missed and is not called so' : 'was called missed and was not'}`];
    return [];
  });
  return { faults, count: clocks.length, recounted };
}

/** Undefined where it cannot be told by counting minutes: working days, or beyond what was walked. */
function recount({ length, calendar, startedAt, pauses }: Clock, hours: WalkedHours): number | null | undefined {
  if (length === null || length.of === 'working-days' || calendar === null) return undefined;
  if (pauses.some(({ to }) => to === null)) return null;
  const working = length.of === 'working';
  const add = (from: number, ms: number) => (working ? hours.addWorkingTime(calendar, from, ms) : from + ms);
  let due = add(startedAt, length.ms);
  for (const { from, to } of pauses) {
    if (due === null) return undefined;
    if (from < due) due = add(due, working ? hours.workingTimeBetween(calendar, from, to!) : to! - from);
  }
  return due ?? undefined;
}

/** A response clock is met by the first word of a person after it began, and by nothing the desk sends by itself. */
async function checkAnswers({ desk }: PlayedDay): Promise<string[]> {
  const rows = await desk.database.sql.query<{ number: string; met: Date | null; answered: Date | null }>(
    `select t.number, c.met_at as met, min(e.occurred_at) as answered from clocks c join tickets t on t.id = c.ticket_id
     left join entries e on e.ticket_id = t.id and e.direction = 'outbound' and e.author->>'role' = 'agent' and e.occurred_at >= c.started_at
     where c.kind = 'response' and c.cancelled_at is null and t.channels[1] <> 'phone' group by 1, 2, c.id`,
  );
  return rows
    .filter(({ met, answered }) => (met?.getTime() ?? null) !== (answered?.getTime() ?? null))
    .map(
      ({ number, met, answered }) =>
        `${number} was answered ${answered?.toISOString() ?? 'never'}, its clock says ${met?.toISOString() ?? 'never'}`,
    );
}

/** Nobody was given work while he was not there. */
async function checkAssignments({ desk, plan }: PlayedDay): Promise<string[]> {
  const [from, to] = plan.outage.map((hours) => new Date(Date.parse(plan.begins) + hours * 3_600_000 + plan.tickMs));
  const rows = await desk.database.sql.query<{ count: number }>(
    'select count(*)::int as count from assignments where at > $1 and at < $2',
    [from, to],
  );
  const count = rows[0]?.count ?? 0;
  return count === 0 ? [] : [`${count} tickets were given to agents who were not there`];
}

function show(at: number | null): string {
  return at === null ? 'never' : new Date(at).toISOString();
}
