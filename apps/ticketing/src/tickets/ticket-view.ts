import type { MessagePart, SenderVerdicts } from '#contracts';
import type { Contact } from '../contacts/contact.repository.js';
import type { ContactOffer } from '../contacts/contact-offer.js';
import type { Undeliverable } from '../contacts/undeliverable.repository.js';
import type { DeliveryState } from '../replies/delivery-rank.js';
import type { EntryAuthor, EntryDirection, EntryFlags, EntryThreading } from './entry-row.js';
import type { NumberTold } from './ticket-draft.js';
import type { TicketColumns } from './ticket-columns.js';

/** A ticket as others see it. */
export interface TicketView extends TicketColumns {
  /** Id of the group it waits in. */
  readonly group: string | null;
  /** Id of the agent who has it. */
  readonly assignee: string | null;
  readonly contact: Contact;
  /** How it came, in the desk's words. */
  readonly origin: string | null;
  readonly updatedAt: Date;
  readonly entries: number;
  readonly numberTold: NumberTold | null;
  /** What its contact must prove before anything is answered. */
  readonly proof: { readonly scheme: string; readonly value: string } | null;
  /** Who wrote what a colleague forwarded, of a ticket asked for by itself. */
  readonly contactOffer?: ContactOffer | null;
  /** How its contact rated it last, of a ticket asked for by itself. */
  readonly rating?: TicketRating | null;
}

/** What the contact said last of how it was, by whatever survey and channel. */
export interface TicketRating {
  readonly entryId: string;
  /** On `scale`: 1–3 (three-step), 1–5 (csat, weighted: two decimals), 0–10 (nps). */
  readonly score: number;
  readonly scale: 'three-step' | 'csat' | 'nps' | 'weighted';
  readonly step: 'satisfied' | 'neutral' | 'unsatisfied';
  /** 0 to 100, whatever the scale. */
  readonly points: number;
  /** The channel's buttons, a reply, the link, keys on the phone, an agent who was told it. */
  readonly way: 'tap' | 'reply' | 'link' | 'keys' | 'agent';
  readonly channel: string | null;
  readonly survey: string | null;
  readonly comment: string | null;
  readonly at: Date;
}

export interface AttachmentView {
  readonly partId: string;
  readonly type: 'image' | 'file' | 'audio' | 'video';
  readonly state: string;
  readonly fileName: string | null;
  readonly contentType: string | null;
  readonly bytes: number | null;
  readonly sha256: string | null;
  readonly inline: boolean;
  readonly contentId: string | null;
  readonly blobRef: string | null;
}

export interface EntryView {
  readonly id: string;
  readonly ticketId: string;
  readonly seq: number;
  readonly direction: EntryDirection;
  readonly channel: string;
  readonly inboxId: string | null;
  readonly remoteMessageId: string | null;
  readonly occurredAt: Date;
  readonly receivedAt: Date;
  readonly author: EntryAuthor;
  readonly parts: readonly MessagePart[];
  readonly plainText: string;
  readonly newText: string;
  readonly attachments: readonly AttachmentView[];
  readonly threading: EntryThreading | null;
  readonly delivery: DeliveryState | null;
  /** Till then an answer can be taken back; null where it has gone out, or was taken back. */
  readonly undoUntil: Date | null;
  /** An answer that was taken back before it went out: nobody got it. */
  readonly takenBack: { readonly at: Date; readonly by: string | null } | null;
  readonly folded: boolean;
  readonly flags: EntryFlags;
  readonly revision: number;
  /** How often the message was delivered to us. */
  readonly deliveries: number;
  /** Subject of the message, where its channel has one. */
  readonly subject: string | null;
  readonly recipients: readonly { readonly kind: string; readonly scheme: string; readonly value: string; readonly displayName?: string }[];
  /** Null where nobody looked at the sender. */
  readonly checks: SenderVerdicts | null;
  readonly raw: { readonly ref: string; readonly bytes: number; readonly contentType: string } | null;
  /** Of a reply that was just queued. */
  readonly warnings?: readonly ReplyWarning[];
  /** In the answer to a reply: what was changed so that the channel carries it. */
  readonly adaptations?: readonly { readonly partId: string; readonly kind: string; readonly reason: string }[];
}

/** It goes to an address that was called dead. */
export type ReplyWarning = { readonly code: 'recipient_undeliverable'; readonly scheme: string; readonly value: string } & Undeliverable;

export interface Page<T> {
  readonly items: readonly T[];
  readonly nextCursor: string | null;
}

export function toAttachments(parts: readonly MessagePart[]): AttachmentView[] {
  return parts.flatMap((part) => {
    if (part.type !== 'image' && part.type !== 'file' && part.type !== 'audio' && part.type !== 'video') return [];
    const { media } = part;
    return [
      {
        partId: part.partId,
        type: part.type,
        state: media.state,
        fileName: media.fileName ?? null,
        contentType: media.detectedType ?? media.declaredType ?? null,
        bytes: media.sizeBytes ?? null,
        sha256: media.sha256 ?? media.blobRef?.slice('sha256:'.length) ?? null,
        inline: part.inline ?? false,
        contentId: part.contentId ?? null,
        blobRef: media.blobRef ?? null,
      },
    ];
  });
}
