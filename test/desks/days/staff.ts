import { AgentRepository } from '../../../apps/ticketing/src/agents/agent.repository.js';
import { groupIdOf } from '../../../apps/ticketing/src/desk/desk-groups.js';
import { AgentPresence } from '../../../apps/ticketing/src/routing/presence/agent-presence.js';
import type { Desk } from '../../support/ticketing-desk.js';
import type { DayPlace } from './day-place.js';
import type { DayPlan } from './day-plans.js';

const RENEWED_MS = 30 * 60_000;

/** Makes the people that the file names, and as many more as the plan has, spread over the groups. */
export async function hire(desk: Desk, { agents: count }: DayPlan, { groups = {} }: DayPlace['profile']): Promise<string[]> {
  const named = [...new Set(Object.values(groups).flatMap(({ members = [] }) => members.map((email) => email.toLowerCase())))];
  const emails = [...named, ...Array.from({ length: Math.max(0, count - named.length) }, (_, at) => `agent${at}@day.test`)];
  const keys = Object.keys(groups);
  const ids: string[] = [];
  for (const [at, email] of emails.entries()) {
    const { id } = await desk.get(AgentRepository).create({ email, displayName: email, role: 'agent', passwordHash: 'none' });
    ids.push(id);
    if (at < named.length || keys.length === 0) continue;
    await desk.database.sql.query('insert into group_members (group_id, agent_id) values ($1, $2)', [
      groupIdOf(keys[at % keys.length]!),
      id,
    ]);
  }
  return ids;
}

/** Who of them is there at this hour. */
export function whoIsThere(agents: readonly string[], { staffed, atNight }: DayPlan, hour: number): ReadonlySet<string> {
  return new Set(hour >= staffed[0] && hour < staffed[1] ? agents : agents.slice(0, atNight));
}

export async function beThere(desk: Desk, agents: readonly string[], there: ReadonlySet<string>): Promise<void> {
  const presence = desk.get(AgentPresence);
  const rows = await desk.database.sql.query<{ id: string; state: string; left: Date }>(
    'select agent_id as id, state, expires_at as left from agent_presence',
  );
  const soon = desk.clock.now().getTime() + RENEWED_MS;
  const known = new Map(rows.map((row) => [row.id, row]));
  for (const id of agents) {
    const row = known.get(id);
    const online = row?.state === 'online';
    if (there.has(id) ? !online || row.left.getTime() <= soon : online) await presence.set(id, there.has(id) ? 'online' : 'offline');
  }
}
