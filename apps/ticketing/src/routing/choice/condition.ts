import { domainToASCII } from 'node:url';
import type { RoutingCondition } from '../../desk/schema/routing.js';

/** What routing judges a ticket by. Words as the desk's other rooms left them; absent is null. */
export interface RoutingSubject {
  readonly inbox: string | null;
  readonly channel: string;
  /** All that the message was written to. */
  readonly addresses: readonly string[];
  /** The category's key, and those above it. */
  readonly categories: readonly string[];
  readonly requestType: string | null;
  readonly language: string | null;
  readonly plan: string | null;
  readonly class: string | null;
  readonly vip: boolean;
  readonly priority: string;
  readonly urgency: string | null;
  readonly mood: string | null;
  readonly tags: readonly string[];
}

/** Does every line of the condition hold? */
export function holds(condition: RoutingCondition | undefined, subject: RoutingSubject): boolean {
  if (condition === undefined) return true;
  const one = (allowed: readonly string[] | undefined, is: string | null) => allowed === undefined || (is !== null && allowed.includes(is));
  const some = (allowed: readonly string[] | undefined, are: readonly string[]) =>
    allowed === undefined || are.some((each) => allowed.includes(each));
  return (
    one(condition.inboxes, subject.inbox) &&
    one(condition.channels, subject.channel) &&
    some(condition.addresses?.map(toComparableAddress), subject.addresses.map(toComparableAddress)) &&
    some(condition.categories, subject.categories) &&
    one(condition.requestTypes, subject.requestType) &&
    some(condition.languages, subject.language === null ? [] : [subject.language, subject.language.split('-')[0]!]) &&
    one(condition.plans, subject.plan) &&
    one(condition.classes, subject.class) &&
    one(condition.priorities, subject.priority) &&
    one(condition.urgencies, subject.urgency) &&
    one(condition.moods, subject.mood) &&
    some(condition.tags, subject.tags) &&
    (condition.vip === undefined || condition.vip === subject.vip)
  );
}

/** `Service@CR魔法.com` and `service@xn--cr-….com` are one address. */
export function toComparableAddress(address: string): string {
  const at = address.lastIndexOf('@');
  if (at === -1) return address.toLowerCase();
  const domain = address.slice(at + 1);
  return `${address.slice(0, at).toLowerCase()}@${domainToASCII(domain) || domain.toLowerCase()}`;
}
