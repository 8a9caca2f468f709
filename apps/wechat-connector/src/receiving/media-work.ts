import type { ConnectorContext } from '#connector-sdk';
import type { InboundMessage } from '#contracts';

/** One file of a message that is to be fetched. */
export interface MediaJob {
  readonly idempotencyKey: string;
  readonly remoteMessageId: string;
  readonly conversationKey: string;
  readonly partId: string;
  readonly mediaId: string;
  readonly declaredType?: string;
  readonly fileName?: string;
  readonly expiresAt?: string;
}

/** Where the list is kept, as a transcript of its own. */
const MEDIA_WORK = '#media';

/**
 * What is still to be fetched, durable: doors of all processes add to it, the holder of the lease works it off. It is a transcript, for a list of
 * which several write the end and one reads the beginning is just that; a value of the state store would lose what two write at once.
 */
export class MediaWork {
  private wake: () => void = () => undefined;

  constructor(private readonly context: Pick<ConnectorContext, 'transcript'>) {}

  onAdded(wake: () => void): void {
    this.wake = wake;
  }

  /** Once for each file, however often the message comes. */
  async add(message: InboundMessage): Promise<void> {
    for (const part of message.parts) {
      if (!('media' in part) || part.media?.state !== 'pending' || part.media.source === undefined) continue;
      const { source, declaredType, fileName } = part.media;
      const job: MediaJob = {
        idempotencyKey: message.idempotencyKey,
        remoteMessageId: message.remoteMessageId,
        conversationKey: message.conversation.key,
        partId: part.partId,
        mediaId: source.ref,
        ...(declaredType === undefined ? {} : { declaredType }),
        ...(fileName === undefined ? {} : { fileName }),
        ...(source.expiresAt === undefined ? {} : { expiresAt: source.expiresAt }),
      };
      const id = `${message.remoteMessageId}/${part.partId}`.slice(0, 200);
      await this.context.transcript(MEDIA_WORK).append({ id, direction: 'inbound', body: job });
      this.wake();
    }
  }

  /** Jobs behind `seq`, oldest first. */
  async since(seq: number, limit: number): Promise<{ readonly seq: number; readonly job: MediaJob }[]> {
    const lines = await this.context.transcript(MEDIA_WORK).since(seq, limit);
    return lines.map((line) => ({ seq: line.seq, job: line.body as MediaJob }));
  }
}
