import { z } from 'zod';
import type { Desk } from '../desk-schema.js';
import { type DeskFault, findUnknownKeys, Key } from './keys.js';
import { LocalisedText } from './texts.js';
import { TargetLengthSection } from './target-length.js';

/** A priority in the desk's words, and what is promised for it on every channel. */
export const PrioritySection = z.strictObject({
  name: LocalisedText,
  response: TargetLengthSection.optional().describe('until a person answers first'),
  nextResponse: TargetLengthSection.optional().describe('until a person answers what the customer wrote later'),
  resolution: TargetLengthSection.optional().describe('until it is solved, waiting for the customer left out'),
  progress: TargetLengthSection.optional().describe('between two words about how it stands'),
  calendar: Key.optional().describe('whose working hours and kinds of day; absent: the channel’s'),
  supervisorsTold: z.boolean().default(false).describe('the supervisors are told at the moment a ticket has it'),
});

/** The product's four, those that the desk uses. */
export const PrioritiesSection = z
  .strictObject({
    urgent: PrioritySection.optional(),
    high: PrioritySection.optional(),
    normal: PrioritySection.optional(),
    low: PrioritySection.optional(),
  })
  .prefault({})
  .describe('what the desk calls the priorities, and its targets for them');

export function findPriorityFaults({ priorities, calendars }: Pick<Desk, 'priorities' | 'calendars'>): DeskFault[] {
  const named = Object.entries(priorities).flatMap(([priority, section]) =>
    section?.calendar === undefined ? [] : [{ path: ['priorities', priority, 'calendar'], key: section.calendar }],
  );
  return findUnknownKeys(named, Object.keys(calendars), 'calendar');
}
