import { z } from 'zod';
import { PRESENCES } from '../../routing/matching/facts.js';
import { Instant, shape } from './shape.js';

const Skills = z.record(z.string().min(1).max(64), z.int().min(1).max(9));
const Slots = z.strictObject({
  total: z.int().min(0).max(1_000),
  channels: z.record(z.string().min(1).max(40), z.int().min(0).max(1_000)).default({}),
});
const Language = z.string().regex(/^[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*$/, 'a language such as en or zh');
const PresenceWord = z.enum(PRESENCES);

export const PresenceShape = shape(
  'Presence',
  z.object({
    state: PresenceWord,
    since: Instant.nullable(),
    expiresAt: Instant.nullable().describe('offline from then on, unless his page is open or it is said again'),
  }),
);
export const NewPresence = shape('NewPresence', z.strictObject({ state: PresenceWord }));
export type NewPresence = z.infer<typeof NewPresence>;

export const AgentWorkShape = shape(
  'AgentWork',
  z.object({
    id: z.uuid(),
    email: z.string(),
    displayName: z.string(),
    presence: PresenceWord,
    onShift: z.boolean(),
    groups: z.array(z.string()).describe('keys of the groups he works in now'),
    skills: Skills,
    languages: z.array(z.string()),
    capacity: Slots,
    load: Slots,
    version: z.int().describe('of skills, languages and capacity as they were said over the API'),
  }),
);
export const AgentWorkListShape = shape('AgentWorkList', z.object({ items: z.array(AgentWorkShape), nextCursor: z.null() }));
export const AgentWorkChange = shape(
  'AgentWorkChange',
  z
    .strictObject({
      skills: Skills.nullable().optional(),
      languages: z.array(Language).max(50).nullable().optional(),
      capacity: Slots.nullable().optional(),
      expectedVersion: z.int().optional().describe('as you saw it'),
    })
    .refine(
      ({ skills, languages, capacity }) => [skills, languages, capacity].some((said) => said !== undefined),
      'names nothing to change',
    )
    .describe('what is absent stays; null: as the desk’s file says'),
);
export type AgentWorkChange = z.infer<typeof AgentWorkChange>;

const Text = z.union([z.string(), z.record(z.string(), z.string())]);
export const GroupShape = shape(
  'Group',
  z.object({
    id: z.uuid(),
    key: z.string(),
    name: Text.describe('in the languages of the desk'),
    level: z.int().describe('support level'),
    members: z.array(z.uuid()),
    waiting: z.int().describe('tickets that wait in it for somebody'),
  }),
);
export const GroupListShape = shape('GroupList', z.object({ items: z.array(GroupShape), nextCursor: z.null() }));

const CandidateShape = z.object({
  agent: z.uuid(),
  group: z.string(),
  as: z.string().describe('member, A or B (deputy), named'),
  preferred: z.string().nullable(),
  speaks: z.boolean(),
  skill: z.number(),
  busy: z.number(),
  idleSince: z.number(),
});
export const AssignmentShape = shape(
  'Assignment',
  z.object({
    id: z.uuid(),
    agentId: z.uuid(),
    agentName: z.string(),
    groupId: z.uuid().nullable(),
    reason: z
      .string()
      .describe(
        'routing.named, routing.last_agent, routing.skill, routing.load, routing.idle, …: what the best had before the next; agent: by hand',
      ),
    candidates: z.array(CandidateShape).describe('best first'),
    others: z.record(z.string(), z.int()).describe('how many did not fit, by why'),
    at: Instant,
    endedAt: Instant.nullable(),
    endReason: z.string().nullable(),
    givenBack: z.boolean(),
  }),
);
export const AssignmentListShape = shape('AssignmentList', z.object({ items: z.array(AssignmentShape), nextCursor: z.null() }));
export const GiveBack = shape('GiveBack', z.strictObject({ reason: z.string().trim().min(1).max(500) }));
export type GiveBack = z.infer<typeof GiveBack>;

export const Succession = z.strictObject({
  successor: z
    .string()
    .min(1)
    .max(64)
    .meta({ examples: ['line'] })
    .optional()
    .describe('where its tickets go'),
});
export type Succession = z.infer<typeof Succession>;
