import type { NumberTold } from '../tickets/ticket-draft.js';

/** Who wrote a message that a colleague forwarded to us, offered as the contact of its ticket. */
export interface ContactOffer {
  /** The forward. */
  readonly entryId: string;
  readonly address: { readonly scheme: string; readonly value: string; readonly displayName?: string };
  /** Who forwarded it: somebody with a login here, or with an address of the desk's own domain. */
  readonly reason: 'agent_forwarded' | 'colleague_forwarded';
  /** Is it proved that he did? Else anybody may have put up both names. */
  readonly verified: boolean;
  readonly state: 'offered' | 'accepted' | 'rejected';
  readonly decidedAt: Date | null;
}

export interface StoredOffer extends ContactOffer {
  /** The ticket it is for. Undecided it goes with its entry into another; once accepted it stays with the ticket whose contact it changed. */
  readonly ticketId: string;
  readonly forwarderContact: string;
  /** Whom an acceptance made the contact. */
  readonly contactId: string | null;
  /** `PersonKey` of who forwarded it. */
  readonly forwarder: string;
  /** Ids that the customer's mail program knows, its own last. */
  readonly messageIds: readonly string[];
  /** What an acceptance changed. */
  readonly before: { readonly contactId: string; readonly numberTold: NumberTold | null } | null;
}
