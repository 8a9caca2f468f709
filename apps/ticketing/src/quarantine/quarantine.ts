import type { Actor } from '../tickets/actor.js';

/** Which quarantined tickets: these, by id or number; all of a person; all of everybody whose mail address is of a domain. */
export type QuarantineSelection = { readonly tickets: readonly string[] } | { readonly contact: string } | { readonly domain: string };

/** release: people's messages are new work, robots' stay folded. spam: out of the way for good. */
export type QuarantineVerdict = 'release' | 'spam';

export interface QuarantineDecision {
  readonly id: string;
  readonly decision: QuarantineVerdict;
  readonly selection: QuarantineSelection;
  /** How many tickets it concerned, and how many of the selection it left for another one. */
  readonly tickets: number;
  readonly remaining: number;
  readonly actor: Actor;
  readonly madeAt: Date;
  readonly undoneAt: Date | null;
}

export interface StoredDecision extends QuarantineDecision {
  readonly ticketIds: readonly string[];
  /** Those that were folded before. */
  readonly foldedIds: readonly string[];
  /** How it left each, in the order of `ticketIds`: the last place in the thread, and a digest of what agents set. */
  readonly lastSeqs: readonly number[];
  readonly fields: readonly string[];
}

/** Quarantined tickets of one person. */
export interface QuarantinedSender {
  readonly contactId: string;
  readonly displayName: string | null;
  readonly identities: readonly { readonly scheme: string; readonly value: string }[];
  readonly tickets: number;
  readonly firstOpenedAt: Date;
  readonly lastOpenedAt: Date;
}

/** Quarantined tickets of everybody with a mail address of one domain. */
export interface QuarantinedDomain {
  readonly domain: string;
  readonly senders: number;
  readonly tickets: number;
  readonly firstOpenedAt: Date;
  readonly lastOpenedAt: Date;
}
