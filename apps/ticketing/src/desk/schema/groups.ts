import { z } from 'zod';
import { Key } from './keys.js';
import { LocalisedText } from './texts.js';

/** A team that tickets wait in. */
export const GroupSection = z.strictObject({
  name: LocalisedText,
  members: z.array(z.email()).default([]).describe('agents by their login; more are added over the API'),
});

export const GroupsSection = z.record(Key, GroupSection).default({}).describe('teams by key');
