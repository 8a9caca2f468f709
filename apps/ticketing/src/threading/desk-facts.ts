import { conversationKey, copyKey } from './port.js';
import type { IdHolder, LoadedFacts, LoadedTicket, Standing, ThreadFacts, TopicCandidate } from './port.js';
import type { PersonKey } from './person-key.js';
import { isLostOrphan } from './resolve-by-topic.js';
import type { ThreadDecision, ThreadableMessage } from './threadable-message.js';

interface KnownTicket {
  readonly contact: Set<PersonKey>;
  /** One entry a person, each with all his keys. */
  readonly people: (readonly PersonKey[])[];
  readonly peopleKeys: Set<PersonKey>;
  readonly acquaintances: Set<PersonKey>;
}

interface KnownTopic extends TopicCandidate {
  startsWithReply: boolean;
  lastAt: Date | null;
  firstAt: Date | null;
}

const NOTHING: LoadedFacts = {
  ...{ holders: new Map(), copies: new Map(), numbers: new Map(), conversations: new Map(), closedConversations: new Map() },
  ...{ topics: new Map(), tickets: new Map() },
};

/**
 * The facts of one batch: what was loaded, and on top of it what was decided since. Without loaded facts it is a fresh desk that
 * remembers, as `inspect` and tests need it. What is loaded is never changed.
 */
export class DeskFacts implements ThreadFacts {
  private readonly holders = new Map<string, IdHolder>();
  private readonly copies = new Map<string, string>();
  private readonly conversations = new Map<string, string>();
  private readonly topics = new Map<string, KnownTopic[]>();
  private readonly tickets = new Map<string, KnownTicket>();
  private readonly mergedInto = new Map<string, string>();

  /** @param nameTicket id for a ticket that a message opens; see `nameTickets` for intake's */
  constructor(
    private readonly nameTicket: (message: ThreadableMessage) => string,
    private readonly loaded: LoadedFacts = NOTHING,
  ) {}

  holderOf(messageId: string): IdHolder | null {
    const holder = this.holders.get(messageId) ?? this.loaded.holders.get(messageId);
    if (holder === undefined) return null;
    const ticketId = this.follow(holder.ticketId);
    return ticketId === holder.ticketId ? holder : { ticketId, state: holder.state };
  }

  copyOf(messageId: string, print: string): string | null {
    const key = copyKey(messageId, print);
    return this.followed(this.copies.get(key) ?? this.loaded.copies.get(key));
  }

  ticketByNumber(number: string): string | null {
    return this.followed(this.loaded.numbers.get(number));
  }

  openTicketByConversation(inboxId: string, key: string): string | null {
    const name = conversationKey(inboxId, key);
    return this.followed(this.conversations.get(name) ?? this.loaded.conversations.get(name));
  }

  lastTicketByConversation(inboxId: string, key: string): string | null {
    return this.openTicketByConversation(inboxId, key) ?? this.followed(this.loaded.closedConversations.get(conversationKey(inboxId, key)));
  }

  ticketsByTopic(bare: string): readonly TopicCandidate[] {
    const known = this.topicsOf(bare);
    if (known.length === 0) return known;
    return known.map((topic) => ({ ...topic, ticketId: this.follow(topic.ticketId) })).reverse();
  }

  standing(ticketId: string, sender: readonly PersonKey[]): Standing {
    const ticket = this.ticketOf(ticketId);
    if (sender.some((key) => ticket.contact.has(key))) return 'contact';
    return sender.some((key) => ticket.peopleKeys.has(key)) ? 'participant' : 'none';
  }

  acquainted(ticketId: string, people: readonly PersonKey[]): boolean {
    const { acquaintances } = this.ticketOf(ticketId);
    return people.some((key) => acquaintances.has(key));
  }

  peopleWithin(ticketId: string, otherTicketId: string): boolean {
    return this.ticketOf(ticketId).people.every((person) => this.standing(otherTicketId, person) !== 'none');
  }

  /** Was somebody who takes part in the one ticket written to in the other, in which he does not? */
  isKnownIn(ticketId: string, otherTicketId: string): boolean {
    const people = [...this.ticketOf(ticketId).peopleKeys];
    return this.standing(otherTicketId, people) === 'none' && this.acquainted(otherTicketId, people);
  }

  newTicketId(message: ThreadableMessage): string {
    return this.nameTicket(message);
  }

  record(message: ThreadableMessage, decision: ThreadDecision): void {
    const ticketId = this.follow(decision.ticket.ticketId);
    const ticket = this.ticketOf(ticketId);
    const opens = decision.ticket.kind === 'new';
    if (message.echo) {
      const [counterpart] = message.recipients;
      if (opens && counterpart !== undefined) ticket.contact.add(counterpart);
      for (const key of message.recipients) addPerson(ticket, [key]);
    } else {
      if (opens) for (const key of message.sender) ticket.contact.add(key);
      if (opens || !(message.bounce || message.fromDesk)) addPerson(ticket, message.sender);
    }
    for (const key of message.sender) ticket.acquaintances.add(key);
    for (const key of message.recipients) {
      ticket.acquaintances.add(key);
      if (decision.invites) addPerson(ticket, [key]);
    }
    this.recordIds(message, ticketId);
    this.recordTopic(message, ticketId, decision);
    const { key, continues, about } = message.conversation;
    // What tells of a conversation, or asks, may have gone into a closed ticket, where nobody's words go on.
    if (continues && ((about !== true && message.question !== true) || opens))
      this.conversations.set(conversationKey(message.inboxId, key), ticketId);
  }

  /** What production does by a merge: `from` leads to `into` from now on. */
  merge(from: string, into: string): void {
    const [gone, stays] = [this.follow(from), this.follow(into)];
    if (gone === stays) return;
    const [old, ticket] = [this.ticketOf(gone), this.ticketOf(stays)];
    for (const person of old.people) addPerson(ticket, person);
    for (const key of old.acquaintances) ticket.acquaintances.add(key);
    this.mergedInto.set(gone, stays);
  }

  /** The ticket that a ticket is in after merges. */
  follow(ticketId: string): string {
    let at = ticketId;
    for (let next = this.mergedInto.get(at); next !== undefined; next = this.mergedInto.get(at)) at = next;
    return at;
  }

  private recordIds(message: ThreadableMessage, ticketId: string): void {
    const { messageId } = message;
    if (messageId !== null) {
      const known = this.holders.get(messageId) ?? this.loaded.holders.get(messageId);
      if (known === undefined || known.state === 'unseen') this.holders.set(messageId, { ticketId, state: 'seen' });
      const copy = copyKey(messageId, message.print);
      if (!this.copies.has(copy) && !this.loaded.copies.has(copy)) this.copies.set(copy, ticketId);
    }
    for (const id of message.references) {
      if (!this.holders.has(id) && !this.loaded.holders.has(id)) this.holders.set(id, { ticketId, state: 'unseen' });
    }
  }

  private recordTopic(message: ThreadableMessage, ticketId: string, decision: ThreadDecision): void {
    const { bare } = message.topic;
    const at = message.occurredAt;
    const topics = this.topicsOf(bare);
    for (const { from } of decision.links) {
      for (const topic of topics) if (this.follow(topic.ticketId) === this.follow(from)) topic.startsWithReply = false;
    }
    if (decision.ticket.kind === 'new' && bare !== '') {
      const topic = { ticketId, firstAt: at, lastAt: at, startsWithReply: isLostOrphan(message, decision) };
      this.topics.set(bare, [...topics, topic]);
      return;
    }
    const topic = topics.find((one) => this.follow(one.ticketId) === ticketId);
    if (topic === undefined || at === null) return;
    if (topic.firstAt === null || at < topic.firstAt) topic.firstAt = at;
    if (topic.lastAt === null || at > topic.lastAt) topic.lastAt = at;
  }

  /** Oldest first; copied from what was loaded at the first use. */
  private topicsOf(bare: string): KnownTopic[] {
    const known = this.topics.get(bare);
    if (known !== undefined) return known;
    const loaded = (this.loaded.topics.get(bare) ?? []).map((topic) => ({ ...topic })).reverse();
    if (loaded.length > 0) this.topics.set(bare, loaded);
    return loaded;
  }

  private ticketOf(ticketId: string): KnownTicket {
    const id = this.follow(ticketId);
    let ticket = this.tickets.get(id);
    if (ticket === undefined) {
      ticket = toKnownTicket(this.loaded.tickets.get(id));
      this.tickets.set(id, ticket);
    }
    return ticket;
  }

  private followed(ticketId: string | undefined): string | null {
    return ticketId === undefined ? null : this.follow(ticketId);
  }
}

/** Ids for the tickets of a batch: the first to open one in a connected group takes the group's candidate, the others get new ids. */
export function nameTickets(candidates: ReadonlyMap<string, string>, newTicketId: () => string): (message: ThreadableMessage) => string {
  const taken = new Set<string>();
  return (message) => {
    const candidate = candidates.get(message.ref);
    if (candidate === undefined || taken.has(candidate)) return newTicketId();
    taken.add(candidate);
    return candidate;
  };
}

function toKnownTicket(loaded: LoadedTicket | undefined): KnownTicket {
  const ticket: KnownTicket = {
    contact: new Set(loaded?.contact),
    people: [],
    peopleKeys: new Set(),
    acquaintances: new Set(loaded?.acquaintances),
  };
  for (const person of [loaded?.contact ?? [], ...(loaded?.participants ?? [])]) addPerson(ticket, person);
  return ticket;
}

function addPerson(ticket: KnownTicket, person: readonly PersonKey[]): void {
  if (person.length === 0 || person.every((key) => ticket.peopleKeys.has(key))) return;
  ticket.people.push(person);
  for (const key of person) ticket.peopleKeys.add(key);
}
