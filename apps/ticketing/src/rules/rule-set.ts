import { CHANGING_ACTIONS, nameOf, type RuleAction } from '../desk/schema/rule-actions.js';
import type { HoursPlace } from '../desk/schema/rule-facts.js';
import type { Rule } from '../desk/schema/rules.js';
import { findPlaces } from './calendar-facts.js';
import { foresee, type Levels, NO_LEVELS } from './foresee.js';
import { compileCondition, type Condition, type FactValue, type MatchedTest, type RuleFacts } from './rule-condition.js';

export type FactChanges = Readonly<Record<string, { readonly from: FactValue; readonly to: FactValue }>>;

/** A rule that ran for one happening of one ticket. */
export interface RuleRun {
  readonly rule: string;
  readonly event: string;
  readonly matched: readonly MatchedTest[];
  readonly actions: readonly RuleAction[];
  /** Facts that its actions change, before and after. */
  readonly changes: FactChanges;
  /** The same, and what other rooms change who do its actions: an escalation, sleep. */
  readonly effects: FactChanges;
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
  /** Channels and calendars whose hours it asks about. */
  readonly places: readonly HoursPlace[];
  private readonly rules: readonly CompiledRule[];

  constructor(
    rules: readonly Rule[],
    private readonly levels: Levels = NO_LEVELS,
  ) {
    this.places = findPlaces(rules);
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
        runs.push({ rule: rule.key, event, matched: [], actions: [], changes: {}, effects: {}, fault: asked.fault });
        continue;
      }
      const before = facts;
      const act = (actions: readonly RuleAction[]) => actions.reduce((now, action) => foresee(now, action, this.levels), before);
      const after = act(rule.then);
      const own = act(rule.then.filter((action) => CHANGING_ACTIONS.has(nameOf(action))));
      const what = { changes: compare(before, own), effects: compare(before, after) };
      runs.push({ rule: rule.key, event, matched: asked.matched, actions: rule.then, ...what });
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

export function compare(before: RuleFacts, after: RuleFacts): Record<string, { from: FactValue; to: FactValue }> {
  if (before === after) return {};
  const names = Object.keys(after).filter((name) => JSON.stringify(before[name] ?? null) !== JSON.stringify(after[name] ?? null));
  return Object.fromEntries(names.map((name) => [name, { from: before[name] ?? null, to: after[name] ?? null }]));
}
