import type { Live } from './judge-thresholds.js';

export type WallAgent = Live['agents'][number];

/** A heading or an agent: what a list that draws only what is seen can count. */
export type AgentLine =
  | { readonly kind: 'heading'; readonly key: string; readonly count: number; readonly online: number }
  | { readonly kind: 'agent'; readonly key: string; readonly agent: WallAgent };

const STATES = ['online', 'away', 'offline'];

/** Agents below headings, whoever is there first. `groupsOf`: groups somebody works in; absent: by presence. One who works in two groups stands in both. */
export function groupAgents(
  agents: readonly WallAgent[],
  groupsOf?: (agentId: string) => readonly string[],
  isWanted: (agent: WallAgent) => boolean = () => true,
): AgentLine[] {
  const parts = new Map<string, WallAgent[]>(groupsOf === undefined ? STATES.map((state) => [state, []]) : []);
  for (const agent of agents.filter(isWanted))
    for (const key of groupsOf === undefined ? [agent.state] : orNone(groupsOf(agent.id)))
      parts.set(key, [...(parts.get(key) ?? []), agent]);
  return [...parts]
    .filter(([, members]) => members.length > 0)
    .sort(([a], [b]) => Number(a === NO_GROUP) - Number(b === NO_GROUP))
    .flatMap(([key, members]) => [
      { kind: 'heading' as const, key, count: members.length, online: members.filter(({ state }) => state === 'online').length },
      ...[...members]
        .sort((a, b) => rank(a) - rank(b) || b.open - a.open)
        .map((agent) => ({ kind: 'agent' as const, key: `${key} ${agent.id}`, agent })),
    ]);
}

export const NO_GROUP = '';
const orNone = (groups: readonly string[]): readonly string[] => (groups.length === 0 ? [NO_GROUP] : groups);
const rank = ({ state }: WallAgent): number => (STATES.includes(state) ? STATES.indexOf(state) : STATES.length);
