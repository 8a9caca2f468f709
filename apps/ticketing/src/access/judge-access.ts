import type { AccessNeeds, AccessRule, Door } from '../desk/schema/access.js';

/** Who comes, and by which way. */
export interface Visitor {
  readonly plan: string | null;
  readonly class: string | null;
  readonly company: string | null;
  readonly profile: Readonly<Record<string, unknown>>;
  readonly signedIn: boolean;
  /** Schemes of identities that are proved to be his. */
  readonly verified: readonly string[];
  readonly botSpoke: boolean;
}

export interface Visit {
  readonly channel: string | null;
  readonly inboxId: string | null;
  readonly requestType: string | null;
}

export type Need = 'plan' | 'class' | 'login' | 'verified' | 'company' | 'profile' | 'bot_first';

export interface MissedRule {
  readonly rule: string;
  readonly missing: readonly Need[];
}

type Rules = Readonly<Record<string, AccessRule>>;

/** Rules that a visit misses, in the order of the desk's file; none: it is open to him. */
export function judgeAccess(rules: Rules, visitor: Visitor, visit: Visit): MissedRule[] {
  return Object.entries(rules).flatMap(([rule, { needs, ...guarded }]) => {
    if (!guards(guarded, visit)) return [];
    const missing = findMissingNeeds(needs, visitor);
    return missing.length === 0 ? [] : [{ rule, missing }];
  });
}

export interface ShownDoor {
  readonly key: string;
  readonly door: Door;
  readonly entitled: boolean;
  /** False: its address is not for him. */
  readonly addressShown: boolean;
  /** Keys of the rules that say who it is for. */
  readonly rules: readonly string[];
  readonly missing: readonly Need[];
}

/** What a visitor can do about by himself when he comes: sign in, speak with the bot first. */
const HIS_TO_DO: ReadonlySet<Need> = new Set(['login', 'bot_first']);

/** Is a service for him, or could he do about what is missing by himself? */
export function isOffered(rules: Rules, visitor: Visitor, requestType: string): boolean {
  const missed = judgeAccess(rules, visitor, { channel: null, inboxId: null, requestType });
  return missed.every(({ missing }) => missing.every((need) => HIS_TO_DO.has(need)));
}

/** All ways to reach the desk, as this visitor sees them. */
export function showDoors(doors: Readonly<Record<string, Door>>, rules: Rules, visitor: Visitor): ShownDoor[] {
  return Object.entries(doors).map(([key, door]) => {
    const visit = { channel: door.channel, inboxId: door.inbox ?? null, requestType: null };
    const guarding = Object.entries(rules).filter(([, rule]) => guards(rule, visit));
    const missing = [...new Set(guarding.flatMap(([, { needs }]) => findMissingNeeds(needs, visitor)))];
    const entitled = missing.every((need) => HIS_TO_DO.has(need));
    return {
      ...{ key, door, entitled, missing },
      addressShown: entitled || guarding.every(([, { shown }]) => shown === 'everyone'),
      rules: guarding.map(([rule]) => rule),
    };
  });
}

function guards({ channels, inboxes, requestTypes }: Pick<AccessRule, 'channels' | 'inboxes' | 'requestTypes'>, visit: Visit): boolean {
  return (
    (visit.channel !== null && channels.includes(visit.channel)) ||
    (visit.inboxId !== null && inboxes.includes(visit.inboxId)) ||
    (visit.requestType !== null && requestTypes.includes(visit.requestType))
  );
}

function findMissingNeeds(needs: AccessNeeds, visitor: Visitor): Need[] {
  const missing: [Need, boolean][] = [
    ['plan', needs.plans !== undefined && !(visitor.plan !== null && needs.plans.includes(visitor.plan))],
    ['class', needs.classes !== undefined && !(visitor.class !== null && needs.classes.includes(visitor.class))],
    ['login', needs.login && !visitor.signedIn],
    ['verified', needs.verifiedBy !== undefined && !needs.verifiedBy.some((scheme) => visitor.verified.includes(scheme))],
    ['company', needs.company && (visitor.company ?? '').trim() === ''],
    ['profile', Object.entries(needs.profile).some(([key, allowed]) => !allowed.includes(String(visitor.profile[key] ?? '')))],
    ['bot_first', needs.botFirst && !visitor.botSpoke],
  ];
  return missing.flatMap(([need, isMissing]) => (isMissing ? [need] : []));
}
