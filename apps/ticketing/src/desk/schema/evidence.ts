import { z } from 'zod';
import { isPattern } from './fields.js';
import { type CategoryTree, findUnknownCategories, findUnknownKey, placed } from './references.js';
import { type DeskFault, findUnknownKeys, Key } from './keys.js';
import { LocalisedText } from './texts.js';

/** Something a case needs that its customer has: a receipt, a photo of the damage, the number of a transaction. Asked for once, by itself. */
export const Evidence = z
  .strictObject({
    name: LocalisedText.describe('as it stands in the list that is sent: 支付凭证截图'),
    requestTypes: z.array(Key).default([]).describe('of which requests; none named: of all'),
    categories: z.array(Key).default([]).describe('of which categories, and what lies below them; none named: of all'),
    asked: z.boolean().default(true).describe('false: taken where it comes, but not asked for'),
    attachments: z
      .array(z.string().regex(/^[\w.+-]+\/(?:[\w.+-]+|\*)$/, 'a media type, e.g. image/*'))
      .default([])
      .describe('an attachment of one of these types is it'),
    fileNames: z.string().max(500).optional().describe('regular expression: only attachments that are called so'),
    pattern: z
      .string()
      .max(500)
      .optional()
      .describe('regular expression: where a message has it, it is given; the first group is its value'),
    field: Key.optional().describe('field that keeps its value; a field that is filled counts as given'),
  })
  .refine(({ attachments, pattern, field }) => attachments.length > 0 || pattern !== undefined || field !== undefined, {
    message: 'how it is recognised is not said: give attachments, pattern or field',
  })
  .refine(({ pattern }) => pattern === undefined || isPattern(pattern), { path: ['pattern'], message: 'no regular expression' })
  .refine(({ fileNames }) => fileNames === undefined || isPattern(fileNames), { path: ['fileNames'], message: 'no regular expression' });
export type Evidence = z.infer<typeof Evidence>;

export const EvidenceSection = z
  .record(Key, Evidence)
  .default({})
  .describe('what a case needs of its customer and is asked for by itself on his channel, once');

export interface EvidenceRelations {
  readonly evidence: Readonly<Record<string, Evidence>>;
  readonly requestTypes: Readonly<Record<string, unknown>>;
  readonly fields: Readonly<Record<string, unknown>>;
  readonly categories?: CategoryTree;
}

export function findEvidenceFaults({ evidence, requestTypes, fields, categories }: EvidenceRelations): DeskFault[] {
  return Object.entries(evidence).flatMap(([key, each]) => [
    ...findUnknownKeys(placed(each.requestTypes, ['evidence', key, 'requestTypes']), Object.keys(requestTypes), 'request type'),
    ...findUnknownCategories(placed(each.categories, ['evidence', key, 'categories']), categories),
    ...findUnknownKey(each.field, ['evidence', key, 'field'], Object.keys(fields), 'field'),
  ]);
}

export const EvidenceRequest = LocalisedText.optional().describe(
  'what is sent when evidence is asked for; {{evidence}} is the list of it, {{ticket.number}} the number',
);
