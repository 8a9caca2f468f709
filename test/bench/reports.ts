import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { migrateRooms, openDatabase, startEmbeddedPostgres, type Database } from '#database';
import { eventBusMigrations } from '#event-bus';
import { silentLogger } from '#runtime';
import type { Viewer } from '../../apps/ticketing/src/agents/viewer.js';
import { REPORT_KINDS } from '../../apps/ticketing/src/desk/schema/reports.js';
import { LiveBoard } from '../../apps/ticketing/src/reports/live/live-board.js';
import { ticketingMigrations } from '../../apps/ticketing/src/migrations/index.js';
import { DeskProfiles } from '../../apps/ticketing/src/desk/desk-profiles.js';
import { ReportDays } from '../../apps/ticketing/src/reports/report-days.js';
import { ReportService } from '../../apps/ticketing/src/reports/report.service.js';
import { openDesk } from '../support/ticketing-desk.js';
import { type Figure, showMs } from './figures.js';

/** Of the issue: twelve months of 5,000 inquiries a day; any report in two seconds, the live board within one. */
const A_DAY = 5_000;
const TARGET_MS = 2_000;
const LIVE_TARGET_MS = 1_000;
const AGENTS = 1_000;
const ROUNDS = 3;
/** Of a part of the desk, which are counted another way than those of all of it; and as somebody asks who sees his own groups only. */
const OF_A_PART = {
  'agents-of-phone': { kind: 'agents', channels: ['phone'] },
  'kpi-of-category': { kind: 'kpi', categories: ['category-3'] },
};
const LIMITED: Viewer = { agentId: null, ownGroups: [], sees: 'groups', sealed: false, trusted: [] };
const PROFILE = {
  reports: {
    definitions: OF_A_PART,
    promises: [
      { key: 'mail', name: 'Email', channels: ['email'], measure: 'first-answer', mean: '4h', within: '4h', share: 0.9 },
      { key: 'chat', name: 'Chat', channels: ['webchat'], measure: 'first-answer', mean: '2m' },
      { key: 'phone', name: 'Phone', channels: ['phone'], measure: 'connected', share: 0.98 },
    ],
  },
};

/** Every report over all of `days`, as it is asked for over HTTP but for the way there. */
export async function measureReports(days = 365): Promise<Figure[]> {
  const folder = await mkdtemp(join(tmpdir(), 'tributary-bench-'));
  const postgres = await startEmbeddedPostgres({ dataDir: folder, port: 0, logger: silentLogger });
  try {
    await migrateRooms(postgres.url, [eventBusMigrations, ticketingMigrations], silentLogger);
    const database = await openDatabase({ url: postgres.url, poolSize: 2, statementTimeoutMs: 1_800_000, logger: silentLogger });
    try {
      const began = performance.now();
      await fill(database, days);
      console.log(`reports: ${days * A_DAY} inquiries laid down in ${Math.round((performance.now() - began) / 1_000)} s`);
      const desk = await openDesk({ database: { url: postgres.url, close: () => Promise.resolve() }, desk: PROFILE });
      try {
        desk.clock.set(new Date(`${lastDay(days)}T12:00:00Z`));
        const began = performance.now();
        // The gap analysis compares with as many days before.
        const year = { from: '2024-01-01', to: lastDay(days) };
        await desk.get(ReportDays).make(database.sql, year, desk.get(DeskProfiles).current().desk);
        const figures: Figure[] = [
          { part: 'reports', name: `sums of ${days} days, all of them new`, measured: showMs(performance.now() - began) },
        ];
        const asked: [string, Viewer | null][] = [
          ...[...REPORT_KINDS, ...Object.keys(OF_A_PART)].map((key): [string, null] => [key, null]),
          ...(['request-log', 'progress', 'satisfaction', 'problems'] as const).map((key): [string, Viewer] => [key, LIMITED]),
        ];
        for (const [key, viewer] of asked) {
          const period = { from: '2025-01-01', to: lastDay(days) };
          figures.push(
            await time(
              `${key}${viewer === null ? '' : ', of what one sees'}, ${days} days of ${A_DAY}`,
              TARGET_MS,
              async () => (await desk.get(ReportService).make(key, period, viewer)).rows.length,
            ),
          );
        }
        const board = desk.get(LiveBoard);
        figures.push(await time(`live board, ${AGENTS} agents`, LIVE_TARGET_MS, async () => (await board.read()).agents.length));
        return figures;
      } finally {
        await desk.close();
      }
    } finally {
      await database.close();
    }
  } finally {
    await postgres.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

/** The slowest of some rounds, the first of which finds nothing in memory. */
async function time(name: string, target: number, work: () => Promise<number>): Promise<Figure> {
  let slowest = 0;
  let rows = 0;
  for (let round = 0; round < ROUNDS; round += 1) {
    const began = performance.now();
    rows = await work();
    slowest = Math.max(slowest, performance.now() - began);
  }
  return {
    part: 'reports',
    name,
    measured: `${showMs(slowest)}, ${rows} rows`,
    target: `<= ${target / 1_000} s`,
    holds: slowest <= target,
  };
}

function lastDay(days: number): string {
  return new Date(Date.UTC(2025, 0, days)).toISOString().slice(0, 10);
}

/** In order, as the ids of tickets are. */
const uuid = (text: string) =>
  `('01940000-0000-7000-8' || substr(md5('${text.split("'")[1]}'), 1, 3) || '-' || lpad(to_hex(${text.slice(text.indexOf('||') + 2)}), 12, '0'))::uuid`;

/** Inquiries as the facts keep them, their tickets and customers, and a rating of every fifth. */
async function fill(database: Database, days: number): Promise<void> {
  const run = (sql: string, values: unknown[] = []) => database.sql.query(sql, values);
  await run(
    `insert into agents (id, email, display_name, role, password_hash, created_at, password_changed_at)
     select ${uuid(`'agent' || n`)}, 'agent' || n || '@example.com', 'Agent ' || n, 'agent', 'x', '2025-01-01', '2025-01-01' from generate_series(1, ${AGENTS}) n`,
  );
  await run(
    `insert into contacts (id, display_name, created_at, updated_at) select ${uuid(`'contact' || n`)}, 'Contact ' || n, '2025-01-01', '2025-01-01' from generate_series(1, 50000) n`,
  );
  // Nothing here searches for words; their index would take most of the time.
  const indexes = await database.sql.query<{ name: string }>(
    `select indexname as name from pg_indexes where tablename = 'tickets' and indexdef like '%gin%'`,
  );
  for (const { name } of indexes) await run(`drop index ${name}`);
  for (let from = 0; from < days; from += 30)
    await database.run(async (transaction) => {
      const range = [from * A_DAY, Math.min(from + 30, days) * A_DAY - 1];
      await transaction.query(TICKETS, range);
      await transaction.query(FACTS, range);
      await transaction.query(FEEDBACK, range);
    });
  for (const table of ['tickets', 'report_facts', 'feedback', 'contacts', 'agents']) await run(`vacuum analyze ${table}`);
}

const AT = `timestamptz '2025-01-01 00:00Z' + n * interval '${86_400 / A_DAY} seconds'`;
const CHANNEL = `(array['phone','webchat','app','wechat','form','branch','email'])[1 + n % 7]`;
/** The last two hundred of each day are open still. */
const OPEN = `n % ${A_DAY} >= ${A_DAY - 200}`;
const TICKETS = `
  insert into tickets (id, number, subject, status, priority, category, assignee_id, contact_id, channels, inbox_id, opened_at, updated_at)
  select ${uuid(`'ticket' || n`)}, 'T-' || n, 'Subject ' || n, case when ${OPEN} then 'open' else 'closed' end, 'normal', 'category-' || n * 7 % 24, ${uuid(`'agent' || 1 + n * 13 % ${AGENTS}`)},
    ${uuid(`'contact' || 1 + n * 17 % 50000`)}, array[${CHANNEL}], 'inbox', ${AT}, ${AT} from generate_series($1::int, $2::int) n`;
const FACTS = `
  insert into report_facts (ticket_id, counted, opened_at, opened_day, answered_at, solved_at, closed_at, first_answer_s, first_reply_s, solve_s, call_wait_s, messages, answers, reopened,
    points, recommend, solved, first_contact, complex, low, is_call, connected, followed_up_at, step, channel, inbox_id, category, priority, status, group_id, agent_id, answered_by)
  select ${uuid(`'ticket' || n`)}, true, ${AT}, ((${AT}) at time zone 'UTC')::date, ${AT} + n % 900 * interval '1 second', case when not ${OPEN} then ${AT} + n % 7200 * interval '1 second' end,
    case when not ${OPEN} then ${AT} + n % 9000 * interval '1 second' end, n % 900, n % 60, case when not ${OPEN} then n % 7200 end, case when n % 7 = 0 then n % 40 end, 2, 1 + n % 2, (n % 50 = 0)::int,
    case when n % 5 = 0 then n % 101 end, case when n % 5 = 0 then n % 11 end, not ${OPEN}, not ${OPEN} and n % 20 > 0, n % 15 = 0, n % 60 = 0, n % 7 = 0, n % 7 = 0 and n % 91 > 0, ${AT} + interval '1 hour',
    case when n % 5 = 0 then (array['satisfied','neutral','unsatisfied'])[1 + n % 3] end, ${CHANNEL}, 'inbox', 'category-' || n * 7 % 24, 'normal', case when ${OPEN} then 'open' else 'closed' end,
    null, ${uuid(`'agent' || 1 + n * 13 % ${AGENTS}`)}, ${uuid(`'agent' || 1 + n * 13 % ${AGENTS}`)} from generate_series($1::int, $2::int) n`;
const FEEDBACK = `
  insert into feedback (id, key, kind, way, ticket_id, contact_id, scale, value, points, recommend, step, low, given_at, recorded_at)
  select ${uuid(`'feedback' || n`)}, 'bench:' || n, 'rating', 'reply', ${uuid(`'ticket' || n`)}, ${uuid(`'contact' || 1 + n * 17 % 50000`)}, 'weighted', 4, n % 101, n % 11,
    (array['satisfied','neutral','unsatisfied'])[1 + n % 3], n % 60 = 0, ${AT} + interval '2 hours', ${AT} + interval '2 hours' from generate_series($1::int, $2::int) n where n % 5 = 0`;
