import { z } from 'zod';

/** One text, or one a language. */
export const Wording = z.union([
  z.string().min(1).max(500),
  z.strictObject({ zh: z.string().min(1).max(500), en: z.string().min(1).max(500) }),
]);
export type Wording = z.infer<typeof Wording>;
export type Language = 'zh' | 'en';

export const FIELD_KINDS = ['text', 'textarea', 'email', 'phone', 'date', 'datetime', 'number', 'choice', 'choices', 'checkbox'] as const;
export type FieldKind = (typeof FIELD_KINDS)[number];

const Name = z.string().regex(/^[a-z][a-z0-9_]{0,39}$/, 'lower-case letters, digits and _, e.g. user_id');

export const FormField = z
  .strictObject({
    name: Name,
    label: Wording,
    kind: z.enum(FIELD_KINDS).default('text'),
    required: z.boolean().default(false),
    choices: z
      .array(z.strictObject({ value: z.string().min(1).max(100), label: Wording }))
      .max(100)
      .default([]),
    when: z
      .strictObject({ field: Name, is: z.array(z.string()).min(1) })
      .optional()
      .describe('asked only where that field has one of these values; elsewhere it is neither required nor kept'),
    maxLength: z.int().min(1).max(20_000).optional().describe('characters; default 500, of a textarea 10000'),
    section: Wording.optional().describe('heading; fields that follow one another with the same one stand together'),
    hint: Wording.optional(),
  })
  .refine(
    ({ kind, choices }) => (kind === 'choice' || kind === 'choices') === choices.length > 0,
    'kinds choice and choices have choices, others none',
  );
export type FormField = z.infer<typeof FormField>;

/** All fields of a form, each name once, conditions about fields before them. */
export const FormFields = z
  .array(FormField)
  .min(1)
  .max(60)
  .superRefine((fields, fault) => {
    const before = new Set<string>();
    for (const [index, { name, when }] of fields.entries()) {
      if (before.has(name)) fault.addIssue({ code: 'custom', path: [index, 'name'], message: `${name} is there twice` });
      if (RESERVED.has(name)) fault.addIssue({ code: 'custom', path: [index, 'name'], message: `${name} is a name of the form's own` });
      if (when !== undefined && !before.has(when.field))
        fault.addIssue({ code: 'custom', path: [index, 'when', 'field'], message: `${when.field} is no field before this one` });
      before.add(name);
    }
  });

/** Names that the page itself posts. */
export const RESERVED: ReadonlySet<string> = new Set(['token', 'website', 'proof', 'lang', 'files', 'user_token']);

export function say(wording: Wording, language: Language): string {
  return typeof wording === 'string' ? wording : wording[language];
}
