import { PermanentError } from '#runtime';
import { toTextPart } from '../../../apps/ticketing/src/replies/compose-outbound.js';
import { ReplyService } from '../../../apps/ticketing/src/replies/reply.service.js';
import { TicketEditor } from '../../../apps/ticketing/src/tickets/ticket-editor.js';
import type { Desk } from '../../support/ticketing-desk.js';
import { type Arrival, type InboxOfFile, makeReply } from './arrivals.js';
import type { Random } from './random.js';

/** More than a desk has connections. */
const AT_ONCE = 12;
/** Of what was answered, solved at once; the rest waits for the customer, who writes again. */
const SOLVED_AT_ONCE = 0.8;

export interface Traffic {
  readonly inboxes: readonly InboxOfFile[];
  /** All, also those to come, by the id of the message. */
  readonly arrivals: Map<string, Arrival>;
  /** To come, by time. */
  readonly waiting: Arrival[];
}

/** Every agent who is there answers what he was given, as far as its channel lets him; returns how many answers. Customers write again at `backAt`. */
export async function answer(desk: Desk, random: Random, traffic: Traffic, there: ReadonlySet<string>, backAt: number): Promise<number> {
  const given = await desk.database.sql.query<{ id: string; agent: string; name: string; first: string }>(
    `select t.id, a.id as agent, a.display_name as name,
       (select e.id from entries e where e.ticket_id = t.id and e.direction = 'inbound' order by e.seq limit 1) as first
     from tickets t join agents a on a.id = t.assignee_id
     where t.status in ('new', 'open') and not t.folded and a.id = any($1::uuid[]) order by t.opened_at, t.number`,
    [[...there]],
  );
  const plans = given.map((ticket) => ({ ticket, solves: random.next() < SOLVED_AT_ONCE }));
  for (let at = 0; at < plans.length; at += AT_ONCE)
    await Promise.all(plans.slice(at, at + AT_ONCE).map((plan) => answerOne(desk, plan.ticket, plan.solves)));
  for (const { ticket, solves } of plans) if (!solves) writeAgain(ticket.first, traffic, backAt);
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

/** The customer of a ticket that waits for him writes once more, in the thread of what he wrote first. */
function writeAgain(first: string, { arrivals, inboxes, waiting }: Traffic, at: number): void {
  const before = arrivals.get(first);
  const inbox = inboxes.find((each) => each.id === before?.message.inbox.id);
  if (before === undefined || inbox === undefined || inbox.channel === 'phone') return;
  const customer = Number(/\((\d+)/.exec(before.message.plainText)?.[1] ?? 0);
  const again = makeReply(inbox, at, customer, before.message);
  const place = waiting.findIndex((each) => each.at > at);
  waiting.splice(place === -1 ? waiting.length : place, 0, again);
  arrivals.set(again.message.id, again);
}
