import { z } from 'zod';
import { type CategoryTree, findUnknownCategories, placed } from './references.js';
import { type DeskFault, findUnknownKeys, Key } from './keys.js';
import { Term } from './terms.js';
import { LocalisedText } from './texts.js';

const ARCHIVE_PARTS = ['process', 'solution', 'feedback', 'article'] as const;
export type ArchivePart = (typeof ARCHIVE_PARTS)[number];

/** Which cases something is about. All that is named must hold; nothing named: all cases. */
const Which = {
  requestTypes: z.array(Key).default([]).describe('of which requests; none named: of all'),
  categories: z.array(Key).default([]).describe('of which categories, and what lies below them; none named: of all'),
  complexOnly: z
    .boolean()
    .default(false)
    .describe('only complex cases: of a type that is, with the tag or urgency `complex`, or above the first level'),
};

export const ArchiveRule = z.strictObject({
  ...Which,
  parts: z.array(z.enum(ARCHIVE_PARTS)).default([]).describe('of the archive that must be filled before a ticket closes'),
  fields: z.array(Key).default([]).describe('of the ticket that must be'),
});
export type ArchiveRule = z.infer<typeof ArchiveRule>;

export const FollowUp = z.strictObject({
  ...Which,
  unsolvedAtFirstContact: z
    .boolean()
    .default(false)
    .describe('only cases that the first answer did not solve; begins when it is plain that it did not'),
  within: Term.describe('after it was closed, or, unsolved, after the first answer'),
  text: LocalisedText.describe('what is asked of the agent who rings'),
});
export type FollowUp = z.infer<typeof FollowUp>;

const Words = z.array(z.string().min(1).max(100)).max(100).default([]);

/** How cases end. */
export const ClosingSection = z
  .strictObject({
    ask: z.boolean().default(false).describe('before closing the customer is asked: is it solved, is there anything else'),
    question: LocalisedText.optional(),
    thanks: LocalisedText.optional().describe('told when he says that it is solved'),
    reopened: LocalisedText.optional().describe('told when he says that it is not'),
    words: z
      .strictObject({ solved: Words, notSolved: Words, more: Words })
      .prefault({})
      .describe('how customers answer, besides Chinese, English and 1, 2, 3'),
    silence: Term.default('3 days').describe('without an answer it closes by itself, and he is told'),
    silent: LocalisedText.optional().describe('told then'),
    reopenWithin: Term.optional().describe('what is written later is a new ticket, linked with the old one; unset: always the old one'),
    archive: z.array(ArchiveRule).default([]).describe('what must be filled before a ticket closes'),
    archiveWithin: z
      .array(z.strictObject({ ...Which, within: Term }))
      .default([])
      .describe('from solved to archived; later it is said to the supervisor'),
    followUps: z.record(Key, FollowUp).default({}).describe('calls that are due after closing'),
    draftNewProblems: z.boolean().default(false).describe('a solution without an article becomes a draft of the library'),
  })
  .prefault({});
export type ClosingSection = z.infer<typeof ClosingSection>;

export interface ClosingRelations {
  readonly closing: ClosingSection;
  readonly requestTypes: Readonly<Record<string, unknown>>;
  readonly fields: Readonly<Record<string, unknown>>;
  readonly categories?: CategoryTree;
}

export function findClosingFaults({ closing, requestTypes, fields, categories: tree }: ClosingRelations): DeskFault[] {
  const which = ({ requestTypes: types, categories }: { requestTypes: string[]; categories: string[] }, path: (string | number)[]) => [
    ...findUnknownKeys(placed(types, [...path, 'requestTypes']), Object.keys(requestTypes), 'request type'),
    ...findUnknownCategories(placed(categories, [...path, 'categories']), tree),
  ];
  return [
    ...closing.archive.flatMap((rule, index) => [
      ...which(rule, ['closing', 'archive', index]),
      ...findUnknownKeys(placed(rule.fields, ['closing', 'archive', index, 'fields']), Object.keys(fields), 'field'),
    ]),
    ...closing.archiveWithin.flatMap((rule, index) => which(rule, ['closing', 'archiveWithin', index])),
    ...Object.entries(closing.followUps).flatMap(([key, rule]) => which(rule, ['closing', 'followUps', key])),
  ];
}
