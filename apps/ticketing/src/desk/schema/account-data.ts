import { z } from 'zod';
import { type DeskFault, Key } from './keys.js';

/** What the house knows to find by itself. */
export const ACCOUNT_DATA_KINDS = ['card', 'iban', 'cn-id', 'password', 'token'] as const;

/** Answers that carry data of an account are stopped where others could read them. */
export const AccountDataSection = z
  .strictObject({
    find: z
      .array(z.enum(ACCOUNT_DATA_KINDS))
      .default([])
      .describe('card and iban by their check digits, cn-id by its own, password and token by their words'),
    patterns: z
      .record(Key, z.string().min(3).max(500))
      .default({})
      .describe('what this desk’s numbers look like, by a name that agents are told: a regular expression each'),
    openChannels: z
      .array(z.string().min(1))
      .default([])
      .describe('channels where others read along or nobody is known, whoever is written to'),
    unverified: z.boolean().default(true).describe('stop it also where an address it goes to is not proved to be the customer’s'),
    override: z.enum(['nobody', 'agent', 'supervise']).default('nobody').describe('who may send it all the same, with a reason'),
  })
  .prefault({});
export type AccountDataSection = z.infer<typeof AccountDataSection>;

export function findAccountDataFaults({ accountData }: { readonly accountData: AccountDataSection }): DeskFault[] {
  return Object.entries(accountData.patterns).flatMap(([key, pattern]): DeskFault[] => {
    try {
      const found = new RegExp(pattern, 'u');
      return found.test('')
        ? [{ path: ['accountData', 'patterns', key], problem: 'it fits an empty text, so it would stop every answer' }]
        : [];
    } catch (error) {
      const problem = error instanceof Error ? error.message : 'it is no regular expression';
      return [{ path: ['accountData', 'patterns', key], problem, allowed: 'a regular expression, as in JavaScript with the flag u' }];
    }
  });
}
