import { z } from 'zod';
import { TICKET_PRIORITIES } from '../../tickets/ticket-state.js';
import type { Desk } from '../desk-schema.js';
import { type DeskFault, findUnknownKeys, Key } from './keys.js';
import { TargetLengthSection, TargetTimeText } from './target-length.js';

/**
 * What is promised. response: a person answers first; nextResponse: what was written later; resolution; progress: between two words about how it
 * stands; pickup: a call is taken after it came in, firstLine: after it was put into the line; greeting: who was connected is greeted and identified, that is, key
 * points of the call name him, or a contact with him is recorded.
 */
export const CLOCK_KINDS = ['response', 'nextResponse', 'resolution', 'progress', 'pickup', 'firstLine', 'greeting'] as const;
export type ClockKind = (typeof CLOCK_KINDS)[number];

/** answer: a person's; call: one that a person had with the customer, also a logged one; bot; note: an internal one; automatic messages never. */
export const CLOCK_STOPPERS = ['answer', 'call', 'bot', 'note'] as const;
export type ClockStopper = (typeof CLOCK_STOPPERS)[number];

const words = z.array(z.string().min(1)).min(1).optional();

const When = z
  .strictObject({
    channel: z.array(Key).min(1).optional().describe('channels of the desk'),
    priority: z.array(z.enum(TICKET_PRIORITIES)).min(1).optional(),
    category: words.describe('a category, or one above it'),
    requestType: words,
    group: words,
    plan: words.describe('of the contact'),
    class: words.describe('of the contact'),
    vip: z.boolean().optional(),
    urgency: words,
    mood: words,
    tag: words.describe('any of them'),
    level: z.array(z.int()).min(1).optional(),
    ivr: words.describe('a key that the caller pressed'),
  })
  .prefault({});

export const TargetSection = z.strictObject({
  key: Key,
  kind: z.enum(CLOCK_KINDS),
  when: When.describe('all of them hold; of each any'),
  length: TargetLengthSection,
  calendar: Key.optional().describe('whose working hours and kinds of day; absent: the channel’s'),
  stoppedBy: z.array(z.enum(CLOCK_STOPPERS)).min(1).optional().describe('absent: answer, call'),
  alone: z.boolean().default(false).describe('where it holds no other one does; else the one that is due first'),
});
export type TargetSection = z.infer<typeof TargetSection>;

const Attention = z.strictObject({
  remindOwner: TargetTimeText.describe(
    'a ticket that nobody looked at for so long after the customer wrote: its owner is reminded, else its group',
  ),
  tellSupervisor: TargetTimeText.describe('for so long: the supervisors are told'),
  calendar: Key.optional(),
});

export const TargetsSection = z
  .strictObject({
    calendar: Key.optional().describe('where neither the target nor the channel names one; absent: always open'),
    warnAt: z.number().gt(0).lt(1).default(0.75).describe('share of the time after which it is warned'),
    list: z.array(TargetSection).default([]).describe('beside those of the priorities'),
    attention: Attention.optional(),
  })
  .prefault({})
  .describe('what is promised, and when it is warned');

export function findTargetFaults({ targets, calendars, channels }: Pick<Desk, 'targets' | 'calendars' | 'channels'>): DeskFault[] {
  const named = [
    { path: ['targets', 'calendar'], key: targets.calendar },
    { path: ['targets', 'attention', 'calendar'], key: targets.attention?.calendar },
    ...targets.list.map(({ calendar }, index) => ({ path: ['targets', 'list', index, 'calendar'], key: calendar })),
  ].flatMap(({ path, key }) => (key === undefined ? [] : [{ path, key }]));
  const used = targets.list.flatMap(({ when }, index) =>
    (when.channel ?? []).map((key, place) => ({ path: ['targets', 'list', index, 'when', 'channel', place], key })),
  );
  const doubled = targets.list.flatMap(({ key }, index): DeskFault[] =>
    targets.list.findIndex((other) => other.key === key) < index
      ? [{ path: ['targets', 'list', index, 'key'], problem: `there is a target ${key} already`, allowed: 'a key of its own' }]
      : [],
  );
  return [
    ...findUnknownKeys(named, Object.keys(calendars), 'calendar'),
    ...findUnknownKeys(used, Object.keys(channels), 'channel'),
    ...doubled,
  ];
}
