import { Injectable } from '@nestjs/common';
import type { Sql } from '#database';
import { DeskProfiles } from '../../desk/desk-profiles.js';
import { GroupHours } from '../group-hours.js';
import { ShiftClock } from '../shifts/shift-plan.js';
import { type AgentRow, DeskTeam, type RosteredAgent } from './desk-team.js';

export type { RosteredAgent } from './desk-team.js';

const AGENTS = `
  select a.id, a.email, a.display_name as name, a.skills, a.languages, a.capacity, a.work_version as version,
    case when p.expires_at > $1::timestamptz then p.state else 'offline' end as state, coalesce(p.idle_since, a.created_at) as "idleSince",
    coalesce(g.groups, '{}') as groups
  from agents a left join agent_presence p on p.agent_id = a.id
  left join (select agent_id, array_agg(group_id) as groups from group_people group by agent_id) g on g.agent_id = a.id
  where a.disabled_at is null`;
/** A chat counts while it is joined, whoever wrote last; everything else while it is ours to act. */
const LOADS = `
  select t.assignee_id as agent, coalesce(t.channels[1], '') as channel, count(*)::int as count from tickets t
  where t.assignee_id = any($1::uuid[]) and t.merged_into is null and not t.folded and (t.status in ('new', 'open') or (t.status = 'pending'
    and exists (select from live_conversations l where l.ticket_id = t.id and l.state = 'joined')))
  group by 1, 2`;

/** Who answers, as matching needs to know them at one moment. */
@Injectable()
export class AgentRoster {
  constructor(
    private readonly profiles: DeskProfiles,
    private readonly hours: GroupHours,
  ) {}

  /** All agents that may log in. */
  async load(sql: Sql, now: Date): Promise<RosteredAgent[]> {
    const { desk } = this.profiles.current();
    const rows = await sql.query<AgentRow>(AGENTS, [now], 'ticketing_load_roster');
    const there = rows.filter(({ state }) => state !== 'offline').map(({ id }) => id);
    const counts =
      there.length === 0
        ? []
        : await sql.query<{ agent: string; channel: string; count: number }>(LOADS, [there], 'ticketing_load_of_agents');
    const loads = new Map<string, { total: number; channels: Record<string, number> }>();
    for (const { agent, channel, count } of counts) {
      const load = loads.get(agent) ?? { total: 0, channels: {} };
      load.total += count;
      load.channels[channel] = count;
      loads.set(agent, load);
    }
    const team = new DeskTeam(desk, new ShiftClock(desk.shifts, now), this.hours.findClosed(Object.entries(desk.groups), now));
    return rows.map((row) => team.toAgent(row, loads.get(row.id) ?? { total: 0, channels: {} }));
  }
}
