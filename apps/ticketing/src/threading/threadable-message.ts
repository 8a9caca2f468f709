import type { PersonKey } from './person-key.js';
import type { Topic } from './normalise-subject.js';

/** What a signed ticket token turned out to be; checked by ticketing before the resolver is asked. `none` = no token. */
export type TokenClaim =
  | { readonly kind: 'none' | 'forged' }
  | { readonly kind: 'valid' | 'expired'; /** After merges. */ readonly ticketId: string };

/**
 * One inbound message as threading sees it: hints and people, no channel. Made by `toThreadableMessage`.
 */
export interface ThreadableMessage {
  /** Event id; unique in a batch. */
  readonly ref: string;
  readonly inboxId: string;
  /** Its own id, as others may refer to it; null where the remote gave none. */
  readonly messageId: string | null;
  /** Print of its content: with `messageId` it tells a second copy from other words under the same id. */
  readonly print: string;
  /** Ids it refers to, oldest first, the direct parent last; unique, without `messageId`. */
  readonly references: readonly string[];
  readonly topic: Topic;
  /** The sender's identities and contact; empty when nobody is named. Anyone of them is he. */
  readonly sender: readonly PersonKey[];
  /** To and Cc without the desk's own addresses. */
  readonly recipients: readonly PersonKey[];
  readonly occurredAt: Date | null;
  /** `about`: it tells of the conversation itself (a rating, its end), so it belongs where that went last, closed or not. */
  readonly conversation: { readonly key: string; readonly continues: boolean; readonly about?: boolean };
  readonly token: TokenClaim;
  /**
   * Did SPF, DKIM or DMARC *fail*? Not looked at, or nothing published, is no failure; nor is an SPF that a forwarder broke where DMARC passed.
   */
  readonly checksFailed: boolean;
  /** Is the sender proven to be who he says he is? */
  readonly verified: boolean;
  /** A robot wrote it. */
  readonly automated: boolean;
  /** A report about a mail of ours (DSN, complaint): its sender is a mail system, its references name our mail. */
  readonly bounce: boolean;
  /** The sender's address is an inbox of the desk: perhaps a mail of ours that came back. */
  readonly fromDesk: boolean;
  /** An agent answered elsewhere, as the remote vouches: there is no stranger to suspect. */
  readonly echo: boolean;
  /** It only asks how a ticket stands: beside its place in a thread it leads nowhere, and nobody has to review it. */
  readonly question?: boolean;
}

/** Why a message is where it is. */
export type ThreadRule = 'token' | 'reference' | 'number' | 'conversation' | 'subject-fallback' | 'same-message' | 'new';

/** The message's ids show that ticket `from` may be one case with ticket `to`. */
export interface TicketLink {
  readonly from: string;
  readonly to: string;
  /** Everybody in `from` takes part in `to` and the sender takes part in both: may be merged without asking. Else a person decides. */
  readonly safe: boolean;
}

/**
 * Where a message goes, and why. With `review` the message is in `ticket` (its own) and *not* in `suggestedTicketId` until a
 * person accepts; without, it is in `ticket`.
 */
export interface ThreadDecision {
  readonly ticket: { readonly kind: 'existing' | 'new'; readonly ticketId: string };
  readonly rule: ThreadRule;
  /** Plain JSON, for people and tests: what was found, with the values it was found by. */
  readonly evidence: Readonly<Record<string, unknown>>;
  /** 0..1: how sure it is that the message belongs to `suggestedTicketId ?? ticket`; 1 for a new ticket nothing speaks against. */
  readonly score: number;
  readonly review: boolean;
  /** Set exactly when `review`. Never equal to `ticket`. */
  readonly suggestedTicketId: string | null;
  /** A second account of one mail (other inbox): shown folded, not acknowledged again. */
  readonly folded: boolean;
  readonly links: readonly TicketLink[];
  /** Whom it was sent to takes part from now on: its sender is the ticket's contact, and proven to be. */
  readonly invites: boolean;
}
