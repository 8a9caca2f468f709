import { z } from 'zod';
import { type DeskFault, Key } from './keys.js';
import { Language, LocalisedText } from './texts.js';

/** Phrases by language; `*` stands for a few characters in between: `导出*失败`. All are looked for whatever language a customer writes. */
export const Phrases = z.record(Language, z.array(z.string().trim().min(1).max(200)).max(500)).default({});
export type Phrases = z.infer<typeof Phrases>;

const PRIORITIES = ['low', 'normal', 'high', 'urgent'] as const;

const category = {
  name: LocalisedText,
  keywords: Phrases.describe('phrases that speak for it'),
  examples: z
    .array(z.string().trim().min(1).max(4_000))
    .max(1_000)
    .default([])
    .describe('what customers wrote about it; recognition learns from them'),
  priority: z.enum(PRIORITIES).optional().describe('of a new ticket, where nobody said otherwise'),
};

/** What tickets are about: two levels. Keys are unique over both, for a ticket stores one. */
export const CategoriesSection = z
  .record(Key, z.strictObject({ ...category, children: z.record(Key, z.strictObject(category)).default({}) }))
  .default({});
export type CategoriesSection = z.infer<typeof CategoriesSection>;

/** What makes a ticket urgent whatever its category. */
export const UrgentSection = z
  .record(
    Key,
    z.strictObject({
      name: LocalisedText,
      keywords: Phrases,
      categories: z.array(Key).default([]).describe('a ticket of these is urgent by that alone'),
      plans: z.array(z.string()).optional().describe('only for contacts on one of these plans'),
      priority: z.enum(['high', 'urgent']).default('high').describe('it beats what the category says; a higher one stays'),
      steps: z
        .array(
          z.strictObject({
            key: Key,
            text: LocalisedText,
            withinMinutes: z.int().min(0).max(100_000).optional().describe('of the clock, not of working hours'),
          }),
        )
        .max(20)
        .default([])
        .describe('tasks that stand on the ticket at once'),
    }),
  )
  .default({});
export type UrgentSection = z.infer<typeof UrgentSection>;

export interface CategoryNode {
  readonly key: string;
  readonly parent: string | null;
  readonly name: LocalisedText;
  readonly keywords: Phrases;
  readonly examples: readonly string[];
  readonly priority: (typeof PRIORITIES)[number] | undefined;
}

/** All of them, each parent before its children. */
export function listCategories(categories: CategoriesSection): CategoryNode[] {
  return Object.entries(categories).flatMap(([key, { children, ...node }]) => [
    toNode(key, null, node),
    ...Object.entries(children).map(([child, one]) => toNode(child, key, one)),
  ]);
}

function toNode(
  key: string,
  parent: string | null,
  node: Omit<CategoryNode, 'key' | 'parent' | 'priority'> & { priority?: CategoryNode['priority'] },
): CategoryNode {
  return { key, parent, name: node.name, keywords: node.keywords, examples: node.examples, priority: node.priority };
}

/** The category and what it is below: a rule for `account` holds for `login` too. Empty for a key that no category has. */
export function categoryPath(categories: CategoriesSection, key: string): string[] {
  const node = listCategories(categories).find((one) => one.key === key);
  return node === undefined ? [] : node.parent === null ? [key] : [node.parent, key];
}

interface Categorised {
  readonly categories: CategoriesSection;
  readonly urgent: UrgentSection;
}

export function findCategoryFaults({ categories, urgent }: Categorised): DeskFault[] {
  const nodes = listCategories(categories);
  const known = new Set(nodes.map(({ key }) => key));
  const doubled = nodes
    .filter(({ key }, index) => nodes.findIndex((one) => one.key === key) !== index)
    .map(({ key, parent }): DeskFault => ({
      path: parent === null ? ['categories', key] : ['categories', parent, 'children', key],
      problem: `the key "${key}" is used twice, and a ticket stores one`,
      allowed: 'a key that no other category has, of either level',
    }));
  const unknown = Object.entries(urgent).flatMap(([key, one]) =>
    one.categories.flatMap((category, index): DeskFault[] =>
      known.has(category)
        ? []
        : [
            {
              path: ['urgent', key, 'categories', index],
              problem: `there is no category "${category}"`,
              allowed: [...known].join(', ') || 'no category is defined',
            },
          ],
    ),
  );
  return [...doubled, ...unknown];
}
