import { DeskProfiles } from '../../../apps/ticketing/src/desk/desk-profiles.js';
import type { PlayedDay } from './play-day.js';

/** What happened to a ticket, told by the messages that were brought, the answers that were written and the statuses it had; clocks are not asked. */
export interface TicketStory {
  readonly ticketId: string;
  readonly number: string;
  readonly inbox: string;
  readonly medium: string;
  readonly rounds: readonly Round[];
  /** Facts that targets may ask for, each with when it began to hold; the last one holds still. */
  readonly states: readonly { readonly from: number; readonly facts: Facts }[];
}

export type Facts = Readonly<Record<string, unknown>>;

/** A time in which somebody waited for something. */
export interface Round {
  readonly kind: 'response' | 'nextResponse' | 'resolution';
  readonly startedBy: string;
  readonly startedAt: number;
  readonly met: number | null;
  readonly cancelled: number | null;
  /** When the ticket waited for its customer, or a bot served him; to null: it still does. */
  readonly pauses: readonly { readonly from: number; readonly to: number | null }[];
}

type Step =
  | { readonly at: number; readonly what: 'asked'; readonly entryId: string }
  | { readonly at: number; readonly what: 'answered' }
  | { readonly at: number; readonly what: 'status'; readonly to: string };

/** Of several in one moment: he asks, is answered, and the ticket changes. */
const ORDER: Readonly<Record<Step['what'], number>> = { asked: 0, answered: 1, status: 2 };
const FACTS = ['priority', 'category', 'requestType', 'group', 'urgency', 'mood', 'tags', 'level'] as const;

interface StatusRow {
  readonly at: Date;
  readonly from: string;
  readonly to: string;
}

interface Row {
  readonly id: string;
  readonly number: string;
  readonly inbox: string;
  readonly medium: string;
}

/** Of all tickets that customers opened and somebody works on. */
export async function tellStories({ process: { desk }, arrivals }: PlayedDay): Promise<TicketStory[]> {
  const { sql } = desk.database;
  const brought = new Map(arrivals.map(({ at, message }) => [message.id as string, at]));
  const tickets = await sql.query<Row & Facts>(
    `select t.id, t.number, e.inbox_id as inbox, e.channel as medium, t.priority, t.category, t.request_type as "requestType", t.group_id as "group",
       t.urgency, t.mood, t.tags, t.level
     from tickets t join lateral (select * from entries e where e.ticket_id = t.id and e.direction = 'inbound' order by e.seq limit 1) e on true
     where not t.folded and not t.quarantined and t.merged_into is null`,
  );
  const entries = await sql.query<{ id: string; ticket: string; direction: string; at: Date }>(
    `select id, ticket_id as ticket, direction, occurred_at as at from entries
     where direction = 'inbound' or (direction = 'outbound' and author->>'role' = 'agent')`,
  );
  const handed = await sql.query<{ ticket: string; at: Date }>(
    `select ticket_id as ticket, min(occurred_at) as at from entries where parts->0->>'code' = 'bot.handed_over' group by 1`,
  );
  const { bot } = desk.get(DeskProfiles).current().desk;
  const statuses = await sql.query<StatusRow & { ticket: string }>(
    'select ticket_id as ticket, at, from_status as "from", to_status as "to" from ticket_statuses',
  );
  const changes = (await desk.events()).filter(({ type }) => type === 'ticket.changed.v1').map(({ data }) => data);
  return tickets.map(({ id, number, inbox, medium, ...facts }) => {
    const said = entries.filter(({ ticket }) => ticket === id);
    const steps: Step[] = [
      ...said.map(({ id: entryId, direction, at }): Step =>
        direction === 'inbound' ? { at: brought.get(entryId) ?? NaN, what: 'asked', entryId } : { at: at.getTime(), what: 'answered' },
      ),
      ...orderStatuses(statuses.filter(({ ticket }) => ticket === id)),
    ].sort((a, b) => a.at - b.at || ORDER[a.what] - ORDER[b.what]);
    const isServed = bot.inboxes.includes(inbox) || bot.channels.includes(medium);
    const handedAt = handed.find(({ ticket }) => ticket === id)?.at.getTime() ?? null;
    const own = changes.filter((data) => data['ticketId'] === id);
    return {
      ...{ ticketId: id, number, inbox, medium },
      rounds: [...(isServed ? findWaits(steps).map((round) => standStill(round, handedAt)) : findWaits(steps)), ...findSolutions(steps)],
      states: tellStates(facts as Facts, own),
    };
  });
}

/** In order; of several in one moment each goes on from the one before. */
function orderStatuses(rows: readonly StatusRow[]): Step[] {
  const left = [...rows].sort((a, b) => a.at.getTime() - b.at.getTime());
  const steps: Step[] = [];
  for (let state = null as string | null; left.length > 0;) {
    const moment = left.filter(({ at }) => at.getTime() === left[0]!.at.getTime());
    const begins = (row: StatusRow) => (state === null ? !moment.some(({ to }) => to === row.from) : row.from === state);
    const next = moment.find(begins) ?? moment[0]!;
    left.splice(left.indexOf(next), 1);
    state = next.to;
    steps.push({ at: next.at.getTime(), what: 'status', to: next.to });
  }
  return steps;
}

/** From a question to the first word of a person; later questions meanwhile are the same waiting. */
function findWaits(steps: readonly Step[]): Round[] {
  const rounds: Round[] = [];
  let waiting = null as Round | null;
  const end = (how: Partial<Round>) => {
    if (waiting !== null) rounds.push({ ...waiting, ...how });
    waiting = null;
  };
  for (const step of steps)
    if (step.what === 'asked') {
      const kind = rounds.length === 0 ? 'response' : 'nextResponse';
      waiting ??= { kind, startedBy: step.entryId, startedAt: step.at, met: null, cancelled: null, pauses: [] };
    } else if (step.what === 'answered') end({ met: step.at });
    else if (isOver(step.to)) end({ cancelled: step.at });
  end({});
  return rounds;
}

/** While a bot serves him nobody waits for a person. */
function standStill(round: Round, handedAt: number | null): Round {
  const end = round.met ?? round.cancelled;
  const to = handedAt ?? end;
  if (to !== null && to <= round.startedAt) return round;
  return { ...round, pauses: [{ from: round.startedAt, to }] };
}

/** From a question until it is solved, standing still while the customer has to answer. */
function findSolutions(steps: readonly Step[]): Round[] {
  const rounds: Round[] = [];
  let open = null as { by: string; at: number; pauses: { from: number; to: number | null }[] } | null;
  const push = (met: number | null) => {
    if (open === null) return;
    const pauses = open.pauses.filter(({ from, to }) => from !== to);
    rounds.push({ kind: 'resolution', startedBy: open.by, startedAt: open.at, met, cancelled: null, pauses });
    open = null;
  };
  for (const step of steps) {
    if (step.what === 'asked') open ??= { by: step.entryId, at: step.at, pauses: [] };
    if (step.what !== 'status' || open === null) continue;
    const last = open.pauses.at(-1);
    if (isOver(step.to)) push(step.at);
    else if (step.to === 'pending' && last?.to !== null) open.pauses.push({ from: step.at, to: null });
    else if (step.to !== 'pending' && last?.to === null) last.to = step.at;
  }
  push(null);
  return rounds;
}

function isOver(status: string): boolean {
  return status === 'solved' || status === 'closed';
}

/** Back from what holds now, change by change. */
function tellStates(now: Facts, changes: readonly Readonly<Record<string, unknown>>[]): TicketStory['states'] {
  const states: { from: number; facts: Facts }[] = [];
  let facts = now;
  for (const { at, changes: made } of [...changes].reverse() as { at: string; changes: Record<string, { from: unknown }> }[]) {
    const moved = FACTS.filter((name) => made[name] !== undefined);
    if (moved.length === 0) continue;
    states.unshift({ from: Date.parse(at), facts });
    facts = { ...facts, ...Object.fromEntries(moved.map((name) => [name, made[name]!.from])) };
  }
  return [{ from: -Infinity, facts }, ...states];
}
