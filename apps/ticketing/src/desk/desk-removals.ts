import type { Transaction } from '#database';
import { PermanentError } from '#runtime';
import type { Desk } from './desk-schema.js';

/** Timers that move tickets of what the desk has no more; routing handles them. */
export const SUCCESSION_TIMER = 'routing.succession';

interface InUse {
  readonly key: string;
  readonly tickets: number;
}

/**
 * What a new desk leaves out while tickets that are not closed need it: refused with their numbers, unless `successors` says where they go. They go
 * there behind the change, by timers, each told. To be called before the rows of groups are written.
 */
export async function settleRemovals(transaction: Transaction, desk: Desk): Promise<void> {
  const groups = await transaction.query<InUse>(
    `select g.key, count(*)::int as tickets from groups g join tickets t on t.group_id = g.id
     where not g.removed and g.key <> all ($1::text[]) and t.status <> 'closed' and t.merged_into is null group by 1 order by 1`,
    [Object.keys(desk.groups)],
  );
  const categories = await findCategories(transaction, desk);
  const orphans = {
    groups: groups.filter(({ key }) => desk.successors.groups[key] === undefined),
    categories: categories.filter(({ key }) => desk.successors.categories[key] === undefined),
  };
  if (orphans.groups.length + orphans.categories.length > 0) throw inUse(orphans);
  const moves = [
    ...groups.map(({ key }) => ({ what: 'group', from: key, to: desk.successors.groups[key] })),
    ...categories.map(({ key }) => ({ what: 'category', from: key, to: desk.successors.categories[key] })),
  ];
  if (moves.length === 0) return;
  await transaction.query(
    `insert into timers (kind, key, due_at, data) select $2, (m->>'what') || ':' || (m->>'from'), v.applied_at, m
     from json_array_elements($1::json) m, (select applied_at from desk_versions order by version desc limit 1) v
     on conflict (kind, key) do update set due_at = excluded.due_at, data = excluded.data`,
    [JSON.stringify(moves), SUCCESSION_TIMER],
  );
}

/** Of those that the desk before had and this one has not. */
async function findCategories(transaction: Transaction, desk: Desk): Promise<InUse[]> {
  const [before] = await transaction.query<{ desk: unknown }>('select desk from desk_versions order by version desc offset 1 limit 1');
  const left = new Set(listKeys(desk));
  const gone = before === undefined ? [] : listKeys(before.desk).filter((key) => !left.has(key));
  if (gone.length === 0) return [];
  return transaction.query<InUse>(
    `select category as key, count(*)::int as tickets from tickets
     where category = any($1::text[]) and status <> 'closed' and merged_into is null group by 1 order by 1`,
    [gone],
  );
}

function listKeys(desk: unknown): string[] {
  const { categories } = (desk ?? {}) as { categories?: Record<string, { children?: Record<string, unknown> } | null> };
  return Object.entries(categories ?? {}).flatMap(([key, category]) => [key, ...Object.keys(category?.children ?? {})]);
}

function inUse({ groups, categories }: { groups: readonly InUse[]; categories: readonly InUse[] }): PermanentError {
  const show = (what: string, list: readonly InUse[]) => list.map(({ key, tickets }) => `${what} ${key} (${tickets})`);
  const counts = (list: readonly InUse[]) => Object.fromEntries(list.map(({ key, tickets }) => [key, tickets]));
  return new PermanentError(
    `tickets that are not closed need what this desk leaves out: ${[...show('group', groups), ...show('category', categories)].join(', ')}; nothing was changed`,
    {
      code: 'desk_in_use',
      hint: 'say where they go: profile.successors.groups and profile.successors.categories, old key to new key',
      fields: { groups: counts(groups), categories: counts(categories) },
    },
  );
}
