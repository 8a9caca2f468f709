import type { Entry } from '../entry.js';

export const RULES = [
  'token',
  'reference',
  'number',
  'conversation',
  'subject-fallback',
  'same-message',
  'new',
  'form',
  'phone',
  'chat',
  'lounge',
  'training',
  'follow',
  'community',
  'members',
  'mentions',
] as const;
export type ThreadRule = (typeof RULES)[number];
export type Sureness = 'certain' | 'likely' | 'doubtful';

export interface Why {
  /** null: a rule that we have no words for yet; its own name stands. */
  readonly rule: ThreadRule | null;
  readonly sureness: Sureness;
  /** What was found, simple values only; the rest is in the raw evidence. */
  readonly evidence: readonly (readonly [string, string])[];
}

const CERTAIN = 0.9;
const LIKELY = 0.65;

export function toWhy({ rule, score, review, evidence }: NonNullable<Entry['threading']>): Why {
  return {
    rule: RULES.find((each) => each === rule) ?? null,
    sureness: review || score < LIKELY ? 'doubtful' : score < CERTAIN ? 'likely' : 'certain',
    evidence: Object.entries(evidence).flatMap(([name, value]) =>
      value === null || value === undefined ? [] : [[name, typeof value === 'object' ? JSON.stringify(value) : String(value)] as const],
    ),
  };
}

const NAMES = [
  'id',
  'state',
  'standing',
  'number',
  'token',
  'conversation',
  'subject',
  'sign',
  'days',
  'tickets',
  'checksFailed',
  'unknownNumbers',
  'setAside',
] as const;
const VALUES = ['ours', 'seen', 'unseen', 'contact', 'participant', 'none', 'valid', 'expired', 'true', 'false'] as const;

/** Evidence that we have words for; null: it stands as it is. */
export const knownName = (name: string) => NAMES.find((each) => each === name) ?? null;
export const knownValue = (value: string) => VALUES.find((each) => each === value) ?? null;
