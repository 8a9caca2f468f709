import { z } from 'zod';
import { Instant, shape } from './shape.js';

const actor = z.object({ kind: z.string(), id: z.string().optional(), displayName: z.string().optional() });
const Key = z.string().min(1).max(64);
const Text = z.string().trim().min(1).max(5_000);

export const PageCallShape = shape(
  'PageCall',
  z.object({
    id: z.uuid(),
    rota: z.string(),
    reason: z.string(),
    state: z
      .enum(['calling', 'acknowledged', 'unanswered', 'ended'])
      .describe('unanswered: nobody on duty took it; ended: it needs nobody any more'),
    startedAt: Instant,
    endedAt: Instant.nullable(),
    acknowledgedBy: z.string().nullable(),
    pages: z.array(
      z.object({
        id: z.uuid(),
        person: z.string().describe('key in the desk’s file'),
        name: z.string(),
        state: z.enum(['sent', 'acknowledged', 'passed_on', 'unreachable', 'ended']),
        sentAt: z.string(),
        endedAt: z.string().nullable(),
        messages: z.array(
          z.object({
            inboxId: z.string(),
            address: z.string().nullable(),
            fault: z.string().nullable().describe('why nothing was sent that way'),
            delivery: z.string().nullable(),
          }),
        ),
      }),
    ),
  }),
);
export const PageCallListShape = shape('PageCallList', z.object({ items: z.array(PageCallShape), nextCursor: z.null() }));

export const NewPageCall = shape('NewPageCall', z.strictObject({ rota: Key, reason: Text }));
export type NewPageCall = z.infer<typeof NewPageCall>;

export const DutyListShape = shape(
  'DutyList',
  z.object({
    items: z.array(
      z.object({
        rota: z.string(),
        name: z.string(),
        people: z.array(z.object({ key: z.string(), name: z.string() })).describe('in the order they are called'),
      }),
    ),
    nextCursor: z.null(),
  }),
);

const step = z.object({
  id: z.uuid(),
  runId: z.uuid(),
  place: z.int(),
  key: z.string(),
  text: z.string(),
  owner: z.object({
    group: z.string().optional(),
    agent: z.string().optional(),
    person: z.string().optional(),
    role: z.string().optional(),
  }),
  dueAt: z.string(),
  doneAt: z.string().nullable(),
  doneBy: actor.nullable(),
  result: z.string().nullable(),
  missedAt: z.string().nullable(),
});
const report = z.object({
  id: z.uuid(),
  runId: z.uuid(),
  place: z.int(),
  dueAt: z.string().nullable(),
  writtenAt: z.string(),
  writtenBy: actor.nullable(),
  text: z.string(),
  missed: z.boolean().describe('nobody wrote it in time: the house said how it stands'),
  recipients: z.array(z.object({ person: z.string(), inboxId: z.string(), fault: z.string().nullable() })),
});
export const PlanRunShape = shape(
  'PlanRun',
  z.object({
    id: z.uuid(),
    ticketId: z.uuid(),
    plan: z.string(),
    name: z.string(),
    state: z.enum(['running', 'ended']),
    startedAt: Instant,
    endedAt: Instant.nullable(),
    steps: z.array(step),
    reports: z.array(report),
  }),
);
export const PlanRunListShape = shape('PlanRunList', z.object({ items: z.array(PlanRunShape), nextCursor: z.null() }));

export const NewPlanRun = shape('NewPlanRun', z.strictObject({ plan: Key }));
export type NewPlanRun = z.infer<typeof NewPlanRun>;
export const StepResult = shape('StepResult', z.strictObject({ result: Text.optional() }));
export type StepResult = z.infer<typeof StepResult>;
export const NewReport = shape('NewReport', z.strictObject({ text: Text }));
export type NewReport = z.infer<typeof NewReport>;
