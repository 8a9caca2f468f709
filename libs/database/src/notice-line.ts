import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import type { Logger } from '#runtime';
import type { Database } from './database.js';

type Listener = (payload: unknown) => void;

interface Ear {
  readonly listener: Listener;
  readonly missed: () => void;
}

const CONNECT_MS = 5_000;
const BACKOFF_MS = [100, 500, 2_000, 10_000];
/** PostgreSQL takes less than 8 000 bytes a notice. */
const MAX_BYTES = 7_900;

/**
 * Notices between the processes of an installation, by LISTEN and NOTIFY. One connection a process, from the first ear on. What is told while
 * nobody can be reached is lost: whoever listens is told that he may have missed something when the line is there again.
 */
export class NoticeLine {
  private readonly ears = new Map<string, Set<Ear>>();
  private waiting: { channel: string; payload: string }[] = [];
  private client: pg.Client | null = null;
  private connecting: Promise<void> | null = null;
  private readonly stopping = new AbortController();

  constructor(
    private readonly database: Pick<Database, 'url' | 'sql'>,
    private readonly logger: Logger,
  ) {}

  /** All of one turn of the loop leave in one statement: a commit with notices takes a lock that the whole server shares. */
  tell(channel: string, payload: unknown): void {
    const json = JSON.stringify(payload);
    if (Buffer.byteLength(json) > MAX_BYTES) return this.logger.warn('a notice is too long and not told', { channel });
    this.waiting.push({ channel, payload: json });
    if (this.waiting.length === 1) setImmediate(() => void this.flush());
  }

  /** Returns what ends it. */
  hear(channel: string, listener: Listener, missed: () => void = () => undefined): () => void {
    const ear: Ear = { listener, missed };
    const known = this.ears.get(channel);
    if (known === undefined) {
      this.ears.set(channel, new Set([ear]));
      if (this.client !== null) void this.client.query(`listen ${channel}`).then(missed, () => undefined);
    } else {
      known.add(ear);
      if (this.client !== null) missed();
    }
    this.connecting ??= this.keepConnected();
    return () => this.ears.get(channel)?.delete(ear);
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    await this.client?.end().catch(() => undefined);
    await this.connecting;
  }

  private async flush(): Promise<void> {
    const told = this.waiting;
    this.waiting = [];
    try {
      await this.database.sql.query(
        'select pg_notify(channel, payload) from unnest($1::text[], $2::text[]) as told(channel, payload)',
        [told.map(({ channel }) => channel), told.map(({ payload }) => payload)],
        'tell_notices',
      );
    } catch (error) {
      this.logger.debug('notices could not be told', { count: told.length, error });
    }
  }

  private async keepConnected(): Promise<void> {
    for (let tries = 0; !this.stopping.signal.aborted; tries += 1) {
      const startedAt = performance.now();
      await this.connectOnce().catch((error: unknown) => this.logger.debug('the line of notices broke', { error }));
      if (performance.now() - startedAt > 10_000) tries = 0;
      const waitMs = BACKOFF_MS[Math.min(tries, BACKOFF_MS.length - 1)];
      await sleep(waitMs, undefined, { signal: this.stopping.signal }).catch(() => undefined);
    }
  }

  /** Resolves when the connection is over. */
  private async connectOnce(): Promise<void> {
    const client = new pg.Client({
      connectionString: this.database.url,
      connectionTimeoutMillis: CONNECT_MS,
      keepAlive: true,
      application_name: 'tributary-notices',
    });
    const over = new Promise<void>((resolve) => {
      client.on('error', () => resolve());
      client.on('end', () => resolve());
    });
    client.on('notification', ({ channel, payload }) => this.spread(channel, payload));
    try {
      await client.connect();
      for (const channel of this.ears.keys()) await client.query(`listen ${channel}`);
      this.client = client;
      if (this.stopping.signal.aborted) return;
      for (const ears of this.ears.values()) for (const ear of ears) ear.missed();
      await over;
    } finally {
      this.client = null;
      await client.end().catch(() => undefined);
    }
  }

  private spread(channel: string, payload = ''): void {
    try {
      const told = JSON.parse(payload) as unknown;
      for (const { listener } of this.ears.get(channel) ?? []) listener(told);
    } catch (error) {
      this.logger.warn('a notice could not be read', { channel, error });
    }
  }
}
