import { z } from 'zod';
import { Key } from './keys.js';
import { RuleAction } from './rule-actions.js';
import { RECORD_EVENT, RULE_EVENTS, TIMER_EVENT } from './rule-facts.js';
import { LocalisedText } from './texts.js';

const Value = z.union([z.string().max(500), z.number(), z.boolean()]);
export type RuleValue = z.infer<typeof Value>;

const isEvent = (name: string) => (RULE_EVENTS as readonly string[]).includes(name) || TIMER_EVENT.test(name) || RECORD_EVENT.test(name);
const EventName = z.string().refine(isEvent, {
  error: `one of ${RULE_EVENTS.join(', ')}, timer:NAME, or record:CODE for what is written into the thread (record:snooze.ended)`,
});

/** `fact` with one operator, or one of `all`, `any`, `none` with conditions of their own. */
export const RuleCondition = z.strictObject({
  fact: z.string().max(100).optional(),
  is: Value.optional(),
  not: Value.optional(),
  in: z.array(Value).min(1).max(500).optional(),
  notIn: z.array(Value).min(1).max(500).optional(),
  contains: z
    .union([z.string().min(1).max(200), z.array(z.string().min(1).max(200)).min(1).max(500)])
    .optional()
    .describe('one of these, in any case and width'),
  matches: z.string().min(1).max(500).optional().describe('a pattern; matched in linear time, so without back references and look-around'),
  above: z.number().optional(),
  below: z.number().optional(),
  exists: z.boolean().optional(),
  get all() {
    return z.array(RuleCondition).min(1).max(50).optional();
  },
  get any() {
    return z.array(RuleCondition).min(1).max(50).optional();
  },
  get none() {
    return z.array(RuleCondition).min(1).max(50).optional();
  },
});
export type RuleCondition = z.infer<typeof RuleCondition>;

/** One rule: when something happens and what is asked holds, this is done. */
export const Rule = z.strictObject({
  key: Key,
  name: LocalisedText.optional(),
  when: z.array(EventName).min(1).max(20),
  if: RuleCondition.optional(),
  then: z.array(RuleAction).min(1).max(20),
  stop: z.boolean().default(false).describe('rules below it do not run for the same happening'),
  enabled: z.boolean().default(true),
});
export type Rule = z.infer<typeof Rule>;

export const RulesSection = z.array(Rule).max(500).default([]).describe('run from the first to the last');
