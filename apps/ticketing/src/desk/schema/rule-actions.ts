import { z } from 'zod';
import { TICKET_PRIORITIES, TICKET_STATUSES } from '../../tickets/ticket-state.js';
import { Affected } from './affected.js';
import { Key } from './keys.js';
import { RuleSnooze } from './rule-snooze.js';
import { Span } from './spans.js';
import { SURVEY_WAYS } from './surveys.js';
import { LocalisedText } from './texts.js';

const Word = z.string().trim().min(1).max(200);
const Name = z.string().trim().min(1).max(64);
const Words = z.union([Name, z.array(Name).min(1).max(50)]);

/** The values that a rule sets; null takes one away. */
export const SetFields = z
  .strictObject({
    priority: z.enum(TICKET_PRIORITIES),
    category: Word.nullable(),
    group: Key.nullable(),
    assignee: z.email().nullable().describe('an agent by his login'),
    requestType: Key.nullable(),
    stage: Key.nullable(),
    level: z.int().min(1).max(9),
    language: Word.nullable(),
    mood: Word.nullable(),
    urgency: Word.nullable(),
    fields: z.record(Name, z.union([z.string().max(2_000), z.number(), z.boolean(), z.null()])),
  })
  .partial();
export type SetFields = z.infer<typeof SetFields>;

const Told = z.strictObject({
  role: z.enum(['supervisor', 'admin']).optional(),
  group: Key.optional(),
  agent: z.email().optional(),
  text: LocalisedText,
});

const RULE_SURVEY_WAYS = SURVEY_WAYS.filter((way) => way !== 'none');

/** What a rule may do, by name. A room that does more adds a line here and follows it (`RuleActions.add`). */
export const RULE_ACTIONS = {
  set: SetFields.describe('fields of the ticket'),
  raise: z.enum(TICKET_PRIORITIES).describe('priority, never lowered'),
  tag: Words,
  untag: Words,
  status: z.enum(TICKET_STATUSES),
  addNote: LocalisedText,
  addTask: z.strictObject({ kind: Name, text: LocalisedText, dueIn: Span.optional() }),
  notify: Told.describe('tells agents; nobody named: supervisors'),
  send: z
    .strictObject({ template: Key.optional(), text: LocalisedText.optional() })
    .describe('to the customer, by his own channel: a template of the desk, or words'),
  startTimer: z.strictObject({ name: Key, after: Span }).describe('`timer:NAME` happens then'),
  stopTimer: z.strictObject({ name: Key }),
  page: z.strictObject({ rota: Key, reason: LocalisedText.optional() }).describe('calls who is on duty'),
  startPlan: z.strictObject({ plan: Key }),
  openIncident: z
    .strictObject({ title: LocalisedText.optional(), affected: Affected.optional(), tell: LocalisedText.optional() })
    .describe('makes the ticket the problem of an incident, and tells those it touches'),
  joinIncident: z.strictObject({}).describe('links the ticket to an open incident that touches its category or one of its tags'),
  survey: z
    .strictObject({ form: Key.describe('one of surveys.forms'), way: z.enum(RULE_SURVEY_WAYS).default('link') })
    .describe('asks the customer how it was, now, whatever state the ticket is in'),
  snooze: RuleSnooze.describe('the ticket sleeps: it is pending, and open again then, or when its customer writes'),
  escalate: z
    .strictObject({
      reason: Key.describe('one of routing.escalation.reasons'),
      why: LocalisedText.optional().describe('what whoever takes over reads; absent: that the rule asked for it'),
      team: Key.optional().describe('of several groups of the next level'),
    })
    .describe('one support level up, or to the top where the reason says so'),
  handleJointly: z
    .strictObject({ groups: z.array(Key).min(1).max(10), text: LocalisedText })
    .describe('a task for each of these groups at once, due within routing.jointHandling'),
  compensate: z.strictObject({ policy: Key, reason: LocalisedText.optional() }).describe('proposed, for a supervisor to approve'),
} as const;
export type RuleActionName = keyof typeof RULE_ACTIONS;
export type RuleActionArgument<N extends RuleActionName> = z.infer<(typeof RULE_ACTIONS)[N]>;

/** One thing to do; exactly one name. */
export const RuleAction = z.strictObject(RULE_ACTIONS).partial();
export type RuleAction = z.infer<typeof RuleAction>;

/** Foreseen by the rules themselves, so that their changes say it all; whatever else is done by the room that can do it. */
export const CHANGING_ACTIONS: ReadonlySet<RuleActionName> = new Set(['set', 'raise', 'tag', 'untag', 'status']);

export function nameOf(action: RuleAction): RuleActionName {
  return Object.keys(action)[0] as RuleActionName;
}
