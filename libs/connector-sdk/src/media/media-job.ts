import type { ConversationKey, InboundMessage, Media } from '#contracts';

/** One file of a message that is owed: what it was announced as, and what tells of it later. */
export interface MediaJob {
  /** Of the message. */
  readonly idempotencyKey: string;
  readonly remoteMessageId: string;
  readonly conversationKey: ConversationKey;
  readonly partId: string;
  /** As the message told it, `pending`; `source.ref` is what the remote knows it by. */
  readonly media: Media & { readonly source: NonNullable<Media['source']> };
}

/** What a message owes: its parts that are `pending` and have a source. */
export function toMediaJobs(message: InboundMessage): MediaJob[] {
  const { idempotencyKey, remoteMessageId, conversation, parts } = message;
  return parts.flatMap((part) => {
    if (!('media' in part) || part.media?.state !== 'pending' || part.media.source === undefined) return [];
    const media = { ...part.media, source: part.media.source };
    return [{ idempotencyKey, remoteMessageId, conversationKey: conversation.key, partId: part.partId, media }];
  });
}
