import { z } from 'zod';
import { Instant, pageOf, shape } from './shape.js';

const Language = z
  .string()
  .regex(/^[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*$/, 'a language such as en or zh')
  .meta({ examples: ['zh'] });
const Step = z.object({
  key: z.string(),
  text: z.string(),
  asks: z.enum(['tick', 'text', 'choice']),
  choices: z.array(z.object({ key: z.string(), name: z.string() })),
  screenshot: z.boolean().describe('what follows waits for the customer’s picture'),
  article: z.string().nullable(),
});
const Who = z.object({ kind: z.string(), id: z.string().optional(), displayName: z.string().optional() });
export const OfferedChecklistShape = shape(
  'OfferedChecklist',
  z.object({ key: z.string(), name: z.string(), kind: z.enum(['checklist', 'guidance']), steps: z.array(Step) }),
);
export const OfferedPageShape = pageOf('OfferedChecklistPage', OfferedChecklistShape);
export const ChecklistRunShape = shape(
  'ChecklistRun',
  z.object({
    id: z.uuid(),
    ticketId: z.uuid(),
    checklist: z.string(),
    kind: z.enum(['checklist', 'guidance']),
    name: z.string(),
    language: z.string(),
    steps: z.array(Step),
    results: z.array(
      z.object({
        step: z.string(),
        result: z.union([z.string(), z.boolean()]),
        note: z.string().nullable(),
        entryId: z.uuid().nullable().describe('message that shows it'),
        actor: Who,
        at: Instant,
      }),
    ),
    state: z.enum(['running', 'done', 'given_up']),
    sentUpTo: z.int().describe('of a guidance: so many steps went to the customer'),
    waitsFor: z.string().nullable().describe('step whose picture is awaited'),
    goesOn: z.enum(['agent', 'itself']),
    startedBy: Who,
    startedAt: Instant,
    endedAt: Instant.nullable(),
    version: z.int(),
  }),
);
export const TicketChecklistsShape = shape(
  'TicketChecklists',
  z.object({
    offered: z.array(OfferedChecklistShape).describe('the most fitting first'),
    runs: z.array(ChecklistRunShape),
    symptoms: z.array(z.object({ key: z.string(), name: z.string() })),
    productLines: z.array(z.object({ key: z.string(), name: z.string() })),
  }),
);
const Said = {
  symptom: z.string().max(64).optional(),
  productLine: z.string().max(64).optional().describe('of the help: which product it is about'),
};
export const ChecklistQuery = z.strictObject(Said);
export type ChecklistQuery = z.infer<typeof ChecklistQuery>;
export const ChecklistStart = shape(
  'ChecklistStart',
  z.strictObject({ checklist: z.string().min(1).max(64), language: Language.optional() }),
);
export type ChecklistStart = z.infer<typeof ChecklistStart>;
export const StepOutcome = shape(
  'StepOutcome',
  z.strictObject({
    result: z.union([z.string().max(5_000), z.boolean(), z.null()]).describe('null takes it away again'),
    note: z.string().trim().min(1).max(2_000).optional(),
    expectedVersion: z.int().optional(),
  }),
);
export type StepOutcome = z.infer<typeof StepOutcome>;
export const ChecklistEnd = shape(
  'ChecklistEnd',
  z.strictObject({ state: z.enum(['done', 'given_up']), expectedVersion: z.int().optional() }),
);
export type ChecklistEnd = z.infer<typeof ChecklistEnd>;
export const GuidanceStep = shape('GuidanceStep', z.strictObject({ expectedVersion: z.int().optional() }));
export type GuidanceStep = z.infer<typeof GuidanceStep>;
export const HelpChecklistQuery = z.strictObject({
  language: Language.optional(),
  category: z.string().max(100).optional(),
  ...Said,
  q: z.string().max(500).optional().describe('what he has written so far'),
});
export type HelpChecklistQuery = z.infer<typeof HelpChecklistQuery>;
