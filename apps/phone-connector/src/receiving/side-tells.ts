import type { ConnectorContext, Untaken } from '#connector-sdk';
import { toGap, toParked, toUnsupported } from '../converting/side-events.js';
import { toContentId } from '../phone.ids.js';

/** Puts onto the log what is no call. */
export class SideTells {
  constructor(
    private readonly context: ConnectorContext,
    private readonly retentionDays: number,
  ) {}

  /** A line that is none, by its content: read again it is the same. `place` tells those apart that were too long to be kept. */
  async park(line: Buffer | null, place: { file: string; offset: number; bytes: number; name: string }, why: Untaken): Promise<void> {
    const { inbox, clock, blobs, log } = this.context;
    log.warn('line of call records parked', { file: place.file, offset: place.offset, bytes: place.bytes, reason: why.reason });
    const raw = line === null ? undefined : { ...blobs.describe(line), contentType: 'text/csv' };
    const remoteMessageId = toContentId(line ?? `${place.name}:${place.offset}`);
    const { file, offset, bytes } = place;
    const event = toParked(inbox, { remoteMessageId, file, offset, bytes, why, at: clock.now(), ...(raw === undefined ? {} : { raw }) });
    await this.context.emit('message.parked.v1', event, line === null ? [] : [line]);
  }

  async tellGap(from: Date, why: Untaken, folder?: string): Promise<void> {
    const { inbox, clock } = this.context;
    const gap = { from, until: clock.now(), why, ...(folder === undefined ? {} : { folder }) };
    await this.context.emit('inbox.gap.v1', toGap(inbox, gap));
  }

  async keepUnsupported(body: Buffer, contentType: string, nativeType: string, reason: string): Promise<void> {
    const { inbox, clock, blobs } = this.context;
    const raw = { ...blobs.describe(body), contentType };
    const { retentionDays } = this;
    const message = toUnsupported(inbox, {
      remoteMessageId: toContentId(body),
      nativeType,
      reason,
      receivedAt: clock.now(),
      raw,
      retentionDays,
    });
    await this.context.emit('message.received.v1', message, [body]);
    this.context.succeeded();
  }
}
