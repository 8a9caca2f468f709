import type { Database } from '#database';
import type { ConsumedRecord, OutboxBounds, OutboxReader } from '../port.js';
import type { HeadMoved, LogRepository } from './log.repository.js';

interface Watch {
  readonly topic: string;
  readonly onAppended: () => void;
}

/** Reads and watches the log's tables without a group. */
export class LogTail implements OutboxReader {
  private readonly watches = new Set<Watch>();

  constructor(
    private readonly database: Pick<Database, 'sql'>,
    private readonly log: LogRepository,
  ) {}

  bounds(topic: string): Promise<OutboxBounds[]> {
    return this.database.sql.query<OutboxBounds & Record<string, unknown>>(
      `select h.partition, h.next_offset::text as "end",
         coalesce((select r."offset" from log_records r where r.head = h.id order by r."offset" limit 1), h.next_offset)::text as first
       from log_heads h where h.topic = $1 order by h.partition`,
      [topic],
    );
  }

  async read(topic: string, partition: number, offset: string, limit: number): Promise<ConsumedRecord[]> {
    const [records = []] = await this.log.readMany([{ topic, partition, offset: Number(offset), limit }]);
    return records;
  }

  watch(topic: string, onAppended: () => void): () => void {
    const watch = { topic, onAppended };
    this.watches.add(watch);
    return () => {
      this.watches.delete(watch);
    };
  }

  /** The log grew. */
  async advance(moved: readonly HeadMoved[]): Promise<void> {
    for (const watch of this.watches) {
      const heads = await this.log.headsOf(watch.topic);
      if (moved.some(({ head }) => heads.includes(head))) watch.onAppended();
    }
  }

  /** It may have grown unheard. */
  remind(): void {
    for (const { onAppended } of this.watches) onAppended();
  }
}
