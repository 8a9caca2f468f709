import { groupIdOf } from '../../desk/desk-groups.js';
import type { Desk } from '../../desk/desk-schema.js';
import type { Presence, RoutingAgent, Slots } from '../matching/facts.js';
import type { ShiftClock } from '../shifts/shift-plan.js';

/** An agent as he is stored; null: as the desk's file says. */
export interface AgentRow {
  readonly id: string;
  readonly email: string;
  readonly name: string;
  readonly skills: Record<string, number> | null;
  readonly languages: string[] | null;
  readonly capacity: Slots | null;
  readonly state: Presence;
  readonly idleSince: Date;
  readonly groups: string[];
  readonly version: number;
}

/** An agent with what people want to see of him besides. */
export interface RosteredAgent extends RoutingAgent {
  readonly email: string;
  readonly name: string;
  /** Of what was said of him over the API. */
  readonly version: number;
}

/** What the desk says of agents, looked up once a round. */
export class DeskTeam {
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

  toAgent(row: AgentRow, load: Slots): RosteredAgent {
    const line = this.lines.get(row.email);
    const own = new Set(row.groups.flatMap((id) => this.keys.get(id) ?? []));
    const { onShift, temporaryGroups } = this.shifts.dutyOf({ login: row.email, groups: own });
    const groups = new Set([...own, ...temporaryGroups].filter((key) => !this.closed.has(key)));
    const deputyOf = new Map([...(this.deputies.get(row.email) ?? [])].filter(([key]) => !this.closed.has(key)));
    return {
      ...{ id: row.id, email: row.email, name: row.name, presence: row.state, onShift, groups, deputyOf, load, version: row.version },
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
