import { Media, type ConversationKey, type InboundMessage } from '#contracts';
import { z } from 'zod';

/** The transcript in which an inbox keeps what it owes. Its lines go with the conversation that they name (`forgetting/`). */
export const MEDIA_LIST = '#media';

/** Whose file it is: what tells of it later. */
const MediaOwner = z.object({
  /** Of the message. */
  idempotencyKey: z.string().min(1),
  remoteMessageId: z.string().min(1),
  conversationKey: z.custom<ConversationKey>((value) => typeof value === 'string' && value !== ''),
  partId: z.string().min(1),
});
export type MediaOwner = Readonly<z.infer<typeof MediaOwner>>;

const MediaJob = MediaOwner.extend({ media: Media.required({ source: true }) });

/** One file of a message that is owed: as the message told it, `pending`; `source.ref` is what the remote knows it by. */
export type MediaJob = MediaOwner & { readonly media: Media & { readonly source: NonNullable<Media['source']> } };

/** A line of an older version, of which no file can be asked for. `owner` is null where it does not even say whose it was. */
export interface UnreadableJob {
  readonly unreadable: string;
  readonly owner: MediaOwner | null;
}

/** A line as it was stored. */
export function readMediaJob(body: unknown): MediaJob | UnreadableJob {
  const job = MediaJob.safeParse(body);
  if (job.success) return job.data;
  const owner = MediaOwner.safeParse(body);
  return { unreadable: z.prettifyError(job.error), owner: owner.success ? owner.data : null };
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
