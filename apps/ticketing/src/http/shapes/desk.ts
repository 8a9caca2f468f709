import { z } from 'zod';
import { Instant, Localised, shape } from './shape.js';

const actor = z.object({ kind: z.string(), id: z.string().optional(), displayName: z.string().optional() });
const version = {
  version: z.int().describe('0 before there was a desk'),
  source: z.string().describe('file, command or api'),
  actor,
  note: z.string().nullable(),
  appliedAt: Instant,
};

export const DeskShape = shape(
  'Desk',
  z.object({
    version: z.int(),
    desk: z.record(z.string(), z.unknown()).describe('as it was written, or with its defaults'),
    timeZone: z.string().describe('whose days the desk counts by, as of its reports, like Asia/Shanghai'),
  }),
);
const names = z.record(z.string(), Localised);
const withSteps = z.record(z.string(), z.object({ name: Localised, steps: names }));
export const DeskNamesShape = shape(
  'DeskNames',
  z.object({
    categories: names,
    channels: names,
    checklists: withSteps,
    fields: z.record(z.string(), z.object({ name: Localised, kind: z.string(), choices: names })),
    requestTypes: z.record(z.string(), z.object({ name: Localised, stages: names })),
    escalationReasons: names,
    macros: names,
    measures: z
      .record(
        z.string(),
        z.object({
          ...{ name: Localised, tools: z.array(z.string()), rights: z.array(z.string()) },
          ...{ riskNeeded: z.boolean(), recording: z.enum(['required', 'optional', 'none']) },
        }),
      )
      .describe('what is done only with the customer’s consent, and what is asked for it'),
    people: names.describe('whom rotas and plans name'),
    plans: withSteps,
    priorities: names.describe('those that the desk uses, the lowest first; empty where it names none and uses all'),
    rules: names,
    templates: names,
    urgent: names,
  }),
);
export const DeskQuery = shape('DeskQuery', z.strictObject({ defaults: z.enum(['true', 'false']).optional() }));
export type DeskQuery = z.infer<typeof DeskQuery>;
export const DeskVersionShape = shape('DeskVersion', z.object({ ...version, desk: z.unknown().describe('as it was written') }));
export const DeskVersionListShape = shape('DeskVersionList', z.object({ items: z.array(z.object(version)), nextCursor: z.null() }));
export const DeskFaultShape = z.object({ path: z.string(), where: z.string(), found: z.string(), allowed: z.string() });
export const DeskCheckShape = shape(
  'DeskCheck',
  z.object({
    faults: z.array(DeskFaultShape),
    changes: z
      .array(z.object({ path: z.string(), before: z.unknown().optional(), after: z.unknown().optional() }))
      .describe('what it would change of the desk in force; empty while it has faults'),
    version: z.int().describe('in force now'),
  }),
);
export const DeskCandidate = shape('DeskCandidate', z.strictObject({ desk: z.record(z.string(), z.unknown()) }));
export type DeskCandidate = z.infer<typeof DeskCandidate>;
export const NewDesk = shape(
  'NewDesk',
  z.strictObject({
    desk: z.record(z.string(), z.unknown()).describe('what stands below `profile` in a desk’s file'),
    note: z.string().trim().min(1).max(1_000).optional().describe('why, for those who look at the versions'),
    expectedVersion: z.int().optional(),
  }),
);
export type NewDesk = z.infer<typeof NewDesk>;
