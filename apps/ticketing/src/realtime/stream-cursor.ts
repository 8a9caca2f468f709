import { PARTITIONS } from '#contracts';
import type { TailBounds, TailPosition } from '#event-bus';
import { PermanentError } from '#runtime';

/** A place in the stream of ticket events: the next offset of each partition. Opaque to clients, the same in every process. */
export function encodeStreamCursor(position: TailPosition): string {
  return Buffer.from(position.map((offset) => offset.toString(36)).join('.')).toString('base64url');
}

/** Throws `PermanentError` (`cursor_invalid`) for what `encodeStreamCursor` did not make. */
export function decodeStreamCursor(cursor: string): number[] {
  const words = Buffer.from(cursor, 'base64url').toString('latin1').split('.');
  const offsets = words.map((word) => (/^[0-9a-z]{1,11}$/.test(word) ? Number.parseInt(word, 36) : Number.NaN));
  if (offsets.length === PARTITIONS && offsets.every(Number.isSafeInteger)) return offsets;
  throw new PermanentError('the cursor is not one of this stream', {
    code: 'cursor_invalid',
    hint: 'take the cursor of the last event you saw, as it is; leave since out to begin now',
  });
}

/**
 * Throws `PermanentError` (`cursor_expired`) when records after the position are gone already, or when it lies beyond the end: then the log is
 * an older one, restored from a backup.
 */
export function refuseExpired(position: TailPosition, { first, end }: TailBounds): void {
  if (position.every((offset, partition) => offset >= first[partition]! && offset <= end[partition]!)) return;
  throw new PermanentError('events after this cursor are no longer kept', {
    code: 'cursor_expired',
    hint: 'read the tickets anew (GET /api/v1/tickets), then follow the stream without since; log.retentionDays says how long events are kept',
  });
}
