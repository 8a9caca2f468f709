import { CHANGING_ACTIONS, nameOf, type RuleAction } from '../../desk/schema/rule-actions.js';
import { spanMs } from '../../desk/schema/spans.js';
import type { FactValue, RuleFacts } from '../rule-condition.js';
import type { RuleHappening } from '../rule-happening.js';
import { MOST_DEPTH } from '../rule-plan.js';
import type { RuleSet } from '../rule-set.js';
import type { Surroundings } from './surroundings.js';

/** Something of a ticket's past. */
export interface PastHappening extends RuleHappening {
  /** Fields that people or other rooms changed with it; they hold whatever the rules say. */
  readonly changed: RuleFacts;
}

/** How rules handled a ticket. */
export interface Handled {
  readonly rules: readonly string[];
  /** `ticket.*`, as it stands at the end. */
  readonly facts: RuleFacts;
  /** Whatever changes no field, in order: messages, tasks, pages, … */
  readonly actions: readonly RuleAction[];
}

interface Waiting {
  readonly name: string;
  readonly at: number;
}

/** A sleeping ticket wakes by a timer of its own; no rule's timer is called so. */
const SLEEP = ' sleep';

/**
 * What a rule set would have made of a ticket's past. Pure: nothing is read and nothing is done. What the rules of that time did is left out of
 * `past`, for this set does its own.
 */
export function simulate(rules: RuleSet, opened: RuleFacts, past: readonly PastHappening[], until: Date, around: Surroundings): Handled {
  const run = new Simulation(rules, opened, around);
  for (const happening of past) {
    run.runTimersUntil(happening.at.getTime());
    run.take(happening);
  }
  run.runTimersUntil(until.getTime());
  return { rules: [...new Set(run.ran)], facts: run.facts, actions: run.actions };
}

/** A timer that starts itself again must not run for ever. */
const MOST_TIMERS = 50;

class Simulation {
  readonly ran: string[] = [];
  readonly actions: RuleAction[] = [];
  private readonly timers = new Map<string, Waiting>();
  private timersRun = 0;
  /** Where the chain began that is followed now, and that which laid the ticket to sleep. */
  private root = '';
  private asleepSince = '';
  /** Rules that ran in each chain, by where it begins. */
  private readonly begun = new Map<string, Set<string>>();

  constructor(
    private readonly rules: RuleSet,
    public facts: RuleFacts,
    private readonly around: Surroundings,
  ) {}

  take({ event, facts, changed, at, root }: PastHappening): void {
    this.facts = { ...this.facts, ...changed };
    const ran = this.begun.get(root) ?? new Set<string>();
    this.begun.set(root, ran);
    // What opened the ticket is not what came after it was laid to sleep.
    if (event === 'customer_wrote' && root !== this.asleepSince && this.timers.delete(SLEEP)) this.wake();
    this.root = root;
    this.follow(event, facts, ran, 1, at.getTime());
  }

  runTimersUntil(at: number): void {
    for (;;) {
      const [next] = [...this.timers.values()].filter((timer) => timer.at <= at).sort((a, b) => a.at - b.at);
      if (next === undefined || this.timersRun >= MOST_TIMERS) return;
      this.timers.delete(next.name);
      this.timersRun += 1;
      if (next.name === SLEEP) {
        this.wake();
        this.follow('status_changed', { 'event.from': 'pending', 'event.to': 'open', 'event.by': 'system' }, new Set(), 1, next.at);
        continue;
      }
      this.follow(`timer:${next.name}`, {}, new Set(), 1, next.at);
    }
  }

  private wake(): void {
    if (this.facts['ticket.status'] === 'pending') this.facts = { ...this.facts, 'ticket.status': 'open' };
  }

  private follow(event: string, facts: RuleFacts, ran: Set<string>, depth: number, at: number): void {
    if (depth > MOST_DEPTH) return;
    const known = { ...this.facts, ...facts };
    const { runs, facts: after } = this.rules.run(event, { ...known, ...this.around.factsAt(new Date(at), known) }, ran);
    const changed = new Set<string>();
    const escalated: string[] = [];
    for (const { rule, actions, effects } of runs) {
      this.ran.push(rule);
      ran.add(rule);
      for (const name of Object.keys(effects)) changed.add(name);
      for (const action of actions) this.act(action, at);
      if ('ticket.level' in effects) escalated.push(...actions.flatMap(({ escalate }) => escalate?.reason ?? []));
    }
    if (runs.length > 0) this.facts = { ...this.facts, ...pick(after, (name) => name.startsWith('ticket.')) };
    for (const next of toEvents(changed))
      this.follow(next, { 'event.by': 'rule', 'event.changed': [...changed].map(toFieldName) }, ran, depth + 1, at);
    for (const reason of escalated) this.follow('escalated', { 'event.by': 'rule', 'event.reason': reason }, ran, depth + 1, at);
  }

  private act(action: RuleAction, at: number): void {
    if (CHANGING_ACTIONS.has(nameOf(action))) return;
    this.actions.push(action);
    if (action.startTimer !== undefined)
      this.timers.set(action.startTimer.name, { name: action.startTimer.name, at: at + spanMs(action.startTimer.after) });
    if (action.snooze !== undefined) {
      const until = this.around.sleepEnd(action.snooze, this.facts, new Date(at));
      if (until !== null) this.timers.set(SLEEP, { name: SLEEP, at: until });
      this.asleepSince = this.root;
    }
    if (action.stopTimer !== undefined) this.timers.delete(action.stopTimer.name);
  }
}

function toEvents(changed: ReadonlySet<string>): string[] {
  const fields = [...changed].filter((name) => name !== 'ticket.status');
  return [
    ...(changed.has('ticket.status') ? ['status_changed'] : []),
    ...(fields.length > 0 ? ['changed'] : []),
    ...(changed.has('ticket.group') || changed.has('ticket.assignee') ? ['assigned'] : []),
  ];
}

/** `ticket.fields.region` → `fields`, as the event says it. */
function toFieldName(fact: string): string {
  return fact.split('.')[1]!;
}

export function pick(facts: RuleFacts, keep: (name: string) => boolean): RuleFacts {
  return Object.fromEntries(Object.entries(facts).filter(([name]) => keep(name)));
}

export interface HandledDifference {
  readonly rules: { readonly before: readonly string[]; readonly after: readonly string[] };
  readonly changes: Readonly<Record<string, { readonly before: FactValue; readonly after: FactValue }>>;
  readonly actions: { readonly gone: readonly RuleAction[]; readonly added: readonly RuleAction[] };
}

/** Null: other rules perhaps, but the ticket fares the same. */
export function findDifference(before: Handled, after: Handled): HandledDifference | null {
  const names = [...new Set([...Object.keys(before.facts), ...Object.keys(after.facts)])].filter((name) => name.startsWith('ticket.'));
  const changed = names.filter((name) => JSON.stringify(before.facts[name] ?? null) !== JSON.stringify(after.facts[name] ?? null)).sort();
  const gone = without(before.actions, after.actions);
  const added = without(after.actions, before.actions);
  if (changed.length + gone.length + added.length === 0) return null;
  return {
    rules: { before: before.rules, after: after.rules },
    changes: Object.fromEntries(changed.map((name) => [name, { before: before.facts[name] ?? null, after: after.facts[name] ?? null }])),
    actions: { gone, added },
  };
}

/** Each action of `others` takes away one that is the same. */
function without(actions: readonly RuleAction[], others: readonly RuleAction[]): RuleAction[] {
  const left = new Map<string, number>();
  for (const other of others) left.set(JSON.stringify(other), (left.get(JSON.stringify(other)) ?? 0) + 1);
  return actions.filter((action) => {
    const count = left.get(JSON.stringify(action)) ?? 0;
    if (count > 0) left.set(JSON.stringify(action), count - 1);
    return count === 0;
  });
}
