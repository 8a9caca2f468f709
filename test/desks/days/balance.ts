import { DeskProfiles } from '../../../apps/ticketing/src/desk/desk-profiles.js';
import { parseTargetTime, type TargetTime } from '../../../apps/ticketing/src/service-levels/calendars/targets.js';
import type { Clock } from '../../../apps/ticketing/src/service-levels/clocks/clock.js';
import { CLOCK_COLUMNS, readClock } from '../../../apps/ticketing/src/service-levels/clocks/clock.repository.js';
import { checkAssignments, checkComplaint, checkLog, checkMessages, checkNumbers, countAtNight } from './day-checks.js';
import type { PlayedDay } from './play-day.js';
import { WalkedHours } from './walked-hours.js';

const DAY_MS = 86_400_000;

export interface Books {
  readonly messages: number;
  /** Of them, what came when the people of the day were not there. */
  readonly atNight: number;
  readonly tickets: number;
  readonly clocks: number;
  /** Of them, those a target holds for; the others only measure. */
  readonly promises: number;
  /** Clocks whose due time was counted again. */
  readonly recounted: number;
  /** Of them, those that would be due at another time if no day were a holiday: by closed hours, or by a length of their own. */
  readonly byHoliday: number;
  readonly breached: number;
  /** In words, with what they are about; none is what a day should end with. */
  readonly faults: readonly string[];
}

/** Do the books of a day balance: is every message accounted for, each number told, each clock right, each assignment one that could be? */
export async function balance(day: PlayedDay): Promise<Books> {
  const { desk } = day.process;
  const clocks = await checkClocks(day);
  const [{ tickets } = { tickets: 0 }] = await desk.database.sql.query<{ tickets: number }>('select count(*)::int as tickets from tickets');
  const faults = [
    ...(await checkMessages(day)),
    ...(await checkLog(day)),
    ...clocks.faults,
    ...(await checkNumbers(day)),
    ...(await checkAnswers(day)),
    ...(await checkAssignments(day)),
    ...(await checkComplaint(day)),
  ];
  const { count: clockCount, ...counts } = clocks;
  return { messages: day.arrivals.length, atNight: countAtNight(day), tickets, clocks: clockCount, ...counts, faults };
}

async function checkClocks({
  process: { desk },
  plan,
}: PlayedDay): Promise<Omit<Books, 'messages' | 'atNight' | 'tickets' | 'clocks'> & { readonly count: number }> {
  const rows = await desk.database.sql.query<Clock>(`select ${CLOCK_COLUMNS} from clocks`);
  const clocks = rows.map(readClock);
  const start = Date.parse(plan.begins) - DAY_MS;
  const profile = desk.get(DeskProfiles).current().desk;
  const hours = new WalkedHours(profile, start);
  const ordinary = new WalkedHours(profile, start, false);
  const lengths = new Map(profile.targets.list.map(({ key, length }) => [key, length]));
  const now = desk.clock.now().getTime();
  let recounted = 0;
  let byHoliday = 0;
  const faults = clocks.flatMap((clock) => {
    const end = recount(clock, hours);
    if (end === undefined) return [];
    recounted += 1;
    const length = lengths.get(clock.target ?? '') ?? '';
    const within = parseTargetTime(typeof length === 'string' ? length : length.within);
    if (recount(clock, ordinary) !== end || (within !== null && !isSame(within, clock.length))) byHoliday += 1;
    const waitsSince = clock.pauses.find(({ to }) => to === null)?.from ?? null;
    const due = waitsSince === null ? end : null;
    const name = `${clock.kind} of ticket ${clock.ticketId} (${clock.target}, ${clock.calendar})`;
    if (due !== clock.dueAt) return [`${name} is due ${show(clock.dueAt)}, counted again ${show(due)}`];
    // While it waits for the customer it cannot be missed any more; it may have been before.
    const ended = Math.min(clock.metAt ?? clock.cancelledAt ?? now, waitsSince ?? now);
    const late = ended > end;
    // Answered in the very moment in which it is due: either word is right.
    if (ended === end) return [];
    if (late !== (clock.breachedAt !== null))
      return [`${name} ${late ? 'was missed and is not called so' : 'was called missed and was not'}: ${describe(clock)}`];
    return [];
  });
  const breached = clocks.filter(({ breachedAt }) => breachedAt !== null).length;
  const promises = clocks.filter(({ length }) => length !== null).length;
  return { faults, count: clocks.length, promises, recounted, byHoliday, breached };
}

/** When it runs out, a pause that lasts left aside. Undefined where it cannot be told by counting minutes: working days, or beyond what was walked. */
function recount({ length, calendar, startedAt, pauses }: Clock, hours: WalkedHours): number | undefined {
  if (length === null || length.of === 'working-days') return undefined;
  const working = length.of === 'working';
  if (working && calendar === null) return undefined;
  const add = (from: number, ms: number) => (working ? hours.addWorkingTime(calendar!, from, ms) : from + ms);
  let due = add(startedAt, length.ms);
  for (const { from, to } of pauses) {
    if (due === null) return undefined;
    if (to !== null && from < due) due = add(due, working ? hours.workingTimeBetween(calendar!, from, to) : to - from);
  }
  return due ?? undefined;
}

function isSame(a: TargetTime, b: TargetTime | null): boolean {
  const text = (time: TargetTime | null) => (time === null ? '' : `${time.of} ${'ms' in time ? time.ms : time.days}`);
  return text(a) === text(b);
}

/** A response clock is met by the first word of a person after it began, and by nothing the desk sends by itself. */
async function checkAnswers({ process: { desk } }: PlayedDay): Promise<string[]> {
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

function describe({ startedAt, dueAt, breachedAt, metAt, cancelledAt, pauses }: Clock): string {
  const paused = pauses.map(({ from, to }) => `${show(from)} to ${show(to)}`).join(', ');
  return `begun ${show(startedAt)}, due ${show(dueAt)}, breached ${show(breachedAt)}, met ${show(metAt)}, cancelled ${show(cancelledAt)}, paused ${paused}`;
}

function show(at: number | null): string {
  return at === null ? 'never' : new Date(at).toISOString();
}
