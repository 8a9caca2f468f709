import { z } from 'zod';
import { TICKET_PRIORITIES } from '../../tickets/ticket-state.js';
import { type CategoryTree, findUnknownCategories, findUnknownKey, placed } from './references.js';
import { type DeskFault, findUnknownKeys, Key } from './keys.js';
import { LocalisedText } from './texts.js';

export const FIELD_KINDS = ['text', 'textarea', 'email', 'phone', 'date', 'datetime', 'number', 'choice', 'choices', 'checkbox'] as const;
export type FieldKind = (typeof FIELD_KINDS)[number];

/** Holds when all that it names holds. */
export const FieldCondition = z
  .strictObject({
    requestTypes: z.array(Key).min(1).optional(),
    categories: z.array(Key).min(1).optional().describe('these, and what lies below them'),
    stages: z.array(Key).min(1).optional(),
    field: Key.optional().describe('another field, with one of the values of `is`; without `is`: any value'),
    is: z.array(z.string()).min(1).optional(),
  })
  .refine((condition) => Object.values(condition).some((value) => value !== undefined), 'names nothing')
  .refine(({ field, is }) => is === undefined || field !== undefined, 'is needs a field');
export type FieldCondition = z.infer<typeof FieldCondition>;

/** Something a desk keeps of a ticket besides what every ticket has. */
export const DeskField = z
  .strictObject({
    name: LocalisedText,
    kind: z.enum(FIELD_KINDS).default('text'),
    choices: z
      .array(
        z.strictObject({
          value: z.string().min(1).max(100),
          name: LocalisedText,
          priority: z.enum(TICKET_PRIORITIES).optional().describe('what a ticket with it counts as; the field follows the priority, too'),
        }),
      )
      .max(200)
      .default([]),
    section: LocalisedText.optional().describe('heading in forms; fields that follow one another with the same one stand together'),
    hint: LocalisedText.optional(),
    aliases: z.array(z.string().min(1).max(100)).max(20).default([]).describe('other words for it in mails that follow a template'),
    required: z
      .union([z.boolean(), z.array(FieldCondition).min(1)])
      .default(false)
      .describe('always, never, or when one of these holds'),
    pattern: z.string().max(500).optional().describe('regular expression that a text must match as a whole'),
    minimum: z.number().optional(),
    maximum: z.number().optional(),
    maxLength: z.int().min(1).max(20_000).optional().describe('characters; default 500, of a textarea 10000'),
    seenBy: z.enum(['everyone', 'agents']).default('everyone').describe('agents: in no form, and not told to customers'),
  })
  .refine(
    ({ kind, choices }) => (kind === 'choice' || kind === 'choices') === choices.length > 0,
    'kinds choice and choices have choices, others none',
  )
  .refine(
    ({ kind, choices }) => kind === 'choice' || !choices.some(saysPriority),
    'one choice of several says no priority: the kind is choice',
  )
  .refine(({ choices }) => new Set(choices.map(({ value }) => value)).size === choices.length, 'two choices have the same value')
  .refine(({ pattern }) => pattern === undefined || isPattern(pattern), { path: ['pattern'], message: 'no regular expression' });
export type DeskField = z.infer<typeof DeskField>;

export const FieldsSection = z
  .record(Key, DeskField)
  .default({})
  .describe('what the desk keeps of a ticket besides what every ticket has, by key');

/** The field that says how urgent a ticket is. */
export function saysPriority({ priority }: { readonly priority?: string | undefined }): boolean {
  return priority !== undefined;
}

export function isPattern(text: string): boolean {
  try {
    new RegExp(text, 'u');
    return true;
  } catch {
    return false;
  }
}

/** What fields refer to. */
export interface FieldRelations {
  readonly fields: Readonly<Record<string, DeskField>>;
  readonly requestTypes: Readonly<Record<string, { readonly stages: readonly { readonly key: string }[] }>>;
  readonly categories?: CategoryTree;
}

export function findFieldFaults({ fields, requestTypes, categories }: FieldRelations): DeskFault[] {
  const stages = Object.values(requestTypes).flatMap((type) => type.stages.map(({ key }) => key));
  const [urgency, ...others] = Object.keys(fields).filter((key) => fields[key]!.choices.some(saysPriority));
  const second = others.map((key) => ({ path: ['fields', key, 'choices'], problem: `${urgency} says the priority already` }));
  const conditions = Object.entries(fields).flatMap(([key, { required }]) => {
    if (typeof required === 'boolean') return [];
    return required.flatMap((condition, index) => {
      const path = ['fields', key, 'required', index];
      const other = condition.field === undefined ? undefined : fields[condition.field];
      return [
        ...findUnknownKeys(placed(condition.requestTypes, [...path, 'requestTypes']), Object.keys(requestTypes), 'request type'),
        ...findUnknownCategories(placed(condition.categories, [...path, 'categories']), categories),
        ...findUnknownKeys(placed(condition.stages, [...path, 'stages']), new Set(stages), 'stage'),
        ...findUnknownKey(condition.field, [...path, 'field'], Object.keys(fields), 'field'),
        ...(other === undefined || other.choices.length === 0
          ? []
          : findUnknownKeys(
              placed(condition.is, [...path, 'is']),
              other.choices.map(({ value }) => value),
              `choice of ${condition.field}`,
            )),
      ];
    });
  });
  return [...second, ...conditions];
}
