import type { Opinion } from './opinion.js';
import type { IdHolder, Standing, ThreadFacts } from './port.js';
import type { ThreadableMessage } from './threadable-message.js';

/** A ticket that the message's ids lead to. */
interface Lead {
  readonly ticketId: string;
  readonly standing: Standing;
  /** May the sender join it without being looked at? */
  admitted: boolean;
  /** The id nearest to the direct parent, how it is known, and how near: the direct parent is highest, the own id below all. */
  id: string;
  state: IdHolder['state'];
  nearness: number;
}

export interface Leads {
  /** Nearest first. */
  readonly leads: readonly Lead[];
  /** A ticket of others that answered this very message before it came. */
  readonly answeredBy: string | null;
}

const OWN_ID = -1;

/**
 * Ids, known or not: whatever holds one of them is the same case, if the sender takes part in it. Who does not, is suggested.
 * A ticket that already refers to this message's own id is an answer to it that came first: it is linked to where the message goes,
 * as if both had come in order, and casts no doubt on this message.
 */
export function resolveByReferences(message: ThreadableMessage, facts: ThreadFacts, { leads, answeredBy }: Leads): Opinion | null {
  const links = linksOf(answeredBy);
  const [nearest] = leads;
  if (nearest === undefined) return null;
  const { id, state, standing } = nearest;
  const evidence = leads.length > 1 ? { id, state, standing, tickets: leads.length } : { id, state, standing };
  const home = leads.find((lead) => lead.admitted) ?? null;
  const others = leads.filter((lead) => lead !== nearest && lead !== home);
  const { ticketId } = nearest;
  if (home === nearest) {
    const score = { ours: 1, seen: message.checksFailed ? 0.85 : 0.95, unseen: message.checksFailed ? 0.8 : 0.9 }[nearest.state];
    const related = others.map((lead) => linkOf(lead, nearest, facts));
    return { rule: 'reference', ticketId, evidence, verdict: 'join', homeTicketId: null, score, links: [...links, ...related] };
  }
  const score = { ours: 0.6, seen: 0.5, unseen: 0.45 }[nearest.state];
  const related = others.flatMap((lead) => {
    if (lead.admitted) return home === null ? [] : [linkOf(lead, home, facts)];
    return vouchesFor(lead, nearest, message, facts) ? [{ from: lead.ticketId, to: nearest.ticketId, safe: false }] : [];
  });
  return {
    ...{ rule: 'reference', ticketId, evidence, verdict: 'review', homeTicketId: home?.ticketId ?? null, score },
    links: [...links, ...related],
  };
}

/** Links of a message that its own ids lead nowhere. */
export function linksOf(answeredBy: string | null): Opinion['links'] {
  return answeredBy === null ? [] : [{ from: answeredBy, to: null, safe: false }];
}

/** Follows all ids of a message, once. */
export function findLeads(message: ThreadableMessage, facts: ThreadFacts): Leads {
  const leads = new Map<string, Lead>();
  let answeredBy: string | null = null;
  // a mail system has no part in a ticket; that it names a mail of ours is proof enough
  const isReport = (holder: IdHolder) => message.bounce && holder.state === 'ours';
  const follow = (id: string, nearness: number) => {
    const holder = facts.holderOf(id);
    if (holder === null) return;
    const known = leads.get(holder.ticketId);
    if (known !== undefined) {
      known.admitted ||= isReport(holder);
      // A nearer id that was seen here asks for a part in the ticket; the unseen one behind it does not help a stranger.
      if (nearness > known.nearness) Object.assign(known, { id, state: holder.state, nearness });
      if (holder.state !== 'unseen' && known.standing === 'none' && !message.echo && !isReport(holder)) known.admitted = false;
      return;
    }
    const standing = facts.standing(holder.ticketId, message.sender);
    // Nobody here ever saw that mail, so naming it proves a common origin and opens nothing: two people who answer it are one case.
    const shared = holder.state === 'unseen' && nearness !== OWN_ID && message.sender.length > 0 && !message.checksFailed;
    const admitted = standing !== 'none' || message.echo || isReport(holder) || shared;
    if (!admitted && nearness === OWN_ID && holder.state === 'unseen') answeredBy = holder.ticketId;
    else leads.set(holder.ticketId, { ticketId: holder.ticketId, standing, admitted, id, state: holder.state, nearness });
  };
  for (let at = message.references.length - 1; at >= 0; at -= 1) follow(message.references[at]!, at);
  if (message.messageId !== null) follow(message.messageId, OWN_ID);
  const found = [...leads.values()];
  return { leads: found.length > 1 ? found.sort((a, b) => b.nearness - a.nearness) : found, answeredBy };
}

/**
 * May a sender with no part in either ticket connect them, as a suggestion? He names an id that we have never seen ourselves, or people
 * of one of them wrote to him before. Two ids that both stand in mails of ours anybody may have picked up: that is no evidence. Nobody's
 * mail may connect nobody's tickets.
 */
function vouchesFor(lead: Lead, nearest: Lead, message: ThreadableMessage, facts: ThreadFacts): boolean {
  if (lead.state === 'unseen' || nearest.state === 'unseen') return true;
  if (message.sender.length === 0)
    return facts.peopleWithin(lead.ticketId, nearest.ticketId) && facts.peopleWithin(nearest.ticketId, lead.ticketId);
  return facts.acquainted(lead.ticketId, message.sender) || facts.acquainted(nearest.ticketId, message.sender);
}

/** The message is in `target` by right; its ids lead to `lead` as well. */
function linkOf(lead: Lead, target: Lead, facts: ThreadFacts): Opinion['links'][number] {
  if (!lead.admitted) return { from: target.ticketId, to: lead.ticketId, safe: false };
  return { from: lead.ticketId, to: target.ticketId, safe: lead.standing !== 'none' && facts.peopleWithin(lead.ticketId, target.ticketId) };
}
