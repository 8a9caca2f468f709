import { z } from 'zod';
import { Instant, Key, Localised, shape } from './shape.js';
import { AssignmentShape } from './routing.js';
import { TaskShape } from './tasks.js';

const Text = (most = 5_000) => z.string().trim().min(1).max(most);
const ActorShape = z.object({ kind: z.string(), id: z.string().optional(), displayName: z.string().optional() });

export const NewConsultation = shape(
  'NewConsultation',
  z
    .strictObject({
      question: Text(),
      group: Key.optional().describe('key or id'),
      agent: z.uuid().optional(),
      field: z.string().trim().min(1).max(100).optional().describe('the expert of the desk’s directory who is there'),
    })
    .refine(
      ({ group, agent, field }) => [group, agent, field].filter((one) => one !== undefined).length === 1,
      'give one of group, agent and field',
    ),
);
export type NewConsultation = z.infer<typeof NewConsultation>;
export const ConsultationAnswer = shape('ConsultationAnswer', z.strictObject({ answer: Text(20_000) }));
export type ConsultationAnswer = z.infer<typeof ConsultationAnswer>;
export const ConsultationShape = shape(
  'Consultation',
  z.object({
    id: z.uuid(),
    ticketId: z.uuid(),
    ticketNumber: z.string(),
    groupId: z.uuid().nullable(),
    agentId: z.uuid().nullable(),
    field: z.string().nullable(),
    question: z.string(),
    askedBy: ActorShape,
    askedAt: Instant,
    dueAt: Instant,
    answer: z.string().nullable(),
    answeredBy: ActorShape.nullable(),
    answeredAt: Instant.nullable(),
  }),
);
export const ConsultationListShape = shape('ConsultationList', z.object({ items: z.array(ConsultationShape), nextCursor: z.null() }));

export const ExpertQuery = z.strictObject({
  field: z
    .string()
    .min(1)
    .max(100)
    .meta({ examples: ['network'] })
    .optional(),
});
export type ExpertQuery = z.infer<typeof ExpertQuery>;
export const ExpertListShape = shape(
  'ExpertList',
  z.object({
    items: z.array(
      z.object({
        agentId: z.uuid(),
        displayName: z.string(),
        email: z.string(),
        fields: z.array(z.string()),
        note: Localised.nullable(),
        presence: z.string(),
        load: z.int(),
      }),
    ),
    nextCursor: z.null(),
  }),
);

export const NewGroupTasks = shape(
  'NewGroupTasks',
  z.strictObject({
    groups: z.array(Key).min(1).max(20).describe('keys or ids; each gets a task of its own'),
    kind: z
      .enum(['joint', 'department'])
      .describe('joint: all at once, within the desk’s time; department: a part of the work, its result comes back into the ticket'),
    text: Text(),
    dueAt: z.iso
      .datetime({ offset: true })
      .transform((text) => new Date(text))
      .pipe(z.date())
      .optional(),
    expectedVersion: z.int().optional().describe('of the ticket, as you saw it'),
  }),
);
export type NewGroupTasks = z.infer<typeof NewGroupTasks>;
export const TaskListShape = shape('TaskList', z.object({ items: z.array(TaskShape), nextCursor: z.null() }));

export const NewEscalation = shape(
  'NewEscalation',
  z.strictObject({
    reason: Key.describe('one of the desk’s: profile.routing.escalation.reasons'),
    problem: Text(),
    impact: Text(),
    tried: z
      .array(z.strictObject({ what: Text(1_000), result: Text(1_000) }))
      .max(30)
      .default([])
      .describe('each with what came of it'),
    why: Text(),
    suggestedTeam: Key.optional().describe('key or id of a group of the next level'),
    expectedVersion: z.int().optional().describe('of the ticket, as you saw it'),
  }),
);
export type NewEscalation = z.infer<typeof NewEscalation>;
export const EscalationShape = shape(
  'Escalation',
  z.object({
    id: z.uuid(),
    ticketId: z.uuid(),
    ticketNumber: z.string(),
    reason: z.string(),
    form: z.object({
      problem: z.string(),
      impact: z.string(),
      tried: z.array(z.object({ what: z.string(), result: z.string() })),
      why: z.string(),
      suggestedTeam: z.string().nullable(),
    }),
    fromGroup: z.uuid().nullable(),
    fromLevel: z.int(),
    toGroup: z.uuid(),
    toLevel: z.int(),
    fromAssignee: z.uuid().nullable(),
    madeBy: ActorShape,
    at: Instant,
    undoneAt: Instant.nullable(),
  }),
);
export const EscalationListShape = shape('EscalationList', z.object({ items: z.array(EscalationShape), nextCursor: z.null() }));

export const HandOverShape = shape(
  'HandOver',
  z.object({
    ticketId: z.uuid(),
    number: z.string(),
    entries: z.int().describe('of the thread, which has the rest'),
    assignments: z.array(AssignmentShape),
    escalations: z.array(EscalationShape),
    consultations: z.array(ConsultationShape),
    tasks: z.array(TaskShape),
  }),
);
