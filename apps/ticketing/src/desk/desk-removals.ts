import type { Transaction } from '#database';
import { PermanentError } from '#runtime';
import { AuditRepository } from '../audit/audit.repository.js';
import type { Desk } from './desk-schema.js';
import { ROLES } from './schema/roles.js';

/** Timers that move tickets of what the desk has no more; routing handles them. */
export const SUCCESSION_TIMER = 'routing.succession';

interface InUse {
  readonly key: string;
  /** Not closed ones that need it; of a role the agents who have it, of a category also the examples of it. */
  readonly tickets: number;
}

interface Orphans {
  readonly groups: readonly InUse[];
  readonly categories: readonly InUse[];
  readonly roles: readonly InUse[];
  /** Categories that people gave examples of, and how many. */
  readonly examples: readonly InUse[];
}

/**
 * What a new desk leaves out while tickets that are not closed (or, of roles, agents; of categories, examples that people gave) need it: refused with
 * their numbers, unless `successors` says where they go. Tickets go there behind the change, by timers, each told; agents at once, each recorded; examples
 * and whom open incidents touch at once. To be called before the rows of groups are written.
 */
export async function settleRemovals(transaction: Transaction, desk: Desk): Promise<void> {
  const groups = await transaction.query<InUse>(
    `select g.key, count(*)::int as tickets from groups g join tickets t on t.group_id = g.id
     where not g.removed and g.key <> all ($1::text[]) and t.status <> 'closed' and t.merged_into is null group by 1 order by 1`,
    [Object.keys(desk.groups)],
  );
  const before = await findBefore(transaction);
  const gone = findGoneCategories(desk, before);
  const categories = await findCategories(transaction, gone);
  const examples = await findExamples(transaction, gone);
  const roles = await findRoles(transaction, desk, before);
  const orphans = {
    groups: groups.filter(({ key }) => desk.successors.groups[key] === undefined),
    categories: categories.filter(({ key }) => desk.successors.categories[key] === undefined),
    roles: roles.filter(({ key }) => desk.successors.roles[key] === undefined),
    examples: examples.filter(({ key }) => desk.successors.categories[key] === undefined),
  };
  if (Object.values(orphans).some(({ length }) => length > 0)) throw inUse(orphans);
  for (const { key } of roles) await succeed(transaction, key, desk.successors.roles[key]!);
  await renameCategories(transaction, desk.successors.categories);
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

/** As it was written. */
async function findBefore(transaction: Transaction): Promise<unknown> {
  const [before] = await transaction.query<{ desk: unknown }>('select desk from desk_versions order by version desc offset 1 limit 1');
  return before?.desk;
}

/** Those that the desk before had and this one has not. */
function findGoneCategories(desk: Desk, before: unknown): string[] {
  const left = new Set(listKeys(desk));
  return listKeys(before).filter((key) => !left.has(key));
}

async function findCategories(transaction: Transaction, gone: readonly string[]): Promise<InUse[]> {
  if (gone.length === 0) return [];
  return transaction.query<InUse>(
    `select category as key, count(*)::int as tickets from tickets
     where category = any($1::text[]) and status <> 'closed' and merged_into is null group by 1 order by 1`,
    [gone],
  );
}

async function findExamples(transaction: Transaction, gone: readonly string[]): Promise<InUse[]> {
  if (gone.length === 0) return [];
  return transaction.query<InUse>(
    `select label as key, count(*)::int as tickets from recognition_examples where kind = 'category' and label = any($1::text[]) group by 1 order by 1`,
    [gone],
  );
}

/** What is learned from, and whom open incidents touch, by the names that hold now. */
async function renameCategories(transaction: Transaction, successors: Readonly<Record<string, string>>): Promise<void> {
  const names = [Object.keys(successors), Object.values(successors)];
  if (names[0]!.length === 0) return;
  await transaction.query(
    `update recognition_examples e set label = s.heir from unnest($1::text[], $2::text[]) as s (old, heir) where e.kind = 'category' and e.label = s.old`,
    names,
  );
  await transaction.query(
    `update incidents set affected = jsonb_set(affected, '{categories}', (
       select jsonb_agg(distinct coalesce(s.heir, c.key)) from jsonb_array_elements_text(affected->'categories') as c (key)
         left join unnest($1::text[], $2::text[]) as s (old, heir) on s.old = c.key))
     where closed_at is null and affected->'categories' ?| $1::text[]`,
    names,
  );
}

/** The same of roles. Those that every desk has stay, whatever it leaves out. */
async function findRoles(transaction: Transaction, desk: Desk, before: unknown): Promise<InUse[]> {
  const { roles } = (before ?? {}) as { roles?: Record<string, unknown> };
  const left = new Set([...ROLES, ...Object.keys(desk.roles)]);
  const gone = Object.keys(roles ?? {}).filter((key) => !left.has(key));
  if (gone.length === 0) return [];
  return transaction.query<InUse>(
    `select role as key, count(*)::int as tickets from agents where role = any($1::text[]) and disabled_at is null group by 1 order by 1`,
    [gone],
  );
}

/** Of all agents, also those who come no more. */
async function succeed(transaction: Transaction, from: string, to: string): Promise<void> {
  const agents = await transaction.query<{ id: string; at: Date }>(
    `update agents a set role = $2 from (select applied_at from desk_versions order by version desc limit 1) v where a.role = $1
     returning a.id, v.applied_at as at`,
    [from, to],
  );
  for (const { id, at } of agents)
    await AuditRepository.note(transaction, at, {
      ...{ actor: { kind: 'house' }, action: 'change-role', outcome: 'done' },
      ...{ targets: { agent: id }, reason: `role ${from} is no more: ${to}` },
    });
}

function listKeys(desk: unknown): string[] {
  const { categories } = (desk ?? {}) as { categories?: Record<string, { children?: Record<string, unknown> } | null> };
  return Object.entries(categories ?? {}).flatMap(([key, category]) => [key, ...Object.keys(category?.children ?? {})]);
}

function inUse({ groups, categories, roles, examples }: Orphans): PermanentError {
  const show = (what: string, list: readonly InUse[]) => list.map(({ key, tickets }) => `${what} ${key} (${tickets})`);
  const counts = (list: readonly InUse[]) => Object.fromEntries(list.map(({ key, tickets }) => [key, tickets]));
  const named = [...show('group', groups), ...show('category', categories), ...show('role', roles), ...show('examples of', examples)].join(
    ', ',
  );
  return new PermanentError(
    `tickets that are not closed, agents or examples need what this desk leaves out: ${named}; nothing was changed`,
    {
      code: 'desk_in_use',
      hint: 'say where they go: profile.successors.groups, .categories and .roles, old key to new key',
      fields: { groups: counts(groups), categories: counts(categories), roles: counts(roles), examples: counts(examples) },
    },
  );
}
