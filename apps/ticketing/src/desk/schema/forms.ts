import { z } from 'zod';
import { type CategoryTree, findUnknownCategories, findUnknownKey, placed } from './references.js';
import { type DeskFault, findUnknownKeys, Key } from './keys.js';
import { LocalisedText } from './texts.js';

/** What is offered before somebody has to write: articles of the help, and a check he can do himself. */
export const SelfService = z.strictObject({
  articles: z.boolean().default(true).describe('the help is searched while he writes'),
  checklist: Key.optional().describe('checks he can do himself; what he ticked goes with the ticket'),
  intro: LocalisedText.optional(),
});

/** A form that customers fill: on a page, or as a mail that follows its template. */
export const IntakeForm = z.strictObject({
  name: LocalisedText,
  intro: LocalisedText.optional(),
  inboxes: z.array(z.string()).default([]).describe('inboxes whose messages may be this form'),
  requestTypes: z.array(Key).default([]).describe('what may be chosen; one: it is that without asking'),
  categories: z.array(Key).default([]).describe('what may be chosen'),
  fields: z.array(Key).min(1).describe('in this order'),
  subjectField: Key.optional().describe('field that becomes the subject'),
  mailTemplate: z.boolean().default(true).describe('a mail that is written by its template is read as this form'),
  selfService: SelfService.prefault({}),
});
export type IntakeForm = z.infer<typeof IntakeForm>;

export const FormsSection = z.record(Key, IntakeForm).default({}).describe('forms that customers fill, by key');

export interface FormRelations {
  readonly forms: Readonly<Record<string, IntakeForm>>;
  readonly fields: Readonly<Record<string, { readonly seenBy: string }>>;
  readonly requestTypes: Readonly<Record<string, unknown>>;
  readonly categories?: CategoryTree;
  readonly checklists?: { readonly lists: Readonly<Record<string, unknown>> };
}

export function findFormFaults({ forms, fields, requestTypes, categories, checklists }: FormRelations): DeskFault[] {
  const shown = Object.entries(fields).flatMap(([key, { seenBy }]) => (seenBy === 'everyone' ? [key] : []));
  return Object.entries(forms).flatMap(([key, form]) => [
    ...findUnknownKeys(placed(form.fields, ['forms', key, 'fields']), shown, 'field that everyone may see called'),
    ...(form.subjectField === undefined
      ? []
      : findUnknownKeys([{ path: ['forms', key, 'subjectField'], key: form.subjectField }], form.fields, 'field of the form')),
    ...findUnknownKeys(placed(form.requestTypes, ['forms', key, 'requestTypes']), Object.keys(requestTypes), 'request type'),
    ...(checklists === undefined
      ? []
      : findUnknownKey(form.selfService.checklist, ['forms', key, 'selfService', 'checklist'], Object.keys(checklists.lists), 'checklist')),
    ...findUnknownCategories(placed(form.categories, ['forms', key, 'categories']), categories),
  ]);
}
