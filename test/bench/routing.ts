import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { migrateRooms, startEmbeddedPostgres } from '#database';
import { eventBusMigrations } from '#event-bus';
import { silentLogger } from '#runtime';
import { groupIdOf } from '../../apps/ticketing/src/desk/desk-groups.js';
import { ticketingMigrations } from '../../apps/ticketing/src/migrations/index.js';
import { AgentRoster } from '../../apps/ticketing/src/routing/agents/agent-roster.js';
import { Matcher } from '../../apps/ticketing/src/routing/assignments/matcher.js';
import { decide } from '../../apps/ticketing/src/routing/matching/match.js';
import { TeamRound } from '../../apps/ticketing/src/routing/matching/team-round.js';
import { makeCrowd } from '../../apps/ticketing/src/routing/matching/testing/crowd.js';
import { TicketWork } from '../../apps/ticketing/src/tickets/ticket-work.js';
import { type Desk, openDesk } from '../support/ticketing-desk.js';
import { type Figure, percentile, showMs } from './figures.js';

const AGENTS = 200;
const TARGET_MS = 20;
const ROUNDS = 60;
const WARM = 5;
const GROUPS = ['chat', 'mail', 'tech', 'night'];

/** An agent becomes free while `waiting` tickets wait: how long until one of them is his. */
export async function measureRouting(waiting: number): Promise<Figure[]> {
  const groups = Object.fromEntries(GROUPS.map((key) => [key, { name: key }]));
  const folder = await mkdtemp(join(tmpdir(), 'tributary-bench-'));
  const postgres = await startEmbeddedPostgres({ dataDir: folder, port: 0, logger: silentLogger });
  await migrateRooms(postgres.url, [eventBusMigrations, ticketingMigrations], silentLogger);
  const database = { url: postgres.url, close: () => Promise.resolve() };
  const desk = await openDesk({ database, desk: { groups, routing: { capacity: { total: 1 } } } });
  try {
    const agents = await layDown(desk, waiting);
    const waits: number[] = [];
    const decisions: number[] = [];
    for (const agent of agents.slice(0, ROUNDS)) {
      await desk.database.sql.query(`update tickets set status = 'closed' where assignee_id = $1::uuid`, [agent]);
      decisions.push(await timeDecision(desk));
      const began = performance.now();
      const given = await desk.get(TicketWork).run((unit) => desk.get(Matcher).run(unit));
      waits.push(performance.now() - began);
      if (given !== 1) throw new Error(`${given} tickets were given out, not one`);
    }
    return [
      {
        part: 'routing',
        name: `an agent of ${AGENTS} becomes free, ${waiting} tickets wait: his next one, decided and stored`,
        measured: show(waits),
      },
      {
        part: 'routing',
        name: 'of it the decision: who is there, who waits, who fits best',
        measured: show(decisions),
        target: `p50 ≤ ${TARGET_MS} ms`,
        holds: percentile(decisions.slice(WARM), 0.5) <= TARGET_MS,
      },
      measureDecision(),
    ];
  } finally {
    await desk.close();
    await postgres.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

/** The first ones plan statements and warm up. */
function show(times: readonly number[]): string {
  const warm = times.slice(WARM);
  return `p50 ${showMs(percentile(warm, 0.5))}, p99 ${showMs(percentile(warm, 0.99))} (${warm.length} rounds)`;
}

async function timeDecision(desk: Desk): Promise<number> {
  const began = performance.now();
  await desk.database.run(async (transaction) => {
    const agents = await desk.get(AgentRoster).load(transaction, desk.clock.now());
    const [decision] = await desk.get(Matcher).decide(transaction, agents);
    if (decision === undefined) throw new Error('nothing was decided');
  });
  return performance.now() - began;
}

/** The decision alone, without reading or storing anything. */
function measureDecision(): Figure {
  const { agents, tickets } = makeCrowd(1, AGENTS, 2_000);
  const round = new TeamRound(agents);
  const times = tickets.map((ticket) => {
    const began = performance.now();
    decide(round, ticket);
    return performance.now() - began;
  });
  const measured = `p50 ${percentile(times, 0.5).toFixed(2)} ms, p99 ${percentile(times, 0.99).toFixed(2)} ms`;
  return { part: 'routing', name: `the best of ${AGENTS} agents for a ticket, pure`, measured };
}

/** Agents with all their places taken, and tickets of many kinds of demand. Returns the agents. */
async function layDown(desk: Desk, waiting: number): Promise<string[]> {
  const { sql } = desk.database;
  const now = desk.clock.now();
  const later = new Date(now.getTime() + 86_400_000);
  const agents = Array.from({ length: AGENTS }, () => randomUUID());
  await sql.query(
    `insert into agents (id, email, display_name, role, password_hash, created_at, password_changed_at)
     select id, id || '@x.test', 'agent', 'agent', 'x', $2, $2 from unnest($1::uuid[]) id`,
    [agents, now],
  );
  await sql.query(`insert into agent_presence select id, 'online', $2, $3, $2 from unnest($1::uuid[]) id`, [agents, now, later]);
  await sql.query('insert into group_members select g, a from unnest($1::uuid[]) a cross join unnest($2::uuid[]) g', [
    agents,
    GROUPS.map(groupIdOf),
  ]);
  const tickets = `insert into tickets (id, number, subject, status, contact_id, channels, opened_at, updated_at, assignee_id, group_id)`;
  await sql.query(
    `${tickets} select gen_random_uuid(), 'B-' || a, 's', 'open', gen_random_uuid(), '{email}', $2, $2, a, null from unnest($1::uuid[]) a`,
    [agents, now],
  );
  await sql.query(
    `with made as (
       ${tickets} select gen_random_uuid(), 'W-' || n, 's', 'new', gen_random_uuid(), '{email}', $2::timestamptz + n * interval '1 ms', $2, null,
         ($3::uuid[])[1 + n % 4] from generate_series(1, $1::int) n returning id, substr(number, 3)::int as n)
     insert into waiting_tickets (ticket_id, signature, groups, chosen, channel, language, skills, strict, must_speak, refused_by, preferred, lane, priority, since)
     select id, ($4::text[])[1 + n % 4] || '|' || n % 50, array[($4::text[])[1 + n % 4]], true, 'email', 'l' || n % 50, '[]', true, false, '{}', '[]', n % 3, n % 4,
       $2::timestamptz + n * interval '1 ms' from made`,
    [waiting, now, GROUPS.map(groupIdOf), GROUPS],
  );
  await sql.query('analyze tickets');
  await sql.query('analyze waiting_tickets');
  return agents;
}
