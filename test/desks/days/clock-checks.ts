import { DeskProfiles } from '../../../apps/ticketing/src/desk/desk-profiles.js';
import type { Clock } from '../../../apps/ticketing/src/service-levels/clocks/clock.js';
import { CLOCK_COLUMNS, readClock } from '../../../apps/ticketing/src/service-levels/clocks/clock.repository.js';
import type { PlayedDay } from './play-day.js';
import { type Promised, PromisedTimes } from './promised-times.js';
import { type Round, tellStories, type TicketStory } from './ticket-stories.js';
import { WalkedHours } from './walked-hours.js';

const DAY_MS = 86_400_000;
const TOLD: ReadonlySet<string> = new Set<Round['kind']>(['response', 'nextResponse', 'resolution']);

export interface ClockBooks {
  readonly clocks: number;
  /** Of them, those a target holds for; the others only measure. */
  readonly promises: number;
  /** Waits that the messages, answers and statuses of the day tell of: each has its clock, and no other clock has none. */
  readonly waits: number;
  /** Clocks whose target, pauses and due time were found again without them. */
  readonly recounted: number;
  /** Of them, those that would be due at another time if no day were a holiday: by closed hours, or by a length of their own. */
  readonly byHoliday: number;
  readonly breached: number;
  readonly faults: readonly string[];
}

/** Has everybody who waited a clock, from when he wrote, by the target that the file says, standing still while he had to answer, and due when it should be? */
export async function checkClocks(day: PlayedDay): Promise<ClockBooks> {
  const { desk } = day.process;
  const rows = await desk.database.sql.query<Clock>(`select ${CLOCK_COLUMNS} from clocks`);
  const clocks = rows.map(readClock);
  const start = Date.parse(day.plan.begins) - DAY_MS;
  const profile = desk.get(DeskProfiles).current().desk;
  const promises = new PromisedTimes(profile, new WalkedHours(profile, start));
  const ordinary = new PromisedTimes(profile, new WalkedHours(profile, start, false));
  const known = new Map(clocks.filter(({ kind }) => TOLD.has(kind)).map((clock) => [nameOf(clock.ticketId, clock), clock]));
  const counts = { waits: 0, recounted: 0, byHoliday: 0 };
  const faults: string[] = [];
  const stories = await tellStories(day);
  for (const story of stories)
    for (const round of story.rounds.filter(({ kind }) => promises.has(kind))) {
      counts.waits += 1;
      const clock = known.get(nameOf(story.ticketId, round));
      known.delete(nameOf(story.ticketId, round));
      if (clock === undefined) {
        faults.push(`${story.number} (${story.inbox}) has no ${round.kind} clock for what came at ${show(round.startedAt)}`);
        continue;
      }
      faults.push(...compare(story, round, clock));
      const found = findPromise(promises, story, round, clock);
      if (found.fault !== null) faults.push(`${story.number}: ${found.fault}`);
      if (found.promised === null || found.promised.end === null) continue;
      counts.recounted += 1;
      const channel = ordinary.channelOf(story.inbox, story.medium);
      if (found.facts.every((facts) => ordinary.find(round, channel, facts)?.end !== found.promised!.end)) counts.byHoliday += 1;
      faults.push(...checkDue(story, round, clock, found.promised.end, desk.clock.now().getTime()));
    }
  const worked = new Map(stories.map(({ ticketId, number }) => [ticketId, number]));
  for (const { kind, ticketId, startedAt } of known.values())
    if (worked.has(ticketId)) faults.push(`${worked.get(ticketId)} has a ${kind} clock from ${show(startedAt)} that nobody waits for`);
  const breached = clocks.filter(({ breachedAt }) => breachedAt !== null).length;
  return { clocks: clocks.length, promises: clocks.filter(({ length }) => length !== null).length, ...counts, breached, faults };
}

function nameOf(ticketId: string, { kind, startedBy }: Pick<Clock, 'kind' | 'startedBy'> | Round): string {
  return `${ticketId} ${kind} ${startedBy}`;
}

/** Beginning, end and pauses. */
function compare({ number }: TicketStory, round: Round, clock: Clock): string[] {
  const said = (what: string, ours: string, its: string) =>
    ours === its ? [] : [`${round.kind} of ${number}: ${what} ${ours} by what happened, ${its} by its clock`];
  const list = (all: Round['pauses']) => all.map(({ from, to }) => `${show(from)} to ${show(to)}`).join(', ') || 'never';
  return [
    ...said('begun', show(round.startedAt), show(clock.startedAt)),
    ...said('met', show(round.met), show(clock.metAt)),
    ...said('called off', show(round.cancelled), show(clock.cancelledAt)),
    ...said('standing still', list(joinPauses(round.pauses)), list(joinPauses(clock.pauses))),
  ];
}

/** Times in which it stood still, however often it was set going and stopped again in one moment. */
function joinPauses(pauses: Round['pauses']): { readonly from: number; readonly to: number | null }[] {
  const joined: { from: number; to: number | null }[] = [];
  for (const { from, to } of pauses.filter((pause) => pause.from !== pause.to)) {
    const last = joined.at(-1);
    if (last?.to === from) last.to = to;
    else joined.push({ from, to });
  }
  return joined;
}

/** What is promised by the facts that held: those of now for what runs, any that held meanwhile for what is over. */
function findPromise(promises: PromisedTimes, { inbox, medium, states }: TicketStory, round: Round, clock: Clock) {
  const channel = promises.channelOf(inbox, medium);
  const end = round.met ?? round.cancelled;
  const facts = states
    .filter(
      ({ from }, index) =>
        from <= (end ?? Infinity) && (states[index + 1]?.from ?? Infinity) >= (end === null ? Infinity : round.startedAt),
    )
    .map((state) => state.facts);
  const all = facts.map((each) => promises.find(round, channel, each));
  const promised = all.find((each) => isBy(each, clock));
  const show = (each: Promised | null) => (each === null ? 'nothing' : `${each.target} by ${each.calendar}`);
  const fault =
    promised === undefined
      ? `${round.kind} from ${new Date(round.startedAt).toISOString()} runs by ${String(clock.target)} (${String(clock.calendar)}), the file says ${all.map(show).join(' or ')}`
      : null;
  return { promised: promised ?? null, facts, fault };
}

function isBy(promised: Promised | null, { target, calendar }: Clock): boolean {
  return promised === null ? target === null : promised.target === target && promised.calendar === calendar;
}

function checkDue({ number }: TicketStory, round: Round, clock: Clock, end: number, now: number): string[] {
  const waitsSince = round.pauses.find(({ to }) => to === null)?.from ?? null;
  const due = waitsSince === null ? end : null;
  const name = `${round.kind} of ${number} (${clock.target}, ${clock.calendar})`;
  if (due !== clock.dueAt) return [`${name} is due ${show(clock.dueAt)}, counted again ${show(due)}`];
  // While it waits for the customer it cannot be missed any more; it may have been before.
  const ended = Math.min(round.met ?? round.cancelled ?? now, waitsSince ?? now);
  // Answered in the very moment in which it is due: either word is right.
  if (ended === end || ended > end === (clock.breachedAt !== null)) return [];
  return [
    `${name} ${ended > end ? 'was missed and is not called so' : 'was called missed and was not'}: due ${show(end)}, over ${show(ended)}`,
  ];
}

function show(at: number | null): string {
  return at === null ? 'never' : new Date(at).toISOString();
}
