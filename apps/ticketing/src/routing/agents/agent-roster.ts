import { Injectable } from '@nestjs/common';
import type { Sql } from '#database';
import type { Desk } from '../../desk/desk-schema.js';
import { groupIdOf } from '../../desk/desk-groups.js';
import { DeskProfiles } from '../../desk/desk-profiles.js';
import { GroupHours } from '../group-hours.js';
import type { Presence, RoutingAgent, Slots } from '../matching/facts.js';
import { ShiftClock } from '../shifts/shift-plan.js';

interface Row {
  readonly id: string;
  readonly email: string;
  readonly name: string;
  readonly skills: Record<string, number> | null;
  readonly languages: string[] | null;
  readonly capacity: Slots | null;
  readonly state: Presence;
  readonly idleSince: Date;
  readonly groups: string[];
}

/** An agent with what people want to see of him besides. */
export interface RosteredAgent extends RoutingAgent {
  readonly email: string;
  readonly name: string;
}

const AGENTS = `
  select a.id, a.email, a.display_name as name, a.skills, a.languages, a.capacity,
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
    const rows = await sql.query<Row>(AGENTS, [now], 'ticketing_load_roster');
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
    const team = new TeamOfDesk(desk, new ShiftClock(desk.shifts, now), this.hours.findClosed(Object.entries(desk.groups), now));
    return rows.map((row) => team.toAgent(row, loads.get(row.id) ?? { total: 0, channels: {} }));
  }
}

/** What the desk says of agents, looked up once a round. */
class TeamOfDesk {
  private readonly keys: ReadonlyMap<string, string>;
  private readonly lines: ReadonlyMap<string, Desk['routing']['agents'][number]>;
  private readonly deputies = new Map<string, Map<string, 'A' | 'B'>>();

  constructor(
    private readonly desk: Desk,
    private readonly shifts: ShiftClock,
    /** Groups outside of their working hours. */
    private readonly closed: ReadonlySet<string>,
  ) {
    this.keys = new Map(Object.keys(desk.groups).map((key) => [groupIdOf(key), key]));
    this.lines = new Map(desk.routing.agents.map((line) => [line.agent, line]));
    for (const [key, { deputies }] of Object.entries(desk.groups)) {
      if (deputies === undefined) continue;
      this.deputiesOf(deputies.a).set(key, 'A');
      if (deputies.b !== undefined) this.deputiesOf(deputies.b).set(key, 'B');
    }
  }

  toAgent(row: Row, load: Slots): RosteredAgent {
    const line = this.lines.get(row.email);
    const own = new Set(row.groups.flatMap((id) => this.keys.get(id) ?? []));
    const { onShift, temporaryGroups } = this.shifts.dutyOf({ login: row.email, groups: own });
    const groups = new Set([...own, ...temporaryGroups].filter((key) => !this.closed.has(key)));
    const deputyOf = new Map([...(this.deputies.get(row.email) ?? [])].filter(([key]) => !this.closed.has(key)));
    return {
      ...{ id: row.id, email: row.email, name: row.name, presence: row.state, onShift, groups, deputyOf, load },
      skills: new Map(Object.entries(row.skills ?? line?.skills ?? {})),
      languages: new Set(row.languages ?? line?.languages ?? []),
      capacity: row.capacity ?? line?.capacity ?? this.desk.routing.capacity,
      idleSince: row.idleSince.getTime(),
    };
  }

  private deputiesOf(login: string): Map<string, 'A' | 'B'> {
    const known = this.deputies.get(login) ?? new Map<string, 'A' | 'B'>();
    this.deputies.set(login, known);
    return known;
  }
}
