import type { PersonKey } from './person-key.js';
import type { ThreadableMessage, ThreadDecision } from './threadable-message.js';

/**
 * Who holds an id. `ours`: we sent it (unguessable); `seen`: an inbound entry has it; `unseen`: only referred to so far.
 */
export interface IdHolder {
  readonly ticketId: string;
  readonly state: 'ours' | 'seen' | 'unseen';
}

/** `contact`: the ticket is his; `participant`: sender of an undisputed entry, or added by an agent. Being cc'd makes neither. */
export type Standing = 'contact' | 'participant' | 'none';

export interface TopicCandidate {
  readonly ticketId: string;
  /** When its first and its last entry occurred, as far as known. */
  readonly firstAt: Date | null;
  readonly lastAt: Date | null;
  /** It was opened by an answer that names no ids and found no ticket (`isLostOrphan`): the mail it answers may still come. */
  readonly startsWithReply: boolean;
}

/**
 * What the desk knows, asked without waiting: loaded for a batch beforehand (`ThreadFactsSource`), and told of each decision
 * (`record`), so that later messages of the batch see it. Ticket ids are always those after merges.
 */
export interface ThreadFacts {
  holderOf(messageId: string): IdHolder | null;
  /** The ticket of an entry made of the very same message (id and print), in whatever inbox. */
  copyOf(messageId: string, print: string): string | null;
  ticketByNumber(number: string): string | null;
  /** Only tickets that are not closed. */
  openTicketByConversation(inboxId: string, key: string): string | null;
  /** The last one, closed or not. */
  lastTicketByConversation(inboxId: string, key: string): string | null;
  /** Tickets whose first subject, bare, is this one; at least those in which somebody of the batch takes part. Newest first. */
  ticketsByTopic(bare: string): readonly TopicCandidate[];
  standing(ticketId: string, sender: readonly PersonKey[]): Standing;
  /** Did any of these people write or get a message of the ticket? */
  acquainted(ticketId: string, people: readonly PersonKey[]): boolean;
  /** Is everybody who takes part in the one a participant of the other as well? */
  peopleWithin(ticketId: string, otherTicketId: string): boolean;
  /** Id for a ticket that this message opens. */
  newTicketId(message: ThreadableMessage): string;
  record(message: ThreadableMessage, decision: ThreadDecision): void;
}

/** What a batch must load before it can be resolved. All lists are unique and sorted. */
export interface FactNeeds {
  /** Own and referred ids. */
  readonly messageIds: readonly string[];
  /** `messageId` and `print` of those that may be a second copy. */
  readonly copies: readonly { readonly messageId: string; readonly print: string }[];
  readonly numbers: readonly string[];
  readonly conversations: readonly { readonly inboxId: string; readonly key: string }[];
  /** Bare subjects, only of messages that the fallback may concern. */
  readonly topics: readonly string[];
  /** Tickets named by valid or expired tokens. */
  readonly ticketIds: readonly string[];
}

export interface LoadedTicket {
  readonly ticketId: string;
  /** Contact key and identities of the ticket's contact. */
  readonly contact: readonly PersonKey[];
  /** Senders of undisputed entries that are no bounces, people added by agents, each with all his keys; the contact may be left out. */
  readonly participants: readonly (readonly PersonKey[])[];
  /**
   * Senders and recipients of all its entries, the desk's own addresses left out; read for tickets in `topics` only. May be empty: then
   * no answer without ids is suggested for a ticket in which its sender does not take part.
   */
  readonly acquaintances: readonly PersonKey[];
}

/** Plain rows that answer `FactNeeds`; `tickets` has every ticket that the other fields mention. */
export interface LoadedFacts {
  readonly holders: ReadonlyMap<string, IdHolder>;
  /** Key: `copyKey(messageId, print)`. */
  readonly copies: ReadonlyMap<string, string>;
  readonly numbers: ReadonlyMap<string, string>;
  /** Key: `conversationKey(inboxId, key)`. */
  readonly conversations: ReadonlyMap<string, string>;
  /** Those of closed tickets, with the same keys. */
  readonly closedConversations: ReadonlyMap<string, string>;
  readonly topics: ReadonlyMap<string, readonly TopicCandidate[]>;
  readonly tickets: ReadonlyMap<string, LoadedTicket>;
}

/**
 * Loads facts for a batch, in a handful of set-based statements, inside intake's transaction and after the batch's ids are
 * claimed (`collectClaims`). `holders` leaves out ids whose claim this very batch won: nobody held them before.
 */
export interface ThreadFactsSource {
  load(needs: FactNeeds): Promise<LoadedFacts>;
}

export function copyKey(messageId: string, print: string): string {
  return `${print}|${messageId}`;
}

export function conversationKey(inboxId: string, key: string): string {
  return `${inboxId}|${key}`;
}
