import { z } from 'zod';
import { type DeskFault, findUnknownKeys, Key } from './keys.js';
import { Audience, ClockSpan, findTwice } from './surveys.js';
import { LocalisedText } from './texts.js';

/** A contact that the desk seeks by itself: every so often, with each customer of a class. */
export const CheckIn = z.strictObject({
  key: Key,
  for: Audience.prefault({}),
  every: ClockSpan.default('30d'),
  dueWithin: ClockSpan.default('3d').describe('how long whoever does it has'),
  subject: LocalisedText,
  text: LocalisedText.describe('what is to be done, for the agent'),
  group: Key.optional().describe('whose it is where the customer has no account manager'),
  origin: z.string().describe('one of deskSettings.origins: what its ticket is numbered by'),
});
export type CheckIn = z.infer<typeof CheckIn>;

export const CheckInsSection = z.array(CheckIn).default([]).describe('scheduled contacts per customer class');

export function findCheckInsFaults(desk: {
  readonly checkIns: readonly CheckIn[];
  readonly groups: Readonly<Record<string, unknown>>;
}): DeskFault[] {
  const used = desk.checkIns.flatMap(({ group }, index) =>
    group === undefined ? [] : [{ path: ['checkIns', index, 'group'], key: group }],
  );
  return [...findUnknownKeys(used, Object.keys(desk.groups), 'group'), ...findTwice(desk.checkIns, ['checkIns'])];
}
