import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { Topics } from '#contracts';
import { type Database, openDatabase } from '#database';
import { type BatchHandler, type EventBus, openEventBus, type Subscription } from '#event-bus';
import { Settings, silentLogger, SystemClock } from '#runtime';
import { TicketFollower } from '../../../apps/ticketing/src/happenings/ticket-follower.js';
import { BatchIntake } from '../../../apps/ticketing/src/intake/batch-intake.js';
import { DELIVERY_GROUP, DESK_WORK_GROUP, INTAKE_GROUP } from '../../../apps/ticketing/src/intake/groups.js';
import { DeliveryIntake } from '../../../apps/ticketing/src/replies/delivery-intake.js';
import { TimerRunner } from '../../../apps/ticketing/src/timers/timer-runner.js';
import { type Desk, openDesk } from '../../support/ticketing-desk.js';
import { type DayPlace, topicsOf } from './day-place.js';

const SETTLED_WITHIN_MS = 240_000;
const IDLE_MS = 2_000;

/**
 * Ticketing as a process has it: connections of its own, the log's real consumers, timers. It can die at any moment, as by `kill -9`: the server ends its
 * connections wherever it is, and nothing of it reaches the database any more. The next one finds what it left.
 */
export class DeskProcess {
  private constructor(
    readonly desk: Desk,
    private readonly bus: EventBus,
    private readonly busDatabase: Database,
    private readonly login: ProcessLogin,
    private readonly subscriptions: readonly Subscription[],
  ) {}

  static async begin(place: DayPlace): Promise<DeskProcess> {
    const login = await ProcessLogin.make(place.database.url);
    const settings = Settings.parse(place.settings);
    const busDatabase = await openDatabase({ url: login.url, poolSize: 5, statementTimeoutMs: 30_000, logger: silentLogger });
    const bus = await openEventBus({ settings, database: busDatabase, clock: new SystemClock(), logger: silentLogger });
    await bus.ensureTopics(topicsOf(place));
    const database = { url: login.url, close: () => Promise.resolve() };
    const desk = await openDesk({ database, settings: place.settings, desk: place.profile, bus, clock: place.clock });
    const handlers: readonly (readonly [string, string, BatchHandler, number])[] = [
      [Topics.inboundMessages, INTAKE_GROUP, async ({ records }) => void (await desk.get(BatchIntake).take(records)), 2],
      [Topics.deliveryUpdates, DELIVERY_GROUP, async ({ records }) => void (await desk.get(DeliveryIntake).take(records)), 1],
      [Topics.ticketEvents, DESK_WORK_GROUP, ({ records }) => desk.get(TicketFollower).take(records), 1],
    ];
    const subscriptions: Subscription[] = [];
    for (const [topic, group, handler, concurrency] of handlers)
      subscriptions.push(await bus.subscribe({ topic, group, handler, concurrency, maxBatch: 200, acrossPartitions: true }));
    return new DeskProcess(desk, bus, busDatabase, login, subscriptions);
  }

  /** Until the log is consumed and nothing is due any more at this time. */
  async settle(): Promise<void> {
    const end = performance.now() + SETTLED_WITHIN_MS;
    do {
      await this.catchUp(end);
      while ((await this.desk.get(TimerRunner).runDue()) > 0);
    } while (!(await this.isCaughtUp()));
  }

  /** As soon as it has a transaction open, so in the middle of its work; false when it did nothing for two seconds, and then all the same. */
  async killAtWork(): Promise<boolean> {
    const atWork = await this.login.cutAtWork(IDLE_MS);
    void this.end().catch(() => undefined);
    return atWork;
  }

  async end(): Promise<void> {
    await Promise.allSettled(this.subscriptions.map((subscription) => subscription.stop()));
    await Promise.allSettled([this.desk.close(), this.bus.stop()]);
    await this.busDatabase.close().catch(() => undefined);
    await this.login.remove();
  }

  private async catchUp(end: number): Promise<void> {
    for (let waitMs = 2; !(await this.isCaughtUp()); waitMs = Math.min(waitMs * 2, 20)) {
      if (performance.now() > end) throw new Error(`the log is not consumed within ${SETTLED_WITHIN_MS} ms: ${await this.describeLag()}`);
      await sleep(waitMs);
    }
  }

  private async isCaughtUp(): Promise<boolean> {
    const lags = await Promise.all(this.subscriptions.map(({ topic, group }) => this.bus.lag(topic, group)));
    if (lags.flat().some(({ lag }) => lag > 0)) return false;
    if (this.bus.engine === 'postgres') return true;
    // What transactions append is relayed to the broker a moment later.
    const [appended, relayed] = [await this.bus.outbox.bounds(Topics.ticketEvents), lags[2]!];
    return sum(relayed) >= sum(appended);
  }

  private async describeLag(): Promise<string> {
    const lags = (await Promise.all(this.subscriptions.map(({ topic, group }) => this.bus.lag(topic, group)))).flat();
    return lags.flatMap(({ topic, partition, lag }) => (lag > 0 ? [`${topic}/${partition}: ${lag}`] : [])).join(', ');
  }
}

function sum(partitions: readonly { readonly end: string }[]): number {
  return partitions.reduce((total, { end }) => total + Number(end), 0);
}

/** A process's way to the database server, which can be cut from outside. */
class ProcessLogin {
  private constructor(
    private readonly serverUrl: string,
    private readonly role: string,
    readonly url: string,
  ) {}

  static async make(serverUrl: string): Promise<ProcessLogin> {
    const [role, password] = [`desk_${randomBytes(6).toString('hex')}`, randomBytes(12).toString('hex')];
    const url = new URL(serverUrl);
    [url.username, url.password] = [role, password];
    const login = new ProcessLogin(serverUrl, role, url.href);
    await login.reach((client) => client.query(`create role ${role} superuser login password '${password}'`));
    return login;
  }

  /** Waits for an open transaction; then every connection ends, and there are no new ones. */
  cutAtWork(withinMs: number): Promise<boolean> {
    const end = performance.now() + withinMs;
    return this.reach(async (client) => {
      let open = 0;
      while (open === 0 && performance.now() < end) {
        const { rows } = await client.query<{ open: number }>(
          `select count(*)::int as open from pg_stat_activity where usename = $1 and xact_start is not null and state <> 'idle'`,
          [this.role],
        );
        open = rows[0]!.open;
      }
      await client.query(`alter role ${this.role} nologin`);
      await client.query('select pg_terminate_backend(pid) from pg_stat_activity where usename = $1', [this.role]);
      return open > 0;
    });
  }

  async remove(): Promise<void> {
    await this.reach((client) => client.query(`drop role if exists ${this.role}`));
  }

  private async reach<T>(work: (client: pg.Client) => Promise<T>): Promise<T> {
    const client = new pg.Client({ connectionString: this.serverUrl });
    await client.connect();
    try {
      return await work(client);
    } finally {
      await client.end();
    }
  }
}
