import type { Actor } from '../tickets/actor.js';

/** Why two contacts are one person. On a claim nobody is merged with anybody. */
export type MergeReason =
  /** An agent said so. */
  | 'agent'
  /** A connector vouched for identities of both in one message: a signed-in visitor, say. */
  | 'proved_together'
  /** A code that was sent to the other's address came back. */
  | 'code_confirmed';

export interface IdentityName {
  readonly scheme: string;
  readonly scope: string;
  readonly value: string;
}

/** Two contacts that were put together; `from` leads to `into` since. */
export interface ContactMerge {
  readonly id: string;
  readonly fromContact: string;
  readonly intoContact: string;
  readonly reason: MergeReason;
  /** Identities that went over. */
  readonly identities: readonly IdentityName[];
  /** Contacts that led to `from` before. */
  readonly led: readonly string[];
  readonly actor: Actor;
  readonly madeAt: Date;
  readonly undoneAt: Date | null;
}

/** A person has one of these: two that differ, both proved, are two people, whatever else speaks for one. */
const ONE_EACH: ReadonlySet<string> = new Set(['user', 'wechat_unionid']);

interface ProvedIdentity extends IdentityName {
  readonly assurance: string;
}

/** Do the identities of two contacts say that they are two people? */
export function areDifferentPeople(one: readonly ProvedIdentity[], other: readonly ProvedIdentity[]): boolean {
  const proved = (identities: readonly ProvedIdentity[]) =>
    identities.filter(({ scheme, assurance }) => ONE_EACH.has(scheme) && assurance === 'verified');
  return proved(one).some((a) => proved(other).some((b) => a.scheme === b.scheme && a.scope === b.scope && a.value !== b.value));
}

/** The older one stays: what was told to people before, as links and tokens, names it. Ids are ordered by time. */
export function chooseLead(one: string, other: string): { readonly from: string; readonly into: string } {
  return one < other ? { from: other, into: one } : { from: one, into: other };
}
