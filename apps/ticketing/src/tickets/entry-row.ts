import type { Address, Handling, MessagePart, ReplyWindow, SenderVerdicts } from '#contracts';
import type { DeliveryState } from '../replies/delivery-rank.js';
import type { NumberUntold } from './ticket-draft.js';

export type EntryDirection = 'inbound' | 'outbound' | 'echo' | 'note' | 'system';

/** Who wrote an entry, as it was known then. */
export interface EntryAuthor {
  readonly role: 'customer' | 'agent' | 'bot' | 'system';
  readonly displayName?: string;
  readonly contactId?: string;
  readonly agentId?: string;
  readonly identity?: {
    readonly scheme: string;
    readonly value: string;
    readonly scope?: string;
    readonly raw: string;
    readonly assurance: string;
  };
}

/** Why an entry is in its ticket. */
export interface EntryThreading {
  readonly rule: string;
  readonly evidence: Readonly<Record<string, unknown>>;
  readonly score: number;
  readonly review: boolean;
  readonly suggestedTicketId?: string;
  /** The suggestion is for the ticket this entry began, not for the entry alone. */
  readonly wholeTicket?: boolean;
  /** What a person decided about a review. */
  readonly decided?: 'accepted' | 'rejected';
}

export interface EntryFlags {
  readonly automated?: { readonly reason: string; readonly class: string };
  readonly bounce?: boolean;
  readonly spam?: boolean;
  readonly historical?: boolean;
  readonly possibleDuplicate?: boolean;
  readonly gapBefore?: boolean;
  /** What a person should know before he trusts it: `checks_failed`, `token_forged`, `agent_address`, … */
  readonly doubts?: readonly string[];
  /** Why its sender was not told the number, who cannot be told by the way he came. */
  readonly numberUntold?: NumberUntold;
  /** One of a flood. */
  readonly quarantined?: boolean;
  /** Its sender will be told the number when it comes out of the quarantine. */
  readonly acknowledgementHeld?: boolean;
  readonly replayed?: boolean;
  readonly recalledAt?: string;
  /** Its person was taken out: nothing is left of what it said. */
  readonly erasedAt?: string;
  readonly truncated?: boolean;
  /** It answers this survey: it moves no status. */
  readonly surveyRequest?: string;
  /** How its sender sounded, told from his voice. */
  readonly heardMood?: NonNullable<Handling['mood']>;
  /** An automatic mail of ours, and why it was sent. */
  readonly automatic?: { readonly reason: string };
  /** Typed in by an agent for the customer. */
  readonly recordedBy?: string;
}

/** What a later answer to an entry needs, and what its view shows beside. */
export interface ReplyContext {
  readonly conversationKey: string;
  /** Ids mean something in their inbox only. */
  readonly continues: boolean;
  /** Several people talk in it. */
  readonly group?: true;
  readonly from: { readonly scheme: string; readonly value: string; readonly displayName?: string };
  /** To whom its sender wants answers to go, where not to himself. */
  readonly replyTo?: readonly Address[];
  readonly recipients: readonly { readonly kind: string; readonly scheme: string; readonly value: string; readonly displayName?: string }[];
  readonly inReplyTo?: string;
  readonly references: readonly string[];
  readonly subject?: string;
  readonly replyWindow?: ReplyWindow;
  readonly checks?: SenderVerdicts;
  /** Of an answer: where it goes when its channel refuses it for its window or count. */
  readonly otherwise?: {
    readonly adapt: 'strict' | 'degrade';
    readonly ways: readonly { readonly inboxId: string; readonly to: Address }[];
  };
  readonly channelContext: unknown;
}

/** A row of `entries` to be written. Times are RFC 3339. */
export interface EntryRow {
  readonly id: string;
  readonly ticketId: string;
  readonly seq: number;
  readonly direction: EntryDirection;
  readonly channel: string;
  readonly inboxId: string | null;
  readonly remoteMessageId: string | null;
  readonly idempotencyKey: string;
  readonly occurredAt: string;
  readonly receivedAt: string;
  readonly revision: number;
  readonly folded: boolean;
  readonly author: EntryAuthor;
  readonly plainText: string;
  readonly newText: string;
  readonly parts: readonly MessagePart[];
  readonly threading: EntryThreading | null;
  readonly delivery: DeliveryState | null;
  readonly flags: EntryFlags;
  readonly raw: { readonly ref: string; readonly sha256: string; readonly bytes: number; readonly contentType: string } | null;
  readonly replyContext: ReplyContext | null;
}

/** Every blob an entry names: what the sweep must leave alone. */
export function blobRefsOf(entry: Pick<EntryRow, 'parts' | 'raw'>): string[] {
  const refs = new Set<string>();
  if (entry.raw !== null) refs.add(entry.raw.ref);
  for (const part of entry.parts) {
    if ('media' in part && part.media?.blobRef !== undefined) refs.add(part.media.blobRef);
    if (part.type === 'text' && part.textRef !== undefined) refs.add(part.textRef);
    if (part.type === 'html' && part.htmlRef !== undefined) refs.add(part.htmlRef);
    if (part.type === 'call')
      for (const recording of part.call.recordings) if (recording.blobRef !== undefined) refs.add(recording.blobRef);
  }
  return [...refs];
}
