import { nameOf, type RuleAction } from '../desk/schema/rule-actions.js';
import type { Rule } from '../desk/schema/rules.js';
import { TICKET_PRIORITIES } from '../tickets/ticket-state.js';
import { compileCondition, type Condition, type FactValue, type MatchedTest, type RuleFacts } from './rule-condition.js';

/** A rule that ran for one happening of one ticket. */
export interface RuleRun {
  readonly rule: string;
  readonly event: string;
  readonly matched: readonly MatchedTest[];
  readonly actions: readonly RuleAction[];
  /** Facts that its actions change, before and after. */
  readonly changes: Readonly<Record<string, { readonly from: FactValue; readonly to: FactValue }>>;
  /** Why it could not be asked; then it did nothing. */
  readonly fault?: string;
}

interface CompiledRule {
  readonly rule: Rule;
  readonly events: ReadonlySet<string>;
  readonly condition: Condition;
}

/** The rules of a desk, ready to run. Pure: it says what is to be done and does nothing. */
export class RuleSet {
  private readonly rules: readonly CompiledRule[];

  constructor(rules: readonly Rule[]) {
    this.rules = rules
      .filter(({ enabled }) => enabled)
      .map((rule) => ({ rule, events: new Set(rule.when), condition: compileCondition(rule.if) }));
  }

  /** Is there a rule for this at all? */
  follows(event: string): boolean {
    return this.rules.some(({ events }) => events.has(event));
  }

  /** From the first rule to the last, each with what those before it changed. `ran`: rules that have run in this chain already. */
  run(
    event: string,
    given: RuleFacts,
    ran: ReadonlySet<string> = new Set(),
  ): { readonly runs: readonly RuleRun[]; readonly facts: RuleFacts } {
    let facts = given;
    const runs: RuleRun[] = [];
    for (const { rule, events, condition } of this.rules) {
      if (!events.has(event) || ran.has(rule.key)) continue;
      const asked = ask(condition, facts);
      if (asked === null) continue;
      if ('fault' in asked) {
        runs.push({ rule: rule.key, event, matched: [], actions: [], changes: {}, fault: asked.fault });
        continue;
      }
      const after = rule.then.reduce(foresee, facts);
      runs.push({ rule: rule.key, event, matched: asked.matched, actions: rule.then, changes: compare(facts, after) });
      facts = after;
      if (rule.stop) break;
    }
    return { runs, facts };
  }
}

function ask(condition: Condition, facts: RuleFacts): { matched: readonly MatchedTest[] } | { fault: string } | null {
  try {
    const matched = condition(facts);
    return matched === null ? null : { matched };
  } catch (error) {
    return { fault: error instanceof Error ? error.message : String(error) };
  }
}

const PRIORITIES: readonly FactValue[] = TICKET_PRIORITIES;

/** What an action makes of the facts, so that rules after it see it. */
export function foresee(facts: RuleFacts, action: RuleAction): RuleFacts {
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
    default:
      return facts;
  }
}

function tagsOf(facts: RuleFacts): readonly string[] {
  const tags = facts['ticket.tags'];
  return Array.isArray(tags) ? (tags as readonly string[]) : [];
}

export function compare(before: RuleFacts, after: RuleFacts): Record<string, { from: FactValue; to: FactValue }> {
  if (before === after) return {};
  const names = Object.keys(after).filter((name) => JSON.stringify(before[name] ?? null) !== JSON.stringify(after[name] ?? null));
  return Object.fromEntries(names.map((name) => [name, { from: before[name] ?? null, to: after[name] ?? null }]));
}
