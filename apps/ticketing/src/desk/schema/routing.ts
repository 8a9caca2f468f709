import { z } from 'zod';
import { AgentLogin, type GroupSection } from './groups.js';
import { type DeskFault, findUnknownKeys, Key } from './keys.js';
import { Lapse, lapse } from './lapses.js';
import { Language, LocalisedText } from './texts.js';

const words = (what: string) => z.array(z.string().min(1).max(320)).min(1).max(200).optional().describe(what);

/** Holds when each line of it holds: one of its values is the ticket's. */
export const RoutingCondition = z
  .strictObject({
    inboxes: words('ids of inboxes'),
    addresses: words('addresses written to; an international domain in either spelling'),
    channels: words('webchat, email, phone, …'),
    categories: words('keys; one stands for all below it'),
    requestTypes: words('keys of request types'),
    languages: words('languages the customer writes in; en stands for en-GB too'),
    plans: words('plans of the customer'),
    classes: words('customer classes'),
    priorities: z
      .array(z.enum(['low', 'normal', 'high', 'urgent']))
      .min(1)
      .optional(),
    urgencies: words('as recognised'),
    moods: words('as recognised'),
    tags: words('one of these is on the ticket'),
    vip: z.boolean().optional(),
  })
  .refine((condition) => Object.values(condition).some((value) => value !== undefined), 'names nothing to look at');
export type RoutingCondition = z.infer<typeof RoutingCondition>;

const Skills = z.record(Key, z.int().min(1).max(9)).describe('levels of skills, 1 to 9');
const Capacity = z.strictObject({
  total: z.int().min(0).max(1_000).describe('tickets at once, of all channels'),
  channels: z.record(z.string().min(1).max(40), z.int().min(0).max(1_000)).default({}).describe('of single channels; absent: no own limit'),
});
export type Capacity = z.infer<typeof Capacity>;

/** The first line that names a group and holds decides; skills of lines above it that hold are asked too. */
const RoutingLine = z
  .strictObject({ when: RoutingCondition.optional(), group: Key.optional(), skills: Skills.default({}) })
  .refine(({ group, skills }) => group !== undefined || Object.keys(skills).length > 0, 'names neither a group nor a skill');

const AgentLine = z.strictObject({
  agent: AgentLogin,
  skills: Skills.default({}),
  languages: z.array(Language).default([]),
  capacity: Capacity.optional(),
  standIn: AgentLogin.optional().describe('gets what is meant for him while he is not there'),
});

const EscalationReason = z.strictObject({ name: LocalisedText, to: z.enum(['next', 'top']).default('next') });

/** Who gets a ticket. */
export const RoutingSection = z
  .strictObject({
    order: z.array(RoutingLine).max(500).default([]),
    default: Key.optional().describe('the group of tickets that no line of order names one for'),
    lanes: z
      .array(z.strictObject({ key: Key, name: LocalisedText, when: RoutingCondition }))
      .max(20)
      .default([])
      .describe('who goes first: the first lane before the second, tickets of none after all'),
    agents: z.array(AgentLine).max(5_000).default([]).describe('what agents bring along; PATCH /agents/{id} may say otherwise'),
    capacity: Capacity.default({ total: 20, channels: {} }).describe('of agents of whom nothing else is said'),
    languages: z.enum(['required', 'preferred']).default('required').describe('must who answers speak the customer’s language?'),
    relaxAfter: Lapse.optional().describe('from then on skills and languages are wishes only; absent: they stay musts'),
    namedHold: Lapse.default(0).describe('so long a ticket waits for the account manager alone, while he is there but busy'),
    lastAgentWithin: Lapse.default(lapse('30 days')).describe('whoever answered this customer last, if not longer ago; 0 s: nobody'),
    presenceLasts: Lapse.default(lapse('3 min')).describe('without a sign of life an agent is offline'),
    escalation: z
      .strictObject({
        reasons: z.record(Key, EscalationReason).default({}).describe('named reasons; without any no ticket is escalated'),
        top: Key.optional().describe('the group of the top level, for disputes; absent: a group of the highest level'),
        triedNeeded: z.boolean().default(false).describe('nobody hands a ticket up before he has said what he tried, and what came of it'),
      })
      .prefault({}),
    jointHandling: z.strictObject({ within: Lapse.default(lapse('30 min')) }).default({ within: lapse('30 min') }),
    consultation: z.strictObject({ within: Lapse.default(lapse('4 h')) }).default({ within: lapse('4 h') }),
  })
  .prefault({});
export type RoutingSection = z.infer<typeof RoutingSection>;

interface Related {
  readonly groups: Readonly<Record<string, GroupSection>>;
  readonly skills: Readonly<Record<string, unknown>>;
  readonly routing: RoutingSection;
}

export function findRoutingFaults({ groups, skills, routing }: Related): DeskFault[] {
  const lines = routing.order.map((line, index) => ({ ...line, path: ['routing', 'order', index] }));
  const usedGroups = [
    ...lines.flatMap(({ group, path }) => (group === undefined ? [] : [{ path: [...path, 'group'], key: group }])),
    ...(routing.default === undefined ? [] : [{ path: ['routing', 'default'], key: routing.default }]),
    ...(routing.escalation.top === undefined ? [] : [{ path: ['routing', 'escalation', 'top'], key: routing.escalation.top }]),
  ];
  const usedSkills = [
    ...lines.flatMap((line) => Object.keys(line.skills).map((key) => ({ path: [...line.path, 'skills', key], key }))),
    ...routing.agents.flatMap((agent, index) =>
      Object.keys(agent.skills).map((key) => ({ path: ['routing', 'agents', index, 'skills', key], key })),
    ),
  ];
  const logins = routing.agents.map(({ agent }) => agent);
  const twice = logins.flatMap((login, index) =>
    logins.indexOf(login) === index ? [] : [{ path: ['routing', 'agents', index, 'agent'], problem: `${login} is there twice` }],
  );
  return [
    ...findUnknownKeys(usedGroups, Object.keys(groups), 'group'),
    ...findUnknownKeys(usedSkills, Object.keys(skills), 'skill'),
    ...twice,
  ];
}
