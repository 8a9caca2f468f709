import type { GroupSection } from '../../desk/schema/groups.js';

type Groups = Readonly<Record<string, Pick<GroupSection, 'level'>>>;

export type EscalationTarget =
  | { readonly group: string; readonly level: number }
  | { readonly problem: string; readonly allowed: readonly string[] };

/**
 * Where an escalated ticket goes: one level up, or to the top. Of several groups of that level the suggested one, else the first that the desk
 * names.
 */
export function findEscalationTarget(
  groups: Groups,
  from: { readonly level: number; readonly to: 'next' | 'top'; readonly top?: string | undefined; readonly suggested?: string | undefined },
): EscalationTarget {
  const above = Object.entries(groups).filter(([, { level }]) => level > from.level);
  if (above.length === 0) return { problem: `level ${from.level} is the highest of this desk`, allowed: [] };
  const levels = above.map(([, { level }]) => level);
  const level = from.to === 'top' ? Math.max(...levels) : Math.min(...levels);
  if (from.to === 'top' && from.top !== undefined && from.suggested === undefined)
    return { group: from.top, level: groups[from.top]?.level ?? level };
  const allowed = above.filter((entry) => entry[1].level === level).map(([key]) => key);
  if (from.suggested === undefined) return { group: allowed[0]!, level };
  if (allowed.includes(from.suggested)) return { group: from.suggested, level };
  return { problem: `${from.suggested} is no group of level ${level}`, allowed };
}
