import pg from 'pg';
import { PARTITIONS } from '#contracts';
import type { Database } from '#database';
import type { Logger } from '#runtime';
import { backoffOf } from '../consuming/waiting.js';
import type { ConsumedRecord } from '../port.js';
import { LogRepository } from '../postgres/log.repository.js';
import { LOG_CHANNEL } from '../postgres/log-statements.js';

/** Next offset of each partition, by partition. */
export type TailPosition = readonly number[];

/** What the log holds of a topic: `first` is the oldest record kept, `end` the next to be written; equal where it holds nothing. */
export interface TailBounds {
  readonly first: TailPosition;
  readonly end: TailPosition;
}

const POLL_MS = 1_000;
const CONNECT_MS = 5_000;

/**
 * Follows a topic without a group, on both engines: what was appended in a transaction (`EventBus.appendInTransaction`) lies in PostgreSQL,
 * as the log itself or as the outbox of Kafka, until the retention ends. Records of a partition come dense and in commit order. For readers
 * that keep their own place; nothing waits for them.
 */
export class TopicTail {
  private readonly log: LogRepository;
  private heads: ReadonlySet<number> | undefined;

  constructor(
    private readonly database: Database,
    private readonly logger: Logger,
    readonly topic: string,
  ) {
    this.log = new LogRepository(database);
  }

  async findBounds(): Promise<TailBounds> {
    const rows = await this.database.sql.query<{ first: string; end: string }>(
      `select next_offset as "end", coalesce(
         (select r."offset" from log_records r where r.head = h.id order by r."offset" limit 1), next_offset) as first
       from log_heads h where topic = $1 order by partition`,
      [this.topic],
    );
    if (rows.length !== PARTITIONS) await this.log.headsOf(this.topic);
    return { first: rows.map(({ first }) => Number(first)), end: rows.map(({ end }) => Number(end)) };
  }

  /** At most `limit` records of each partition, from its offset on; fewer when they are large. */
  async read(from: TailPosition, limit: number): Promise<ConsumedRecord[]> {
    const places = from.map((offset, partition) => ({ topic: this.topic, partition, offset, limit }));
    return (await this.log.readMany(places)).flat();
  }

  /**
   * Calls `onMoved` soon after something was appended, and every second in case a notice was lost, until the returned function is called.
   * It holds one connection of its own; while that is broken the second's tick is all there is.
   */
  listen(onMoved: () => void): () => Promise<void> {
    const listening = new Listening(this.database.url, this.logger, onMoved, (payload) => this.concerns(payload));
    return () => listening.stop();
  }

  /** `head:next,head:next`: is one of the heads ours? Yes while ours are not known. */
  private concerns(payload: string): boolean {
    const own = this.heads;
    if (own === undefined)
      void this.log.headsOf(this.topic).then(
        (heads) => (this.heads = new Set(heads)),
        () => undefined,
      );
    return own === undefined || payload.split(',').some((pair) => own.has(Number.parseInt(pair, 10)));
  }
}

class Listening {
  private client: pg.Client | undefined;
  private stopped = false;
  private retry: NodeJS.Timeout | undefined;
  private readonly polling: NodeJS.Timeout;

  constructor(
    private readonly url: string,
    private readonly logger: Logger,
    private readonly onMoved: () => void,
    private readonly concerns: (payload: string) => boolean,
  ) {
    this.polling = setInterval(onMoved, POLL_MS);
    void this.connect(0);
  }

  async stop(): Promise<void> {
    this.stopped = true;
    clearInterval(this.polling);
    clearTimeout(this.retry);
    await this.client?.end().catch(() => undefined);
  }

  private async connect(tries: number): Promise<void> {
    const client = new pg.Client({
      connectionString: this.url,
      connectionTimeoutMillis: CONNECT_MS,
      keepAlive: true,
      application_name: 'tributary-tail',
    });
    let lost = false;
    const lose = () => {
      if (lost) return;
      lost = true;
      void client.end().catch(() => undefined);
      if (!this.stopped) this.retry = setTimeout(() => void this.connect(tries + 1), backoffOf(tries));
    };
    client.on('error', lose);
    client.on('end', lose);
    client.on('notification', ({ payload = '' }) => {
      if (this.concerns(payload)) this.onMoved();
    });
    try {
      await client.connect();
      await client.query(`listen ${LOG_CHANNEL}`);
      this.client = client;
      tries = 0;
      if (this.stopped) await client.end();
      else this.onMoved();
    } catch (error) {
      this.logger.debug('nobody wakes the tail of the log now; it polls', { error });
      lose();
    }
  }
}
