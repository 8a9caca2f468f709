import { z } from 'zod';
import { type DeskFault, findUnknownKeys, Key } from './keys.js';
import { LocalisedText } from './texts.js';

/** One thing to check or to do. */
export const ChecklistStep = z.strictObject({
  key: Key,
  text: LocalisedText,
  asks: z.enum(['tick', 'text', 'choice']).default('tick').describe('what its result is'),
  choices: z
    .array(z.strictObject({ key: Key, name: LocalisedText }))
    .max(50)
    .default([]),
  screenshot: z.boolean().default(false).describe('of a guidance: what follows waits until the customer sent a picture'),
  article: Key.optional().describe('article of the help that says more'),
});
export type ChecklistStep = z.infer<typeof ChecklistStep>;

/** Ordered steps for a kind of problem. */
export const Checklist = z.strictObject({
  name: LocalisedText,
  kind: z.enum(['checklist', 'guidance']).default('checklist').describe('a guidance is written to the customer, step by step'),
  for: z.enum(['customer', 'agent', 'both']).default('agent'),
  requestTypes: z.array(Key).default([]).describe('offered for these; none named: for all'),
  categories: z.array(Key).default([]).describe('offered for these; none named: for all'),
  symptoms: z.array(Key).default([]).describe('offered for these; none named: for all'),
  productLines: z.array(Key).default([]).describe('of the help, offered for these; none named: for all'),
  words: z.array(z.string().trim().min(1).max(60)).max(100).default([]).describe('words of the customer that speak for it'),
  goesOn: z.enum(['agent', 'itself']).default('agent').describe('of a guidance: who goes on when the picture came'),
  steps: z.array(ChecklistStep).min(1).max(100),
});
export type Checklist = z.infer<typeof Checklist>;

export const ChecklistsSection = z
  .strictObject({
    symptoms: z.record(Key, LocalisedText).default({}).describe('how problems show themselves: no connection, slow, …'),
    lists: z.record(Key, Checklist).default({}),
  })
  .prefault({});
export type ChecklistsSection = z.infer<typeof ChecklistsSection>;

export interface ChecklistRelations {
  readonly checklists: ChecklistsSection;
  readonly knowledge: { readonly articles: Readonly<Record<string, unknown>>; readonly productLines: readonly { readonly key: string }[] };
  /** Absent: not looked at. */
  readonly requestTypes?: Readonly<Record<string, unknown>>;
  readonly categoryKeys?: readonly string[];
}

export function findChecklistFaults({ checklists, knowledge, requestTypes, categoryKeys }: ChecklistRelations): DeskFault[] {
  return Object.entries(checklists.lists).flatMap(([key, list]) => {
    const at = ['checklists', 'lists', key];
    const placed = (name: 'requestTypes' | 'categories' | 'symptoms' | 'productLines') =>
      list[name].map((each, index) => ({ path: [...at, name, index], key: each }));
    const keys = list.steps.map((step) => step.key);
    return [
      ...findUnknownKeys(placed('symptoms'), Object.keys(checklists.symptoms), 'symptom'),
      ...findUnknownKeys(
        placed('productLines'),
        knowledge.productLines.map((line) => line.key),
        'product line',
      ),
      ...(requestTypes === undefined ? [] : findUnknownKeys(placed('requestTypes'), Object.keys(requestTypes), 'request type')),
      ...(categoryKeys === undefined ? [] : findUnknownKeys(placed('categories'), categoryKeys, 'category')),
      ...findUnknownKeys(
        list.steps.flatMap(({ article }, index) =>
          article === undefined ? [] : [{ path: [...at, 'steps', index, 'article'], key: article }],
        ),
        Object.keys(knowledge.articles),
        'article',
      ),
      ...keys
        .filter((each, index) => keys.indexOf(each) !== index)
        .map((each) => ({ path: [...at, 'steps'], problem: `two steps are called "${each}"` })),
      ...list.steps.flatMap((step, index) =>
        (step.asks === 'choice') === step.choices.length > 0
          ? []
          : [{ path: [...at, 'steps', index, 'choices'], problem: 'choices and asks: choice go together' }],
      ),
    ];
  });
}
