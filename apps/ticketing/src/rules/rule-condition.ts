import type { RuleCondition, RuleValue } from '../desk/schema/rules.js';
import { type LinearPattern, readPattern } from './linear-pattern.js';

export type FactValue = string | number | boolean | readonly string[] | null;
/** What is known when rules run, by the names of `rule-facts.ts`; what is absent is not known. */
export type RuleFacts = Readonly<Record<string, FactValue | undefined>>;

/** One thing that held, as it was found: what a person is shown who asks why. */
export interface MatchedTest {
  readonly fact: string;
  readonly operator: string;
  readonly wanted: RuleValue | readonly RuleValue[];
  readonly value: FactValue;
}

/** Null: it does not hold. */
export type Condition = (facts: RuleFacts) => readonly MatchedTest[] | null;

const LONGEST_SHOWN = 200;

/** Patterns are read once. Throws what `findRuleFaults` would have said. */
export function compileCondition(condition: RuleCondition | undefined): Condition {
  if (condition === undefined) return () => [];
  if (condition.all !== undefined) return every(condition.all.map(compileCondition));
  if (condition.any !== undefined) return some(condition.any.map(compileCondition));
  if (condition.none !== undefined) {
    const below = condition.none.map(compileCondition);
    return (facts) => (below.some((each) => each(facts) !== null) ? null : []);
  }
  return compileTest(condition);
}

function every(below: readonly Condition[]): Condition {
  return (facts) => {
    const matched: MatchedTest[] = [];
    for (const each of below) {
      const found = each(facts);
      if (found === null) return null;
      matched.push(...found);
    }
    return matched;
  };
}

function some(below: readonly Condition[]): Condition {
  return (facts) => {
    for (const each of below) {
      const found = each(facts);
      if (found !== null) return found;
    }
    return null;
  };
}

function compileTest(condition: RuleCondition): Condition {
  const fact = condition.fact!;
  const pattern = condition.matches === undefined ? null : readPattern(condition.matches);
  const operator = (Object.keys(condition) as (keyof RuleCondition)[]).find((name) => name !== 'fact' && condition[name] !== undefined)!;
  const wanted = condition[operator] as RuleValue | RuleValue[];
  return (facts) => {
    const value = facts[fact] ?? null;
    const shown = holds(condition, value, pattern);
    return shown === null ? null : [{ fact, operator, wanted, value: shorten(shown) }];
  };
}

/** Null, or the value that made it hold: of a long text the words that were found. */
function holds(condition: RuleCondition, value: FactValue, pattern: LinearPattern | null): { readonly value: FactValue } | null {
  const when = (held: boolean) => (held ? { value } : null);
  if (condition.exists !== undefined) return when(condition.exists === isThere(value));
  if (condition.is !== undefined) return when(same(value, condition.is));
  if (condition.not !== undefined) return when(!same(value, condition.not));
  if (condition.in !== undefined) return when(condition.in.some((each) => same(value, each)));
  if (condition.notIn !== undefined) return when(!condition.notIn.some((each) => same(value, each)));
  if (condition.above !== undefined) return when(typeof value === 'number' && value > condition.above);
  if (condition.below !== undefined) return when(typeof value === 'number' && value < condition.below);
  if (condition.contains !== undefined) return contains(value, [condition.contains].flat());
  const texts = toTexts(value);
  for (const text of texts) {
    const found = pattern?.find(text) ?? null;
    if (found !== null) return { value: found };
  }
  return null;
}

function contains(value: FactValue, wanted: readonly string[]): { readonly value: FactValue } | null {
  if (Array.isArray(value)) {
    const items = new Set((value as readonly string[]).map(fold));
    return wanted.some((each) => items.has(fold(each))) ? { value } : null;
  }
  const [text] = toTexts(value).map(fold);
  const found = text === undefined ? undefined : wanted.find((each) => text.includes(fold(each)));
  return found === undefined ? null : { value: found };
}

function toTexts(value: FactValue): readonly string[] {
  if (value === null) return [];
  return Array.isArray(value) ? (value as readonly string[]) : [String(value)];
}

function isThere(value: FactValue): boolean {
  return value !== null && value !== '' && !(Array.isArray(value) && value.length === 0);
}

function same(value: FactValue, wanted: RuleValue): boolean {
  return typeof value === 'string' && typeof wanted === 'string' ? fold(value) === fold(wanted) : value === wanted;
}

function fold(text: string): string {
  return text.normalize('NFKC').toLowerCase();
}

function shorten({ value }: { readonly value: FactValue }): FactValue {
  return typeof value === 'string' && value.length > LONGEST_SHOWN ? `${value.slice(0, LONGEST_SHOWN - 1)}…` : value;
}
