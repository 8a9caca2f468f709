import { z } from 'zod';
import { Instant, Limit, shape } from './shape.js';

const Value = z.union([z.string(), z.number(), z.boolean(), z.array(z.string())]).nullable();
const Action = z.record(z.string(), z.unknown()).describe('as the desk’s file has it');

export const RuleRunShape = shape(
  'RuleRun',
  z.object({
    id: z.uuid(),
    rule: z.string().describe('its key in the desk’s file'),
    event: z.string().describe('what happened: opened, customer_wrote, timer:NAME, …'),
    matched: z
      .array(z.object({ fact: z.string(), operator: z.string(), wanted: z.unknown(), value: Value }))
      .describe('the conditions that held, each with what was found'),
    actions: z.array(Action),
    changes: z.record(z.string(), z.object({ from: Value, to: Value })),
    fault: z.string().nullable().describe('what of it could not be done, and why'),
    depth: z.int().describe('1: a person, a clock or a timer led to it; more: so many rules did'),
    deskVersion: z.int(),
    at: Instant,
  }),
);
export const RuleRunListShape = shape('RuleRunList', z.object({ items: z.array(RuleRunShape), nextCursor: z.null() }));

export const NewRehearsal = shape(
  'NewRehearsal',
  z
    .strictObject({
      desk: z.record(z.string(), z.unknown()).optional().describe('what stands below `profile` in a desk’s file'),
      rules: z
        .array(z.record(z.string(), z.unknown()))
        .max(500)
        .optional()
        .describe('these instead of the rules in force, the rest as it is'),
      days: z.int().min(1).max(366).default(7).describe('so far back, as far as the log goes'),
      limit: Limit,
    })
    .refine(({ desk, rules }) => (desk === undefined) !== (rules === undefined), 'give a desk or rules'),
);
export type NewRehearsal = z.infer<typeof NewRehearsal>;

export const RehearsalShape = shape(
  'Rehearsal',
  z.object({
    version: z.int().describe('of the desk that it is compared with'),
    since: Instant,
    tickets: z.int().describe('looked at'),
    different: z.int().describe('would have been handled another way'),
    items: z.array(
      z.object({
        ticketId: z.uuid(),
        number: z.string(),
        subject: z.string(),
        rules: z.object({ before: z.array(z.string()), after: z.array(z.string()) }),
        changes: z.record(z.string(), z.object({ before: Value, after: Value })).describe('fields as they would stand now'),
        actions: z.object({ gone: z.array(Action), added: z.array(Action) }),
      }),
    ),
  }),
);
