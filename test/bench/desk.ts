import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { migrateRooms, openDatabase, startEmbeddedPostgres, type Database, type EmbeddedPostgres } from '#database';
import { eventBusMigrations } from '#event-bus';
import { silentLogger } from '#runtime';
import { ticketingMigrations } from '../../apps/ticketing/src/migrations/index.js';
import { startProduct, type StartedProduct } from '../support/started-product.js';
import { openDesk } from '../support/ticketing-desk.js';
import { agentId, contactId, ENTRIES_EACH, fillDesk, ticketId } from './desk-rows.js';
import { type Figure, percentile, showMs } from './figures.js';
import { measureBatches } from './intake.js';
import { measureTree } from './processes.js';

const TARGET_MS = 50;
/** Of the target; a smaller desk only tries the measurement. */
const WHOLE = 100_000;
const countRounds = (tickets: number) => (tickets < WHOLE ? 4 : 15);
const countViews = (tickets: number) => (tickets < WHOLE ? 100 : 400);
const BATCHED = 5_000;
/** Cost of a message on the large desk by its cost on the small one: above this it is not flat. Runs differ by about a tenth. */
const FLAT = 1.25;

/** Of one message, µs of CPU. */
interface Cost {
  readonly node: number;
  readonly postgres: number;
}

/** A desk of that many tickets: what agents wait for over HTTP, one request at a time, and what a further message costs. */
export async function measureDesk(tickets: number): Promise<Figure[]> {
  const folder = await mkdtemp(join(tmpdir(), 'tributary-bench-'));
  const postgres = await startEmbeddedPostgres({ dataDir: folder, port: 0, logger: silentLogger });
  try {
    await migrateRooms(postgres.url, [eventBusMigrations, ticketingMigrations], silentLogger);
    const database = await openDatabase({ url: postgres.url, poolSize: 2, statementTimeoutMs: 1_800_000, logger: silentLogger });
    try {
      const small = Math.min(1_000, Math.ceil(tickets / 10));
      await fillDesk(database, 0, small);
      const before = await measureIntake(postgres, database, tickets, 'small');
      const began = performance.now();
      await fillDesk(database, small, tickets);
      console.log(
        `desk: ${tickets} tickets, ${tickets * ENTRIES_EACH} entries laid down in ${Math.round((performance.now() - began) / 1000)} s`,
      );
      const after = await measureIntake(postgres, database, tickets, 'large');
      const product = await startProduct({ DATABASE_URL: postgres.url, TRIBUTARY_LOG_LEVEL: 'error' });
      try {
        const waits = [...(await measureLists(product, database, tickets)), await measureViews(product, database, tickets)];
        return [...waits, ...compareIntake(before, small, after, tickets)];
      } finally {
        await product.stop();
      }
    } finally {
      await database.close();
    }
  } finally {
    await postgres.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

async function measureIntake(postgres: EmbeddedPostgres, database: Database, tickets: number, series: string): Promise<Cost> {
  await database.sql.query('checkpoint');
  const desk = await openDesk({ database: { url: postgres.url, close: () => Promise.resolve() } });
  try {
    const readServer = () => {
      const { mainCpuMs, postgresCpuMs } = measureTree(postgres.pid);
      return mainCpuMs + postgresCpuMs;
    };
    const stored = await countTaken(database);
    const before = readServer();
    const { nodeMicroseconds: node } = await measureBatches(desk, Math.min(BATCHED, tickets), series);
    const spent = readServer() - before;
    return { node, postgres: Math.round((spent * 1_000) / ((await countTaken(database)) - stored)) };
  } finally {
    await desk.close();
  }
}

async function countTaken(database: Database): Promise<number> {
  const [row] = await database.sql.query<{ count: number }>('select count(*)::int as count from ledger');
  return row!.count;
}

function compareIntake(before: Cost, small: number, after: Cost, tickets: number): Figure[] {
  const show = ({ node, postgres }: Cost) => `node ${node} µs, postgres ${postgres} µs`;
  const ratio = (after.node + after.postgres) / (before.node + before.postgres);
  return [
    { part: 'desk', name: `a message with ${small * ENTRIES_EACH} stored entries`, measured: show(before) },
    { part: 'desk', name: `a message with ${tickets * ENTRIES_EACH} stored entries`, measured: show(after) },
    {
      part: 'desk',
      name: 'cost by stored entries',
      measured: `×${ratio.toFixed(2)}`,
      target: `flat (≤ ×${FLAT}) from 10000 to 1000000`,
      ...(tickets < WHOLE ? {} : { holds: ratio <= FLAT }),
    },
  ];
}

/** First and later pages of fifty, by what agents filter. */
async function measureLists(product: StartedProduct, database: Database, tickets: number): Promise<Figure[]> {
  const [ids] = await database.sql.query<{ agent: string; contact: string; middle: Date }>(
    `select ${agentId('3')} as agent, ${contactId('77')} as contact, (select opened_at from tickets order by opened_at desc offset 500 limit 1) as middle`,
  );
  const queries = [
    '',
    'sort=updated',
    'status=new',
    'status=new,open,pending',
    'status=closed',
    'inboxId=rare',
    'inboxId=sales&status=open',
    `assignee=${ids!.agent}`,
    `assignee=${ids!.agent}&status=open`,
    'assignee=none&status=new,open',
    `contact=${ids!.contact}`,
    'box=review',
    'box=folded',
    `updatedSince=${ids!.middle.toISOString()}&sort=updated`,
    'q=invoice',
    'q=xylophone',
    'q=20240101-EML',
  ];
  const times = new Map<string, number[]>(queries.map((query) => [query, []]));
  const rounds = countRounds(tickets);
  for (let round = -2; round < rounds; round += 1)
    for (const query of queries) {
      let cursor: string | null = null;
      for (let page = 0; page < 3; page += 1) {
        const began = performance.now();
        const more: string = cursor === null ? '' : `&cursor=${encodeURIComponent(cursor)}`;
        const { body } = await ask<{ nextCursor: string | null }>(product, `/tickets?${query}${more}`);
        if (round >= 0) times.get(query)!.push(performance.now() - began);
        cursor = body.nextCursor;
        if (cursor === null) break;
      }
    }
  const slowest = [...times].sort(([, a], [, b]) => percentile(b, 0.95) - percentile(a, 0.95));
  for (const [query, each] of slowest) console.log(`desk: /tickets?${query.padEnd(60)} ${showTimes(each)}`);
  const [worst, worstTimes] = slowest[0]!;
  return [
    rate('ticket list', times.get('')!, tickets),
    rate(`ticket list, ${queries.length} filters together`, [...times.values()].flat(), tickets),
    rate(`ticket list, slowest filter: ${worst}`, worstTimes, tickets),
  ];
}

/** A ticket by its number with the first fifty entries: both requests, one after the other. */
async function measureViews(product: StartedProduct, database: Database, tickets: number): Promise<Figure> {
  const chosen = await database.sql.query<{ number: string }>(
    `select number from tickets where id in (select ${ticketId('(1 + n::bigint * 7901 % $1::bigint)')} from generate_series(1, $2::int) n)`,
    [tickets, countViews(tickets)],
  );
  const times: number[] = [];
  for (const [index, { number }] of chosen.entries()) {
    const began = performance.now();
    await ask(product, `/tickets/${number}`);
    await ask(product, `/tickets/${number}/entries`);
    if (index >= 20) times.push(performance.now() - began);
  }
  return rate('ticket view', times, tickets);
}

async function ask<T>(product: StartedProduct, path: string): Promise<{ body: T }> {
  const answer = await product.api<T>(path);
  if (answer.status !== 200) throw new Error(`${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
  return answer;
}

function rate(name: string, times: readonly number[], tickets: number): Figure {
  const holds = tickets < WHOLE ? undefined : percentile(times, 0.95) <= TARGET_MS;
  return { part: 'desk', name, measured: showTimes(times), target: `p95 ≤ ${TARGET_MS} ms with ${WHOLE} tickets`, holds };
}

function showTimes(times: readonly number[]): string {
  return `p50 ${showMs(percentile(times, 0.5))}, p95 ${showMs(percentile(times, 0.95))}`;
}
