import { join } from 'node:path';
import { Topics } from '#contracts';
import { PermanentError, readSettingsFile } from '#runtime';
import { AgentRepository } from '../../../apps/ticketing/src/agents/agent.repository.js';
import { groupIdOf } from '../../../apps/ticketing/src/desk/desk-groups.js';
import { ReplyService } from '../../../apps/ticketing/src/replies/reply.service.js';
import { AgentPresence } from '../../../apps/ticketing/src/routing/presence/agent-presence.js';
import { TicketEditor } from '../../../apps/ticketing/src/tickets/ticket-editor.js';
import { toTextPart } from '../../../apps/ticketing/src/replies/compose-outbound.js';
import { openInbox } from '../../support/chat-desk.js';
import { type Desk, openDesk } from '../../support/ticketing-desk.js';
import { DESKS, type DeskName } from '../desk-list.js';
import { type Arrival, type InboxOfFile, makeArrival, makeReply } from './arrivals.js';
import { DAY_PLANS, type DayPlan } from './day-plans.js';
import { Random } from './random.js';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** Fewer than the desk has connections: each answer may want a second one. */
const AT_ONCE = 3;
/** Where an inbox differs from one that sends texts to whoever wrote. */
const WAYS: Readonly<Record<string, object>> = {
  email: { addressedBy: ['email'] },
  notification: { addressedBy: ['phone'] },
  form: { out: [] },
  phone: { out: [] },
};
/** Of what was answered, solved at once; the rest waits for the customer, who writes again. */
const SOLVED_AT_ONCE = 0.8;

export interface PlayedDay {
  readonly desk: Desk;
  readonly plan: DayPlan;
  readonly arrivals: readonly Arrival[];
  readonly answered: number;
  close(): Promise<void>;
}

/** A whole day of a desk, in its own configuration: customers write, agents answer what routing gives them, clocks run. The time is the test's. */
export async function playDay(name: DeskName): Promise<PlayedDay> {
  const plan = DAY_PLANS[name];
  const path = join('config/desks', `${DESKS[name].profile}.yaml`);
  const file = readSettingsFile(path, path, {}).layer.values as {
    profile: object;
    inboxes: InboxOfFile[];
    deskSettings: object;
    acknowledgements?: object;
  };
  const settings = {
    deskSettings: file.deskSettings,
    acknowledgements: file.acknowledgements,
    inboxes: file.inboxes.map((inbox) => ({ ...inbox })),
  };
  const desk = await openDesk({ desk: file.profile, settings });
  const begins = Date.parse(plan.begins);
  desk.clock.set(new Date(begins - 10 * 60_000));
  await desk.bus.ensureTopics(file.inboxes.map(({ channel }) => Topics.outboundMessages(channel)));
  for (const { id, channel } of file.inboxes) await openInbox(desk, id, channel, WAYS[channel] ?? {});
  const agents = await hire(desk, plan, file.profile);
  const random = new Random(plan.seed);
  const arrivals = drawArrivals(plan, file.inboxes, random);
  const waiting = [...arrivals];
  let answered = 0;
  for (let now = begins; now < begins + DAY_MS; now += plan.tickMs) {
    await takeIn(desk, waiting, now, plan.tickMs);
    desk.clock.set(new Date(now + plan.tickMs));
    const hour = (now - begins) / HOUR_MS;
    const away = hour >= plan.outage[0] && hour < plan.outage[1];
    await beThere(desk, agents, away ? 'offline' : 'online');
    await desk.settle();
    if (!away) answered += await answer(desk, random, { inboxes: file.inboxes, arrivals, waiting }, now + HOUR_MS);
    await desk.settle();
  }
  // What would come after midnight is the next day's.
  const came = arrivals.filter((arrival) => !waiting.includes(arrival));
  return { desk, plan, arrivals: came, answered, close: () => desk.close() };
}

/** Most write by day: twice as many from 9 to 22 as at night. In the order in which they come. */
function drawArrivals({ begins, volumes }: DayPlan, inboxes: readonly InboxOfFile[], random: Random): Arrival[] {
  const start = Date.parse(begins);
  let customer = 0;
  const drawn = Object.entries(volumes).flatMap(([id, count]) => {
    const inbox = inboxes.find((each) => each.id === id);
    if (inbox === undefined) throw new Error(`the desk's file has no inbox ${id}`);
    return Array.from({ length: count }, () => {
      customer += 1;
      const byDay = random.next() < 0.8;
      const hour = byDay ? 9 + random.next() * 13 : (22 + random.next() * 11) % 24;
      return makeArrival(inbox, start + Math.floor(hour * HOUR_MS), customer, random);
    });
  });
  return drawn.sort((a, b) => a.at - b.at);
}

async function takeIn(desk: Desk, waiting: Arrival[], now: number, tickMs: number): Promise<void> {
  const due: Arrival[] = [];
  while (waiting.length > 0 && waiting[0]!.at < now + tickMs) due.push(waiting.shift()!);
  for (const { at, message } of due) {
    desk.clock.set(new Date(at));
    await desk.take(message);
  }
}

/** Makes the people that the file names, and as many more as the plan has, spread over the groups. */
async function hire(desk: Desk, { agents: count }: DayPlan, profile: object): Promise<string[]> {
  const { groups = {} } = profile as { groups?: Record<string, { members?: string[] }> };
  const named = [...new Set(Object.values(groups).flatMap(({ members = [] }) => members.map((email) => email.toLowerCase())))];
  const emails = [...named, ...Array.from({ length: Math.max(0, count - named.length) }, (_, at) => `agent${at}@day.test`)];
  const keys = Object.keys(groups);
  const ids: string[] = [];
  for (const [at, email] of emails.entries()) {
    const { id } = await desk.get(AgentRepository).create({ email, displayName: email, role: 'agent', passwordHash: 'none' });
    ids.push(id);
    if (at < named.length || keys.length === 0) continue;
    await desk.database.sql.query('insert into group_members (group_id, agent_id) values ($1, $2)', [
      groupIdOf(keys[at % keys.length]!),
      id,
    ]);
  }
  return ids;
}

async function beThere(desk: Desk, agents: readonly string[], state: 'online' | 'offline'): Promise<void> {
  const presence = desk.get(AgentPresence);
  const rows = await desk.database.sql.query<{ id: string; state: string; left: Date }>(
    'select agent_id as id, state, expires_at as left from agent_presence',
  );
  const soon = desk.clock.now().getTime() + 30 * 60_000;
  const fine = new Set(rows.filter((row) => row.state === state && (state === 'offline' || row.left.getTime() > soon)).map(({ id }) => id));
  for (const id of agents) if (!fine.has(id)) await presence.set(id, state);
}

/** Every agent answers what he was given, as far as its channel lets him; returns how many answers. */
async function answer(desk: Desk, random: Random, day: Traffic, backAt: number): Promise<number> {
  const given = await desk.database.sql.query<{ id: string; agent: string; name: string }>(
    `select t.id, a.id as agent, a.display_name as name from tickets t join agents a on a.id = t.assignee_id
     where t.status in ('new', 'open') and not t.folded order by t.id`,
  );
  const plans = given.map((ticket) => ({ ticket, solves: random.next() < SOLVED_AT_ONCE }));
  for (let at = 0; at < plans.length; at += AT_ONCE)
    await Promise.all(plans.slice(at, at + AT_ONCE).map((plan) => answerOne(desk, plan.ticket, plan.solves)));
  const unsolved = plans.filter(({ solves }) => !solves).map(({ ticket }) => ticket.id);
  await writeAgain(desk, unsolved, day, backAt);
  return plans.length;
}

async function answerOne(desk: Desk, { id, agent, name }: { id: string; agent: string; name: string }, solves: boolean): Promise<void> {
  const actor = { kind: 'agent' as const, id: agent, displayName: name };
  try {
    await desk.get(ReplyService).reply(id, { parts: [toTextPart('您好，已为您处理。')] }, actor);
  } catch (error) {
    // A call cannot be answered where it came from: he rings back, and says so.
    if (!(error instanceof PermanentError)) throw error;
    await desk.get(TicketEditor).addNote(id, `Rang back. (${error.code})`, actor);
  }
  try {
    await desk.get(TicketEditor).edit(id, { status: solves ? 'solved' : 'pending' }, actor);
  } catch (error) {
    if (!(error instanceof PermanentError)) throw error;
    // What may not be closed yet (an empty archive, an open stage) waits for the customer.
    await desk.get(TicketEditor).edit(id, { status: 'pending' }, actor);
  }
}

/** Customers whose tickets wait for them write again, in the thread of what they wrote first. */
async function writeAgain(desk: Desk, ticketIds: readonly string[], day: Traffic, at: number): Promise<void> {
  const first = await desk.database.sql.query<{ id: string }>(
    `select distinct on (ticket_id) id from entries where ticket_id = any($1::uuid[]) and direction = 'inbound' order by ticket_id, seq`,
    [ticketIds],
  );
  for (const { id } of first) {
    const before = day.arrivals.find(({ message }) => message.id === id);
    const inbox = day.inboxes.find((each) => each.id === before?.message.inbox.id);
    if (before === undefined || inbox === undefined || inbox.channel === 'phone') continue;
    const customer = Number(/\((\d+)/.exec(before.message.plainText)?.[1] ?? 0);
    const again = makeReply(inbox, at, customer, before.message);
    const place = day.waiting.findIndex((each) => each.at > at);
    day.waiting.splice(place === -1 ? day.waiting.length : place, 0, again);
    day.arrivals.push(again);
  }
}

interface Traffic {
  readonly inboxes: readonly InboxOfFile[];
  /** All, also those to come. */
  readonly arrivals: Arrival[];
  /** To come, by time. */
  readonly waiting: Arrival[];
}
