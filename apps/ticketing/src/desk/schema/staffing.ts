import { z } from 'zod';
import { type DeskFault, findUnknownKeys, Key } from './keys.js';
import { Span } from './spans.js';
import { LocalisedText } from './texts.js';

/** A channel that must have people and a connection. */
export const StaffedChannel = z.strictObject({
  name: LocalisedText.optional(),
  inboxes: z.array(z.string().min(1).max(64)).min(1).max(50),
  groups: z.array(Key).max(50).default([]).describe('whose people answer there; none: nobody is counted'),
  least: z.int().min(0).max(1_000).default(1).describe('people at work at once'),
  after: Span.default('5m').describe('an alarm is raised when it has been so for this long'),
});
export type StaffedChannel = z.infer<typeof StaffedChannel>;

export const StaffingSection = z
  .record(Key, StaffedChannel)
  .default({})
  .describe('channels by key; one without people or connection raises an alarm');

export function findStaffingFaults(desk: {
  readonly staffing: Readonly<Record<string, StaffedChannel>>;
  readonly groups: Readonly<Record<string, unknown>>;
}): DeskFault[] {
  const channels = Object.entries(desk.staffing);
  const groups = channels.flatMap(([key, { groups }]) =>
    groups.map((group, index) => ({ path: ['staffing', key, 'groups', index], key: group })),
  );
  return findUnknownKeys(groups, Object.keys(desk.groups), 'group');
}
