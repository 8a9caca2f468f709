import { z } from 'zod';
import { type DeskFault, findUnknownKeys, Key } from './keys.js';
import { LocalisedText } from './texts.js';

/** `reply`: what an agent answers; `script`: what she says on the phone; `data-collection`: asks for logs and files; `dispute`: a letter for somebody else's proceedings; `automatic`: what the desk writes by itself. */
export const TEMPLATE_KINDS = ['reply', 'script', 'data-collection', 'dispute', 'automatic'] as const;

/** Placeholders that a template may have, as `{{ticket.number}}`; besides, `{{fields.KEY}}` of the ticket and what an automatic message brings along. */
export const PLACEHOLDERS = [
  ...['ticket.number', 'ticket.subject', 'ticket.category', 'contact.name', 'contact.company', 'agent.name', 'desk.name', 'today'],
] as const;

/** Of a contact, what a key point of a call may fill. */
export const CONTACT_PARTS = ['name', 'phone', 'email', 'company', 'department', 'postalAddress'] as const;
export type ContactPart = (typeof CONTACT_PARTS)[number];

/** Words that are ready to be sent or said, in the customer's language. */
export const Template = z.strictObject({
  name: LocalisedText.describe('for agents'),
  kind: z.enum(TEMPLATE_KINDS).default('reply'),
  text: LocalisedText,
  limits: LocalisedText.optional().describe('what the desk cannot do, said with it: of a dispute, that somebody else decides'),
  requestTypes: z.array(Key).default([]).describe('offered for these; none named: for all'),
  categories: z.array(Key).default([]).describe('offered for these; none named: for all'),
  keyPoints: z.array(Key).default([]).describe('of a script: what is recorded during the call, as fields of the ticket (call_…)'),
  fills: z
    .record(Key, z.enum(CONTACT_PARTS))
    .default({})
    .describe('of a script: key points that the contact keeps too; with the one that fills his name the caller is identified'),
});
export type Template = z.infer<typeof Template>;

/** What a macro does to a ticket besides the words. */
export const MacroChanges = z.strictObject({
  status: z.enum(['open', 'pending', 'solved', 'closed']).optional(),
  priority: z.enum(['low', 'normal', 'high', 'urgent']).optional(),
  category: Key.nullable().optional(),
  group: Key.nullable().optional(),
  addTags: z.array(Key).max(50).default([]),
  removeTags: z.array(Key).max(50).default([]),
  fields: z.record(Key, z.union([z.string(), z.number(), z.boolean(), z.null()])).default({}),
});

/** Several things in one click: an answer, a note, changes, a checklist, a look away until later. */
export const Macro = z.strictObject({
  name: LocalisedText,
  reply: Key.optional().describe('template that is sent'),
  note: LocalisedText.optional(),
  changes: MacroChanges.prefault({}),
  checklist: Key.optional().describe('checklist that is begun'),
  snoozeHours: z
    .number()
    .min(0.1)
    .max(24 * 365)
    .optional(),
  assignToMe: z.boolean().default(false),
});
export type Macro = z.infer<typeof Macro>;

export const TemplatesSection = z.record(Key, Template).default({});
export type TemplatesSection = z.infer<typeof TemplatesSection>;
export const MacrosSection = z.record(Key, Macro).default({});
export type MacrosSection = z.infer<typeof MacrosSection>;

export interface TemplateRelations {
  readonly templates: TemplatesSection;
  readonly macros: MacrosSection;
  readonly checklists: { readonly lists: Readonly<Record<string, unknown>> };
  readonly groups: Readonly<Record<string, unknown>>;
}

export function findTemplateFaults({ templates, macros, checklists, groups }: TemplateRelations): DeskFault[] {
  const known = new Set<string>(PLACEHOLDERS);
  const placeholders = Object.entries(templates).flatMap(([key, { kind, text, limits }]) =>
    kind === 'automatic'
      ? []
      : [...textsOf(text), ...(limits === undefined ? [] : textsOf(limits))]
          .flatMap((words) => [...words.matchAll(/\{\{\s*([\w.-]+)\s*\}\}/g)].map((found) => found[1]!))
          .filter((name) => !known.has(name) && !name.startsWith('fields.'))
          .map((name) => ({
            path: ['templates', key, 'text'],
            problem: `{{${name}}} is no placeholder`,
            allowed: [...known, 'fields.KEY'].join(', '),
          })),
  );
  const filling = Object.entries(templates).flatMap(([key, { keyPoints, fills }]) =>
    Object.keys(fills)
      .filter((point) => !keyPoints.includes(point))
      .map((point) => ({
        path: ['templates', key, 'fills', point],
        problem: `there is no key point ${point}`,
        allowed: keyPoints.join(', ') || 'no key point is named',
      })),
  );
  const named = Object.entries(macros);
  const at = (key: string, ...rest: string[]) => ['macros', key, ...rest];
  const use = (pick: (macro: Macro) => string | null | undefined, ...rest: string[]) =>
    named.flatMap(([key, macro]) => {
      const used = pick(macro);
      return used === null || used === undefined ? [] : [{ path: at(key, ...rest), key: used }];
    });
  return [
    ...placeholders,
    ...filling,
    ...findUnknownKeys(
      use((macro) => macro.reply, 'reply'),
      Object.keys(templates),
      'template',
    ),
    ...findUnknownKeys(
      use((macro) => macro.checklist, 'checklist'),
      Object.keys(checklists.lists),
      'checklist',
    ),
    ...findUnknownKeys(
      use((macro) => macro.changes.group, 'changes', 'group'),
      Object.keys(groups),
      'group',
    ),
  ];
}

function textsOf(texts: LocalisedText): string[] {
  return typeof texts === 'string' ? [texts] : Object.values(texts);
}
