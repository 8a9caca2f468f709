import { randomInt } from 'node:crypto';
import pg from 'pg';
import { isConnectionLost, toDatabaseError } from '#database';
import { RetriableError, type Logger } from '#runtime';
import { backoffOf } from '../consuming/waiting.js';
import { GROUP_CHANNEL, LOG_CHANNEL } from './log-statements.js';

/** First key of the advisory lock that says: the process behind this session lives. */
export const SESSION_LOCKS = 0x54_52_42;

export interface SessionEvents {
  onNotification(channel: string, payload: string): void;
  /** Connected (again), under a new session number. */
  onConnected(): void;
  /** The connection broke: nobody sees us alive any more. */
  onLost(): void;
}

const SESSIONS = `
  select count(*)::int as sessions from pg_locks where locktype = 'advisory' and classid = ${SESSION_LOCKS} and objsubid = 2
    and database = (select oid from pg_database where datname = current_database())`;

const QUERY_TIMEOUT_MS = 5_000;
/** Several small NOTIFYs cost more than one large; the server takes at most 8000 bytes. */
const MAX_PAYLOAD = 7_500;

/**
 * The one connection of a process beside the pool: LISTEN and NOTIFY, heartbeats, commits of offsets. It holds an advisory lock under its
 * session number, which vanishes with the process, so that others need not wait for a timeout. Commits here do not wait for the disk
 * (`synchronous_commit = off`): what the newest 0.6 s lose in a crash of the server is an offset, and records come again.
 */
export class BusSession {
  private client: pg.Client | undefined;
  private stopped = false;
  private reconnecting: NodeJS.Timeout | undefined;
  private readonly unsent = new Map<string, Set<string>>();
  private sending = false;
  private last: Promise<unknown> = Promise.resolve();
  private number = 0;
  private peers = true;

  constructor(
    private readonly url: string,
    /** Other threads of this process that have a session too and learn of appends without the server. */
    private readonly neighbours: number,
    private readonly events: SessionEvents,
    private readonly logger: Logger,
  ) {}

  /** Number under which others see this process alive; 0 while disconnected. */
  get session(): number {
    return this.client === undefined ? 0 : this.number;
  }

  /** May another process listen? One that comes says so at once, one that is gone is noticed by `countPeers`. */
  get hasPeers(): boolean {
    return this.peers;
  }

  async countPeers(): Promise<void> {
    const [row] = await this.query<{ sessions: number }>(SESSIONS, [], 'bus_sessions');
    this.peers = row === undefined || row.sessions > 1 + this.neighbours;
  }

  /** Rejects when the first connection fails; later ones are tried again for ever. */
  async start(): Promise<void> {
    await this.connect();
  }

  /** One statement after the other, on this connection. Rejects `RetriableError` (`database_unavailable`) while it is away. */
  query<R extends pg.QueryResultRow>(text: string, values: readonly unknown[] = [], name?: string): Promise<R[]> {
    const answer = this.last.then(() => this.ask<R>(text, values, name));
    this.last = answer.catch(() => undefined);
    return answer;
  }

  /** Wakes other processes; what waits while one is under way goes together. Lost while disconnected: they poll. */
  notify(channel: string, payload: string): void {
    const waiting = this.unsent.get(channel) ?? new Set();
    this.unsent.set(channel, waiting.add(payload));
    if (!this.sending) void this.send();
  }

  async stop(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.reconnecting);
    const { client } = this;
    this.client = undefined;
    await client?.end().catch(() => undefined);
  }

  private async ask<R extends pg.QueryResultRow>(text: string, values: readonly unknown[], name?: string): Promise<R[]> {
    const { client } = this;
    if (client === undefined) throw new RetriableError('the connection of the log is down', { code: 'database_unavailable' });
    try {
      return (await client.query<R>({ text, values: [...values], name })).rows;
    } catch (error) {
      // A query that got no answer in time means a dead link, even if nobody closed it.
      if (isConnectionLost(error)) this.lose(client);
      throw toDatabaseError(error);
    }
  }

  private async send(): Promise<void> {
    this.sending = true;
    try {
      for (let next = this.takeUnsent(); next !== undefined; next = this.takeUnsent()) {
        await this.query('select pg_notify($1, p) from unnest($2::text[]) p', [next.channel, next.payloads], 'bus_notify');
      }
    } catch (error) {
      this.unsent.clear();
      this.logger.debug('other processes were not woken; they poll', { error });
    } finally {
      this.sending = false;
    }
  }

  private takeUnsent(): { channel: string; payloads: string[] } | undefined {
    for (const [channel, payloads] of this.unsent) {
      this.unsent.delete(channel);
      return { channel, payloads: channel === LOG_CHANNEL ? joinPayloads(payloads) : [...payloads] };
    }
    return undefined;
  }

  private async connect(): Promise<void> {
    const client = new pg.Client({
      connectionString: this.url,
      connectionTimeoutMillis: QUERY_TIMEOUT_MS,
      query_timeout: QUERY_TIMEOUT_MS,
      keepAlive: true,
      application_name: 'tributary-bus',
    });
    client.on('error', () => undefined);
    try {
      await client.connect();
      const number = randomInt(1, 2 ** 31 - 1);
      client.on('notification', ({ channel, payload = '', processId }) => {
        // Appends are told by any connection of ours too, news of groups by this one alone.
        if (channel === GROUP_CHANNEL && processId !== backendOf(client)) this.peers = true;
        this.events.onNotification(channel, payload);
      });
      await client.query(`set synchronous_commit = off; listen ${LOG_CHANNEL}; listen ${GROUP_CHANNEL}`);
      await client.query('select pg_try_advisory_lock($1, $2)', [SESSION_LOCKS, number]);
      await client.query('select pg_notify($1, $2)', [GROUP_CHANNEL, '']);
      this.number = number;
    } catch (error) {
      await client.end().catch(() => undefined);
      throw toDatabaseError(error);
    }
    if (this.stopped) return void client.end().catch(() => undefined);
    this.client = client;
    client.once('end', () => this.lose(client));
    client.on('error', () => this.lose(client));
    this.events.onConnected();
  }

  private lose(client: pg.Client): void {
    if (this.client !== client) return;
    this.client = undefined;
    void client.end().catch(() => undefined);
    this.logger.warn('the connection of the log broke and is made again');
    this.events.onLost();
    this.reconnect(0);
  }

  private reconnect(tries: number): void {
    if (this.stopped) return;
    this.reconnecting = setTimeout(
      () =>
        void this.connect().catch((error: unknown) => {
          this.logger.warn('the connection of the log could not be made again yet', { tries, error });
          this.reconnect(tries + 1);
        }),
      tries === 0 ? 0 : backoffOf(Math.min(tries - 1, 4)),
    );
  }
}

/** Process number of the server's end; a NOTIFY carries that of its sender. */
function backendOf(client: pg.Client): number | null {
  return (client as unknown as { processID: number | null }).processID;
}

function joinPayloads(payloads: ReadonlySet<string>): string[] {
  const joined: string[] = [];
  for (const payload of payloads) {
    const last = joined.at(-1);
    if (last !== undefined && last.length + payload.length < MAX_PAYLOAD) joined[joined.length - 1] = `${last},${payload}`;
    else joined.push(payload);
  }
  return joined;
}
