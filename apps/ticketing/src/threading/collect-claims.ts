import type { ThreadableMessage, ThreadDecision } from './threadable-message.js';

/** An id to claim; `own` is the message that carries it as its own id, null when it is only referred to. */
export interface Claim {
  readonly messageId: string;
  /** Ticket that will hold it if nobody does yet; not opened so far. */
  readonly candidateTicketId: string;
  readonly own: string | null;
}

export interface ClaimPlan {
  /** Unique, in ascending order of UTF-16 code units: the order in which every process must insert them. */
  readonly claims: readonly Claim[];
  /** Candidate ticket of each message, by ref: one for all messages that ids of this batch connect. */
  readonly candidates: ReadonlyMap<string, string>;
}

/**
 * Two processes must not open two tickets for related messages that arrive at once. So intake, in the one transaction of its batch:
 *
 * 1. `collectClaims(batch)`: all own and referred ids, one candidate ticket per group of messages that these ids connect;
 * 2. `insert into message_claims … select from unnest(…) order by message_id on conflict do nothing returning message_id`, in the order
 *    of `claims`. An id that another open transaction has claimed makes the statement wait for that transaction: since all insert
 *    in one order, nobody waits in a circle. What comes back is what this batch *won*;
 * 3. a second statement (its own snapshot, so that it sees what the waited-for transaction committed) reads the holders of the ids
 *    that were *not* won. With the other facts they make the `LoadedFacts`;
 * 4. `resolveThread` for each message in order over those facts;
 * 5. `settleClaims(plan, won, batch, decisions)`: the ticket and the state that each won or upgraded claim ends with, written in the same
 *    transaction and again in the order given.
 *
 * An id of an entry leads to the ticket that the entry is in now (`entry_id`), an id only referred to leads to the claim's ticket.
 */
export function collectClaims(messages: readonly ThreadableMessage[], newTicketId: () => string): ClaimPlan {
  const groups = new IdGroups();
  const own = new Map<string, string>();
  for (const message of messages) {
    const anchor = `ref ${message.ref}`;
    for (const id of idsOf(message)) groups.join(anchor, `id ${id}`);
    if (message.messageId !== null && !own.has(message.messageId)) own.set(message.messageId, message.ref);
  }
  const tickets = new Map<string, string>();
  const candidateOf = (node: string) => {
    const root = groups.rootOf(node);
    const known = tickets.get(root);
    if (known !== undefined) return known;
    const made = newTicketId();
    tickets.set(root, made);
    return made;
  };
  const candidates = new Map(messages.map((message) => [message.ref, candidateOf(`ref ${message.ref}`)]));
  const ids = [...new Set(messages.flatMap(idsOf))].sort(byCodeUnits);
  return { claims: ids.map((id) => ({ messageId: id, candidateTicketId: candidateOf(`id ${id}`), own: own.get(id) ?? null })), candidates };
}

/** How a claim must stand when the batch is done. */
export interface SettledClaim {
  readonly messageId: string;
  readonly ticketId: string;
  /** Ref of the message whose own id it is (its entry goes into `entry_id`), null for an id that is still unseen. */
  readonly own: string | null;
}

/**
 * Claims that this batch won, with the ticket that holds them after resolving; and claims of others that were unseen until a message of
 * this batch turned out to be theirs (`own`). An own id is where its message is; a referred id where the first message naming it is.
 * Those of other holders that had an entry already are left alone: other words under a known id change nothing.
 */
export function settleClaims(
  plan: ClaimPlan,
  won: ReadonlySet<string>,
  stillUnseen: ReadonlySet<string>,
  messages: readonly ThreadableMessage[],
  decisions: ReadonlyMap<string, ThreadDecision>,
): SettledClaim[] {
  const firstNaming = new Map<string, string>();
  const ticketOf = (ref: string) => decisions.get(ref)?.ticket.ticketId;
  for (const message of messages) {
    const ticketId = ticketOf(message.ref);
    if (ticketId === undefined) continue;
    for (const id of message.references) if (!firstNaming.has(id)) firstNaming.set(id, ticketId);
  }
  const settled: SettledClaim[] = [];
  for (const { messageId, own } of plan.claims) {
    if (!won.has(messageId) && !(own !== null && stillUnseen.has(messageId))) continue;
    const ticketId = (own !== null ? ticketOf(own) : undefined) ?? firstNaming.get(messageId);
    if (ticketId !== undefined) settled.push({ messageId, ticketId, own: own !== null && ticketOf(own) !== undefined ? own : null });
  }
  return settled;
}

function idsOf(message: ThreadableMessage): readonly string[] {
  return message.messageId === null ? message.references : [message.messageId, ...message.references];
}

/** Not `localeCompare`: the order must be the same in every process. */
function byCodeUnits(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

class IdGroups {
  private readonly parents = new Map<string, string>();

  rootOf(node: string): string {
    let root = node;
    for (let up = this.parents.get(root); up !== undefined; up = this.parents.get(root)) root = up;
    for (let at = node; at !== root;) {
      const up = this.parents.get(at) ?? root;
      this.parents.set(at, root);
      at = up;
    }
    return root;
  }

  join(a: string, b: string): void {
    const [rootA, rootB] = [this.rootOf(a), this.rootOf(b)];
    if (rootA !== rootB) this.parents.set(rootB, rootA);
  }
}
