import type { RoutingSection } from '../../desk/schema/routing.js';
import { holds, type RoutingSubject } from './condition.js';

export interface GroupChoice {
  /** Null: no line holds and the desk names no default; a person must say. */
  readonly group: string | null;
  readonly skills: readonly { readonly skill: string; readonly level: number }[];
  /** Place in the desk's lanes; tickets of none come after all. */
  readonly lane: number;
  readonly laneKey: string | null;
  /** Place in the desk's order that decided; null: the default. */
  readonly line: number | null;
}

/** Which group a ticket waits in, what it asks for, and how far in front. */
export function chooseGroup(routing: Pick<RoutingSection, 'order' | 'default' | 'lanes'>, subject: RoutingSubject): GroupChoice {
  const skills = new Map<string, number>();
  const ask = (more: Readonly<Record<string, number>>) => {
    for (const [skill, level] of Object.entries(more)) skills.set(skill, Math.max(level, skills.get(skill) ?? 0));
  };
  const lane = routing.lanes.findIndex(({ when }) => holds(when, subject));
  const found = (group: string | null, line: number | null): GroupChoice => ({
    group,
    skills: [...skills].map(([skill, level]) => ({ skill, level })).sort((a, b) => (a.skill < b.skill ? -1 : 1)),
    lane: lane === -1 ? routing.lanes.length : lane,
    laneKey: routing.lanes[lane]?.key ?? null,
    line,
  });
  for (const [index, line] of routing.order.entries()) {
    if (!holds(line.when, subject)) continue;
    ask(line.skills);
    if (line.group !== undefined) return found(line.group, index);
  }
  return found(routing.default ?? null, null);
}
