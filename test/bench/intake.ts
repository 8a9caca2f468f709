import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { InboundMessage } from '#contracts';
import { migrateRooms, startEmbeddedPostgres } from '#database';
import type { Database } from '#database';
import { eventBusMigrations } from '#event-bus';
import type { ConsumedRecord } from '#event-bus';
import { silentLogger } from '#runtime';
import { BatchIntake } from '../../apps/ticketing/src/intake/batch-intake.js';
import { ticketingMigrations } from '../../apps/ticketing/src/migrations/index.js';
import { mail, openDesk, toRecord } from '../support/ticketing-desk.js';
import type { Desk, DeskDatabase } from '../support/ticketing-desk.js';

/** Intake alone: records in memory → entries, tickets, acknowledgements and events, committed. One writer, batches of 100. */
export interface IntakeFigures {
  readonly messages: number;
  readonly perSecond: number;
  /** Of one message, in µs: in this process, and in PostgreSQL's processes. */
  readonly nodeMicroseconds: number;
  readonly postgresMicroseconds: number;
  readonly statementsPerBatch: number;
}

const BATCH = 100;
const WARM_UP = 30;
const TEXT = 'Since this morning the printer on the second floor prints every page twice and blinks red. '.repeat(12);

/** Half are new matters of new people, half answers to earlier mails, as a desk sees them. */
function* makeMails(series: string): Generator<InboundMessage> {
  const recent: { id: string; from: string; subject: string }[] = [];
  for (let index = 0; ; index += 1) {
    const parent = index % 2 === 1 ? recent[(index * 7) % recent.length] : undefined;
    const id = `${index}.${series}@bench.example`;
    const from = parent?.from ?? `person${index}.${series}@firm${index % 100}.example`;
    const subject = parent === undefined ? `Matter ${index} ${series}` : `Re: ${parent.subject}`;
    if (parent === undefined) recent.push({ id, from, subject });
    if (recent.length > 500) recent.shift();
    yield mail({ id, from, subject, references: parent === undefined ? [] : [parent.id], text: `${index} ${TEXT}` });
  }
}

/** Over a fresh embedded server in a temporary folder. */
export async function measureIntake(messages: number): Promise<IntakeFigures> {
  const folder = await mkdtemp(join(tmpdir(), 'tributary-bench-'));
  const postgres = await startEmbeddedPostgres({ dataDir: folder, port: 0, logger: silentLogger });
  try {
    await migrateRooms(postgres.url, [eventBusMigrations, ticketingMigrations], silentLogger);
    return await measureOn({ url: postgres.url, close: () => Promise.resolve() }, messages);
  } finally {
    await postgres.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

async function measureOn(database: DeskDatabase, messages: number): Promise<IntakeFigures> {
  const desk = await openDesk({ database });
  try {
    return await measureBatches(desk, messages);
  } finally {
    await desk.close();
  }
}

/** `series` tells the mails of one measurement from those of another on the same desk. */
export async function measureBatches(desk: Desk, messages: number, series = 'one'): Promise<IntakeFigures> {
  const intake = desk.get(BatchIntake);
  const mails = makeMails(series);
  for (let batch = 0; batch < WARM_UP; batch += 1) await intake.take(nextBatch(mails));
  const counted = countStatements(desk.database);
  const spent = { ms: 0, node: 0, postgres: await readPostgresCpu(desk.database) };
  const batches = Math.ceil(messages / BATCH);
  for (let batch = 0; batch < batches; batch += 1) {
    const records = nextBatch(mails);
    const [startedAt, node] = [performance.now(), process.cpuUsage()];
    await intake.take(records);
    const { user, system } = process.cpuUsage(node);
    spent.ms += performance.now() - startedAt;
    spent.node += user + system;
  }
  const count = batches * BATCH;
  const statements = counted.stop();
  return {
    messages: count,
    perSecond: Math.round((count / spent.ms) * 1_000),
    nodeMicroseconds: Math.round(spent.node / count),
    postgresMicroseconds: Math.round(((await readPostgresCpu(desk.database)) - spent.postgres) / count),
    statementsPerBatch: Math.round((statements / batches) * 10) / 10,
  };
}

function nextBatch(mails: Iterator<InboundMessage>): ConsumedRecord[] {
  return Array.from({ length: BATCH }, () => toRecord('message.received.v1', mails.next().value as InboundMessage));
}

/** Counts statements inside transactions and beside them, until stopped. */
function countStatements(database: Database): { stop(): number } {
  let count = 0;
  const { run } = database;
  const { query } = database.sql;
  database.run = (work) =>
    run.call(database, (transaction) =>
      work(
        new Proxy(transaction, {
          get: (target, key) => {
            if (key === 'query') count += 1;
            const value: unknown = Reflect.get(target, key);
            return typeof value === 'function' ? (value.bind(target) as unknown) : value;
          },
        }),
      ),
    ) as never;
  database.sql.query = (...given) => {
    count += 1;
    return query.call(database.sql, ...given) as never;
  };
  return {
    stop: () => {
      Object.assign(database, { run });
      Object.assign(database.sql, { query });
      return count;
    },
  };
}

const TICK_MICROSECONDS = 10_000;

/** CPU of the backends that serve this database, µs. What the server does later by itself (checkpoints, vacuum) is not in it. */
/** CPU of PostgreSQL's processes for this database so far, in µs. */
export async function readPostgresCpu(database: Database): Promise<number> {
  const rows = await database.sql.query<{ pid: number }>(
    `select pid from pg_stat_activity where datname = current_database() and backend_type = 'client backend'`,
  );
  return rows.reduce((sum, { pid }) => sum + readTicks(pid), 0) * TICK_MICROSECONDS;
}

function readTicks(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
    .replace(/^.*\) /s, '')
    .split(' ');
  return Number(fields[11]) + Number(fields[12]);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const [messages = '10000'] = process.argv.slice(2);
  console.log(JSON.stringify(await measureIntake(Number(messages))));
}
