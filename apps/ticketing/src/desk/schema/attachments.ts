import { z } from 'zod';
import type { DeskFault } from './keys.js';

/** `name`: what the agent calls it, without its ending; `n`: counts the files of an answer. */
export const NAME_PLACEHOLDERS = ['ticket.number', 'name', 'date', 'time', 'n', 'ext', 'agent.name'] as const;

/** How files that the desk sends are called. */
export const AttachmentsSection = z
  .strictObject({
    pattern: z
      .string()
      .trim()
      .min(1)
      .max(200)
      .optional()
      .describe('such as {{ticket.number}}_{{name}}_{{date}}.{{ext}}; unset: as the agent calls them'),
    meaningless: z
      .array(z.string().trim().min(1).max(40))
      .max(200)
      .default([])
      .describe('names that say nothing, with or without numbers: the agent is asked for a better one'),
  })
  .prefault({});
export type AttachmentsSection = z.infer<typeof AttachmentsSection>;

export function findAttachmentFaults({ attachments: { pattern } }: { readonly attachments: AttachmentsSection }): DeskFault[] {
  if (pattern === undefined) return [];
  const path = ['attachments', 'pattern'];
  const known: readonly string[] = NAME_PLACEHOLDERS;
  const unknown = [...pattern.matchAll(/\{\{\s*([\w.]+)\s*\}\}/g)].map((found) => found[1]!).filter((name) => !known.includes(name));
  const faults: DeskFault[] = unknown.map((name) => ({
    path,
    problem: `{{${name}}} is no placeholder of names`,
    allowed: known.join(', '),
  }));
  if (!pattern.includes('{{name}}'))
    faults.push({ path, problem: 'does not say what the agent calls the file', allowed: 'a pattern with {{name}}' });
  return faults;
}
