import { z } from 'zod';
import { Key } from './keys.js';
import { LocalisedText } from './texts.js';

/** Something that is done only with the customer's consent: looking at his screen, restarting his server at noon. */
export const Measure = z.strictObject({
  name: LocalisedText,
  ask: LocalisedText.describe(
    'what the customer is told of it, risk included, and asked: {{what}}, {{tool}}, {{rights}}, {{risk}}, {{number}}',
  ),
  tools: z.array(z.string().trim().min(1).max(100)).max(30).default([]).describe('one of these; none: whatever is named'),
  rights: z.array(z.string().trim().min(1).max(100)).max(30).default([]).describe('from the least to the most; one of these'),
  riskNeeded: z.boolean().default(false).describe('nobody is asked before the risk is put into words'),
  recording: z.enum(['required', 'optional', 'none']).default('none').describe('whether it ends only with a reference to its recording'),
});
export type Measure = z.infer<typeof Measure>;

export const MeasuresSection = z.record(Key, Measure).default({});
