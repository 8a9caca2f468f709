import { type DeskFault, findUnknownKeys } from './keys.js';
import { placed } from './references.js';
import type { Rule } from './rules.js';

type Path = readonly (string | number)[];
interface When {
  readonly categories?: readonly string[] | undefined;
}

interface Using {
  /** Undefined: the desk has no list of categories, and names are not looked at. */
  readonly categoryKeys: readonly string[] | undefined;
  readonly successors: { readonly categories: Readonly<Record<string, string>> };
  readonly rules: readonly Rule[];
  readonly routing: { readonly order: readonly { readonly when?: When | undefined }[]; readonly lanes: readonly { readonly when: When }[] };
  readonly targets: { readonly list: readonly { readonly when: { readonly category?: readonly string[] | undefined } }[] };
  readonly surveys: { readonly asked: readonly When[]; readonly feedback: When };
  readonly reports: { readonly definitions: Readonly<Record<string, When>> };
  readonly retention: { readonly classes: readonly { readonly where: When }[] };
  readonly templates: Readonly<Record<string, When>>;
  readonly macros: Readonly<Record<string, { readonly changes: { readonly category?: string | null | undefined } }>>;
  readonly bookings: { readonly services: Readonly<Record<string, { readonly ticket: { readonly category?: string | undefined } }>> };
}

/** Categories that sections name and the desk has not: what was renamed or taken away would hold for nothing from then on. */
export function findCategoryUseFaults(desk: Using): DeskFault[] {
  if (desk.categoryKeys === undefined) return [];
  const { routing, targets, surveys, reports, retention, templates, macros, bookings } = desk;
  const whens = (list: readonly When[], path: Path, ...rest: string[]) =>
    list.flatMap(({ categories }, index) => placed(categories, [...path, index, ...rest, 'categories']));
  const named = (list: Readonly<Record<string, When>>, path: Path) =>
    Object.entries(list).flatMap(([key, { categories }]) => placed(categories, [...path, key, 'categories']));
  const one = (key: string | null | undefined, path: Path) => (key == null ? [] : [{ path, key }]);
  const used = [
    ...Object.entries(desk.successors.categories).map(([key, to]) => ({ path: ['successors', 'categories', key], key: to })),
    ...whens(
      routing.order.map(({ when }) => when ?? {}),
      ['routing', 'order'],
      'when',
    ),
    ...whens(
      routing.lanes.map(({ when }) => when),
      ['routing', 'lanes'],
      'when',
    ),
    ...targets.list.flatMap(({ when }, index) => placed(when.category, ['targets', 'list', index, 'when', 'category'])),
    ...whens(surveys.asked, ['surveys', 'asked']),
    ...placed(surveys.feedback.categories, ['surveys', 'feedback', 'categories']),
    ...named(reports.definitions, ['reports', 'definitions']),
    ...whens(
      retention.classes.map(({ where }) => where),
      ['retention', 'classes'],
      'where',
    ),
    ...named(templates, ['templates']),
    ...Object.entries(macros).flatMap(([key, { changes }]) => one(changes.category, ['macros', key, 'changes', 'category'])),
    ...Object.entries(bookings.services).flatMap(([key, { ticket }]) =>
      one(ticket.category, ['bookings', 'services', key, 'ticket', 'category']),
    ),
    ...desk.rules.flatMap(({ then }, index) =>
      then.flatMap(({ set, openIncident }, place) => [
        ...one(set?.category, ['rules', index, 'then', place, 'set', 'category']),
        ...placed(openIncident?.affected?.categories, ['rules', index, 'then', place, 'openIncident', 'affected', 'categories']),
      ]),
    ),
  ];
  const known = new Set(desk.categoryKeys);
  const alive = Object.keys(desk.successors.categories).filter((key) => known.has(key));
  return [
    ...findUnknownKeys(used, known, 'category'),
    ...alive.map((key) => ({
      ...{ path: ['successors', 'categories', key], problem: `${key} is a category of this desk` },
      allowed: 'a category that is no more',
    })),
  ];
}
