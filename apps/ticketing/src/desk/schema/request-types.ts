import { z } from 'zod';
import { TICKET_PRIORITIES } from '../../tickets/ticket-state.js';
import { type CategoryTree, findUnknownCategories, findUnknownKey, placed } from './references.js';
import { type DeskFault, findUnknownKeys, Key } from './keys.js';
import { Span } from './spans.js';
import { Term } from './terms.js';
import { LocalisedText } from './texts.js';

/** What must be there before a case goes on. */
export const StageRequirements = z.strictObject({
  fields: z.array(Key).default([]).describe('these are filled'),
  evidence: z.array(Key).default([]).describe('the customer gave these'),
  estimate: z.boolean().default(false).describe('when it will be done is said; the customer is told, and told again when it changes'),
  note: z.boolean().default(false).describe('in words why'),
});
export type StageRequirements = z.infer<typeof StageRequirements>;

/** How a stage may end, where that is a decision: known or unknown, doable or not now, verified or failed. */
export const StageOutcome = z.strictObject({
  key: Key,
  name: LocalisedText,
  to: Key.describe('stage that follows'),
  requires: StageRequirements.prefault({}),
  tell: LocalisedText.optional().describe(
    'told to the customer; {{ticket.number}}, {{stage}}, {{note}}, {{estimate}}, {{fields.KEY}} and {{article}} (the steps of the article that the ticket is linked with) are filled in',
  ),
});
export type StageOutcome = z.infer<typeof StageOutcome>;

/** Work of another group that a stage stands for; its result comes back into the thread, and moves the case on. */
export const StageTask = z.strictObject({
  group: Key.optional().describe('who does it; unset: the group the ticket is with'),
  groupField: Key.optional().describe('field whose value is the key of the group, e.g. the department at fault'),
  text: LocalisedText.describe('what is to be done; filled in as `tell`'),
  within: Term.optional(),
  whenDone: Key.optional().describe('stage that follows when its result is reported'),
});
export type StageTask = z.infer<typeof StageTask>;

export const StageDeadline = z.strictObject({
  within: Term,
  calendar: Key.optional().describe('whose working time counts; unset: that of the ticket'),
  warn: Term.optional().describe('so long before it ends who has the ticket is reminded'),
});
export type StageDeadline = z.infer<typeof StageDeadline>;

export const Stage = z.strictObject({
  key: Key,
  name: LocalisedText,
  status: z.enum(['open', 'pending', 'solved', 'closed']).optional().describe('what the ticket becomes with it'),
  next: z.array(Key).default([]).describe('stages that may follow as they are; decisions are `outcomes`'),
  outcomes: z.array(StageOutcome).default([]),
  requires: StageRequirements.prefault({}).describe('before a case comes into this stage'),
  deadline: StageDeadline.optional().describe('until it leaves this stage'),
  tell: LocalisedText.optional().describe('told to the customer when his case comes into it'),
  task: StageTask.optional(),
  proof: z
    .strictObject({
      inbox: z.string().min(1).max(64).describe('mailbox or gateway by which the code goes out'),
      within: Span.default('24h').describe('so long the code is good'),
      to: Key.describe('the stage that follows when it is proved'),
    })
    .optional()
    .describe(
      'the address that a ticket’s form names must be proved here: a code goes there by itself, and comes back by an answer to it, or to an agent',
    ),
  asksCustomer: z
    .strictObject({ yes: Key, no: Key })
    .optional()
    .describe('`tell` is a question; the stages that follow when he says yes or no'),
});
export type Stage = z.infer<typeof Stage>;

/** What customers come for, and the way such a case goes. */
export const RequestType = z.strictObject({
  name: LocalisedText,
  description: LocalisedText.optional().describe('for customers who choose it'),
  categories: z.array(Key).default([]).describe('tickets of these categories, and of what lies below them, are such requests'),
  group: Key.optional().describe('who takes them, where no rule says otherwise'),
  priority: z.enum(TICKET_PRIORITIES).optional().describe('of a new ticket, where neither its category nor its words say another'),
  fields: z.array(Key).default([]).describe('what is kept of them, in this order'),
  stages: z.array(Stage).max(30).default([]).describe('the first one begins; none: the ticket has its status and nothing else'),
  complex: z.boolean().default(false).describe('its cases are complex: followed up and archived in their time, and reported so'),
});
export type RequestType = z.infer<typeof RequestType>;

export const RequestTypesSection = z.record(Key, RequestType).default({}).describe('what customers come for, by key');
export const DefaultRequestType = Key.optional().describe('what a ticket is that nothing says more of');

export interface RequestTypeRelations {
  readonly requestTypes: Readonly<Record<string, RequestType>>;
  readonly defaultRequestType?: string | undefined;
  readonly fields: Readonly<Record<string, unknown>>;
  readonly evidence: Readonly<Record<string, unknown>>;
  readonly groups: Readonly<Record<string, unknown>>;
  readonly categories?: CategoryTree;
  /** Unset where the desk has no calendars to choose from. */
  readonly calendars?: Readonly<Record<string, unknown>> | undefined;
}

export function findRequestTypeFaults(desk: RequestTypeRelations): DeskFault[] {
  const owner = new Map<string, string>();
  const faults = Object.entries(desk.requestTypes).flatMap(([key, type]) => {
    const path = ['requestTypes', key];
    const taken = type.categories.flatMap((category, index) => {
      const other = owner.get(category);
      if (other === undefined) return owner.set(category, key) && [];
      return [{ path: [...path, 'categories', index], problem: `the category "${category}" belongs to ${other} already` }];
    });
    return [
      ...taken,
      ...findUnknownCategories(placed(type.categories, [...path, 'categories']), desk.categories),
      ...findUnknownKeys(placed(type.fields, [...path, 'fields']), Object.keys(desk.fields), 'field'),
      ...findUnknownKey(type.group, [...path, 'group'], Object.keys(desk.groups), 'group'),
      ...findStageFaults(type, path, desk),
    ];
  });
  return [...faults, ...findUnknownKey(desk.defaultRequestType, ['defaultRequestType'], Object.keys(desk.requestTypes), 'request type')];
}

function findStageFaults({ stages }: RequestType, path: readonly (string | number)[], desk: RequestTypeRelations): DeskFault[] {
  const keys = stages.map(({ key }) => key);
  const reached = new Set([keys[0], ...stages.flatMap(followersOf)]);
  return stages.flatMap((stage, index) => {
    const at = [...path, 'stages', index];
    return [
      ...(keys.indexOf(stage.key) === index ? [] : [{ path: [...at, 'key'], problem: `${stage.key} is there twice` }]),
      ...(reached.has(stage.key) ? [] : [{ path: [...at, 'key'], problem: `nothing leads to the stage ${stage.key}` }]),
      ...findUnknownKeys(placed(stage.next, [...at, 'next']), keys, 'stage'),
      ...findRequirementFaults(stage.requires, [...at, 'requires'], desk),
      ...stage.outcomes.flatMap(({ to, requires }, place) => [
        ...findUnknownKey(to, [...at, 'outcomes', place, 'to'], keys, 'stage'),
        ...findRequirementFaults(requires, [...at, 'outcomes', place, 'requires'], desk),
      ]),
      ...findUnknownKey(stage.proof?.to, [...at, 'proof', 'to'], keys, 'stage'),
      ...findUnknownKey(stage.asksCustomer?.yes, [...at, 'asksCustomer', 'yes'], keys, 'stage'),
      ...findUnknownKey(stage.asksCustomer?.no, [...at, 'asksCustomer', 'no'], keys, 'stage'),
      ...(stage.asksCustomer !== undefined && stage.tell === undefined
        ? [{ path: [...at, 'asksCustomer'], problem: 'nothing is asked', allowed: 'put the question into tell' }]
        : []),
      ...findUnknownKey(stage.task?.group, [...at, 'task', 'group'], Object.keys(desk.groups), 'group'),
      ...findUnknownKey(stage.task?.groupField, [...at, 'task', 'groupField'], Object.keys(desk.fields), 'field'),
      ...findUnknownKey(stage.task?.whenDone, [...at, 'task', 'whenDone'], keys, 'stage'),
      ...(desk.calendars === undefined
        ? []
        : findUnknownKey(stage.deadline?.calendar, [...at, 'deadline', 'calendar'], Object.keys(desk.calendars), 'calendar')),
    ];
  });
}

function followersOf({ next, outcomes, asksCustomer, task, proof }: Stage): string[] {
  const more = [asksCustomer?.yes, asksCustomer?.no, task?.whenDone, proof?.to].filter((key) => key !== undefined);
  return [...next, ...outcomes.map(({ to }) => to), ...more];
}

function findRequirementFaults(
  { fields, evidence }: StageRequirements,
  path: readonly (string | number)[],
  desk: Pick<RequestTypeRelations, 'fields' | 'evidence'>,
): DeskFault[] {
  return [
    ...findUnknownKeys(placed(fields, [...path, 'fields']), Object.keys(desk.fields), 'field'),
    ...findUnknownKeys(placed(evidence, [...path, 'evidence']), Object.keys(desk.evidence), 'evidence'),
  ];
}
