import { z } from 'zod';
import { type DeskFault, Key } from './keys.js';
import { Span } from './spans.js';
import { LocalisedText } from './texts.js';

/** A way by which customers are told who have an address of its kind. */
export const Way = z.strictObject({
  inbox: z.string().min(1).max(64),
  scheme: z.string().min(1).max(40).describe('of the address: phone, user, email'),
});

export const IncidentsSection = z
  .strictObject({
    ways: z.array(Way).max(10).default([]).describe('besides the channel of a customer’s own ticket: app push, SMS, mail'),
    use: z.enum(['first', 'all']).default('first').describe('the first way that leads to him, or all of them'),
    numberCode: z
      .string()
      .regex(/^[A-Z0-9]{1,8}$/, '1 to 8 of A-Z and 0-9')
      .default('INC')
      .describe('in numbers of tickets that are opened to tell somebody who has none'),
    mostPerNotice: z.int().min(1).max(1_000_000).default(10_000).describe('customers told of one incident at most'),
    began: LocalisedText.optional().describe('{{title}}, {{number}}, {{text}}'),
    ended: LocalisedText.optional().describe('{{title}}, {{number}}, {{minutes}}, {{text}}'),
    compensation: Key.optional().describe('policy that is proposed when one is over'),
  })
  .prefault({});
export type IncidentsSection = z.infer<typeof IncidentsSection>;

const Amount = z.number().min(0).max(10_000_000);

/** What a customer gets for what he went without. */
export const CompensationPolicy = z.strictObject({
  name: LocalisedText,
  unit: z.string().trim().min(1).max(20).default('CNY').describe('CNY, days, points …'),
  fixed: Amount.optional().describe('for each case'),
  per: Span.optional().describe('`amount` for each of these that began'),
  amount: Amount.optional(),
  byPlan: z.record(z.string().min(1).max(100), Amount).default({}).describe('instead of `amount` or `fixed`, by the customer’s plan'),
  atLeast: Span.optional().describe('nothing for what was shorter'),
  most: Amount.optional().describe('of one case'),
  tell: LocalisedText.optional().describe('told to the customer when it is approved: {{amount}}, {{unit}}, {{number}}'),
});
export type CompensationPolicy = z.infer<typeof CompensationPolicy>;

export const CompensationSection = z.record(Key, CompensationPolicy).default({});

export function findIncidentFaults(desk: {
  readonly incidents: IncidentsSection;
  readonly compensations: Readonly<Record<string, CompensationPolicy>>;
}): DeskFault[] {
  const faults = Object.entries(desk.compensations).flatMap(([key, { fixed, per, amount, byPlan }]): DeskFault[] => {
    const path = ['compensations', key];
    if ((per === undefined) === (fixed === undefined))
      return [{ path, problem: 'says neither or both of `fixed` and `per`', allowed: '`fixed`, or `per` with `amount`' }];
    return per !== undefined && amount === undefined && Object.keys(byPlan).length === 0
      ? [{ path, problem: '`per` without `amount`', allowed: '`amount`, or `byPlan`' }]
      : [];
  });
  const policy = desk.incidents.compensation;
  if (policy !== undefined && !Object.hasOwn(desk.compensations, policy))
    faults.push({
      path: ['incidents', 'compensation'],
      problem: `there is no compensation "${policy}"`,
      allowed: Object.keys(desk.compensations).join(', ') || 'none is defined',
    });
  return faults;
}
