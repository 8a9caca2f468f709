import type { Desk } from '../desk/desk-schema.js';
import { nameOf, type RuleAction } from '../desk/schema/rule-actions.js';
import { findEscalationTarget } from '../routing/choice/escalation-target.js';
import { TICKET_PRIORITIES } from '../tickets/ticket-state.js';
import type { FactValue, RuleFacts } from './rule-condition.js';

/** What of a desk says where an escalated ticket goes. */
export type Levels = Pick<Desk, 'groups'> & { readonly routing: Pick<Desk['routing'], 'escalation'> };

export const NO_LEVELS: Levels = { groups: {}, routing: { escalation: { reasons: {}, triedNeeded: false } } };

const PRIORITIES: readonly FactValue[] = TICKET_PRIORITIES;

/** What an action makes of the facts, so that rules after it see it. */
export function foresee(facts: RuleFacts, action: RuleAction, levels: Levels = NO_LEVELS): RuleFacts {
  switch (nameOf(action)) {
    case 'set': {
      const { fields = {}, ...columns } = action.set!;
      const changed = Object.entries(columns).map(([name, value]) => [`ticket.${name}`, value]);
      return {
        ...facts,
        ...Object.fromEntries([...changed, ...Object.entries(fields).map(([name, value]) => [`ticket.fields.${name}`, value])]),
      };
    }
    case 'raise':
      return PRIORITIES.indexOf(action.raise!) > PRIORITIES.indexOf(facts['ticket.priority'] ?? 'low')
        ? { ...facts, 'ticket.priority': action.raise! }
        : facts;
    case 'tag':
      return { ...facts, 'ticket.tags': [...new Set([...tagsOf(facts), ...[action.tag!].flat()])] };
    case 'untag':
      return { ...facts, 'ticket.tags': tagsOf(facts).filter((tag) => ![action.untag!].flat().includes(tag)) };
    case 'status':
      return { ...facts, 'ticket.status': action.status! };
    case 'snooze':
      return { ...facts, 'ticket.status': 'pending' };
    case 'escalate':
      return escalate(facts, action.escalate!, levels);
    default:
      return facts;
  }
}

/** As it is where there is no further level: then the action fails and says so. */
function escalate(facts: RuleFacts, { reason, team }: NonNullable<RuleAction['escalate']>, { groups, routing }: Levels): RuleFacts {
  const { reasons, top } = routing.escalation;
  const group = facts['ticket.group'];
  const ofGroup = typeof group === 'string' && Object.hasOwn(groups, group) ? groups[group]!.level : 1;
  const level = Math.max(Number(facts['ticket.level'] ?? 1), ofGroup);
  const named = Object.hasOwn(reasons, reason) ? reasons[reason] : undefined;
  const target = named === undefined ? null : findEscalationTarget(groups, { level, to: named.to, top, suggested: team });
  if (target === null || !('group' in target)) return facts;
  return { ...facts, 'ticket.group': target.group, 'ticket.level': target.level, 'ticket.assignee': null };
}

function tagsOf(facts: RuleFacts): readonly string[] {
  const tags = facts['ticket.tags'];
  return Array.isArray(tags) ? (tags as readonly string[]) : [];
}
