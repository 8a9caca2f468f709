import { type Demand, type Presence, type RoutingAgent, signatureOf, type Slots, type WaitingTicket } from '../facts.js';

interface AgentFields {
  readonly presence?: Presence;
  readonly onShift?: boolean;
  readonly groups?: readonly string[];
  readonly deputyOf?: Readonly<Record<string, 'A' | 'B'>>;
  readonly skills?: Readonly<Record<string, number>>;
  readonly languages?: readonly string[];
  readonly capacity?: Slots;
  readonly load?: Slots;
  readonly idleSince?: number;
}

export function anAgent(id: string, fields: AgentFields = {}): RoutingAgent {
  return {
    id,
    presence: fields.presence ?? 'online',
    onShift: fields.onShift ?? true,
    groups: new Set(fields.groups ?? ['chat']),
    deputyOf: new Map(Object.entries(fields.deputyOf ?? {})),
    skills: new Map(Object.entries(fields.skills ?? {})),
    languages: new Set(fields.languages ?? []),
    capacity: fields.capacity ?? { total: 5, channels: {} },
    load: fields.load ?? { total: 0, channels: {} },
    idleSince: fields.idleSince ?? 0,
  };
}

export function aTicket(id: string, fields: Partial<WaitingTicket> = {}): WaitingTicket {
  const demand: Demand = {
    ...{
      groups: ['chat'],
      channel: 'webchat',
      language: null,
      skills: [],
      strict: true,
      mustSpeak: true,
      heldFor: null,
      refusedBy: [],
      preferred: [],
    },
    ...fields,
  };
  const order = { lane: 1, priority: 2, dueAt: null, since: 0, ...fields };
  return { ...order, ...demand, id, signature: signatureOf(demand) };
}

/** A team and its tickets, the same for the same seed. */
export function makeCrowd(seed: number, agents: number, tickets: number): { agents: RoutingAgent[]; tickets: WaitingTicket[] } {
  const draw = drawerOf(seed);
  const pick = <T>(from: readonly T[]): T => from[draw(from.length)]!;
  const some = <T>(from: readonly T[]): T[] => from.filter(() => draw(2) === 0);
  const groups = ['chat', 'mail', 'tech', 'night'];
  const skills = ['ssl', 'billing', 'api'];
  const languages = ['zh', 'en', 'ja'];
  const channels = ['webchat', 'email', 'phone'];
  const team = Array.from({ length: agents }, (_, index) =>
    anAgent(`agent-${index}`, {
      presence: pick(['online', 'online', 'online', 'away', 'offline'] as const),
      onShift: draw(5) > 0,
      groups: some(groups),
      deputyOf: draw(4) === 0 ? { [pick(groups)]: pick(['A', 'B'] as const) } : {},
      skills: Object.fromEntries(some(skills).map((skill) => [skill, 1 + draw(3)])),
      languages: some(languages),
      capacity: { total: 1 + draw(5), channels: { webchat: draw(4), phone: 1 } },
      load: { total: draw(4), channels: { webchat: draw(3) } },
      idleSince: draw(1_000),
    }),
  );
  const waiting = Array.from({ length: tickets }, (_, index) =>
    aTicket(`ticket-${index}`, {
      groups: draw(3) === 0 ? [pick(groups), pick(groups)] : [pick(groups)],
      channel: pick(channels),
      language: draw(2) === 0 ? pick(languages) : null,
      skills: draw(3) === 0 ? [{ skill: pick(skills), level: 1 + draw(3) }] : [],
      strict: draw(4) > 0,
      mustSpeak: draw(4) > 0,
      heldFor: draw(10) === 0 ? `agent-${draw(agents)}` : null,
      refusedBy: draw(10) === 0 ? [`agent-${draw(agents)}`] : [],
      preferred: draw(6) === 0 ? [{ agent: `agent-${draw(agents)}`, why: pick(['named', 'last_agent'] as const) }] : [],
      ...{ lane: draw(3), priority: draw(4), dueAt: draw(2) === 0 ? draw(10_000) : null, since: draw(10_000) },
    }),
  );
  return { agents: team, tickets: waiting };
}

/** Numbers below `most`, by a linear congruence. */
function drawerOf(seed: number): (most: number) => number {
  let state = (seed * 2_654_435_761 + 12_345) >>> 0;
  return (most) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * most);
  };
}
