import type { Envelope } from '#contracts';
import type { EncodedRecord } from '../outgoing.js';
import type { ConsumedRecord } from '../port.js';
import { MAX_READ_BYTES, type ReadPlace } from './log.repository.js';

interface Recent {
  readonly head: number;
  readonly offset: number;
  readonly record: EncodedRecord;
  readonly appendedAt: Date;
}

const MAX_BYTES = 8 * 1024 * 1024;

/**
 * What this process committed to the log lately, so that its own consumers need not read it back. Only whole commits enter, under the
 * offsets that the table gave them; where another process wrote in between there is a gap, and the table is read.
 */
export class RecentRecords {
  private readonly byHead = new Map<number, Map<number, Recent>>();
  /** Null: forgotten; all before `gone` are. */
  private oldestFirst: (Recent | null)[] = [];
  private gone = 0;
  private bytes = 0;

  constructor(private readonly maxBytes = MAX_BYTES) {}

  /** `next`: offset behind the last of `records`. */
  remember(head: number, next: number, records: readonly EncodedRecord[], appendedAt: Date): void {
    const known = this.byHead.get(head) ?? new Map<number, Recent>();
    this.byHead.set(head, known);
    for (const [index, record] of records.entries()) {
      const recent = { head, offset: next - records.length + index, record, appendedAt };
      known.set(recent.offset, recent);
      this.oldestFirst.push(recent);
      this.bytes += record.bytes;
    }
    for (; this.bytes > this.maxBytes; this.gone += 1) {
      this.forget(this.oldestFirst[this.gone]!);
      this.oldestFirst[this.gone] = null;
    }
    // Moved up only when half are gone: at each commit it would cost more than all else here.
    if (this.gone * 2 < this.oldestFirst.length) return;
    this.oldestFirst = this.oldestFirst.slice(this.gone);
    this.gone = 0;
  }

  /** Records of a partition from `place.offset` on, without a gap; undefined when the first of them is not here. */
  find(head: number, { topic, partition, offset, limit }: ReadPlace): ConsumedRecord[] | undefined {
    const known = this.byHead.get(head);
    if (known?.has(offset) !== true) return undefined;
    const found: ConsumedRecord[] = [];
    let bytes = 0;
    for (let recent = known.get(offset); recent !== undefined && found.length < limit; recent = known.get(offset + found.length)) {
      if (bytes >= MAX_READ_BYTES) break;
      bytes += recent.record.bytes;
      found.push({
        topic,
        partition,
        offset: String(recent.offset),
        key: recent.record.key,
        // Read anew, so that what a handler does to an envelope stays with it.
        envelope: JSON.parse(recent.record.json) as Envelope,
        appendedAt: recent.appendedAt,
        attempt: 1,
        replayed: false,
      });
    }
    return found;
  }

  clear(): void {
    this.byHead.clear();
    this.oldestFirst = [];
    this.gone = 0;
    this.bytes = 0;
  }

  private forget({ head, offset, record }: Recent): void {
    this.byHead.get(head)?.delete(offset);
    this.bytes -= record.bytes;
  }
}
