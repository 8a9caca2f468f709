import { PatternFault } from '../../rules/pattern-reader.js';
import { readPattern } from '../../rules/linear-pattern.js';
import { type DeskFault, findUnknownKeys } from './keys.js';
import { FACT_NAMES, type FactType, findFact, findPlace } from './rule-facts.js';
import type { Rule, RuleCondition, RuleValue } from './rules.js';

type Path = readonly (string | number)[];

/** Which operators a fact of a type can be asked with. */
const OPERATORS: Readonly<Record<FactType, readonly (keyof RuleCondition)[]>> = {
  text: ['is', 'not', 'in', 'notIn', 'contains', 'matches', 'exists'],
  number: ['is', 'not', 'in', 'notIn', 'above', 'below', 'exists'],
  flag: ['is', 'not', 'exists'],
  list: ['contains', 'matches', 'exists'],
  any: ['is', 'not', 'in', 'notIn', 'contains', 'matches', 'above', 'below', 'exists'],
};
const ALL_OPERATORS = OPERATORS.any;
const GROUPINGS = ['all', 'any', 'none'] as const;
const MOST_DEPTH = 6;
const NAMES_OF = { channels: 'channel', calendars: 'calendar' } as const;

type Named = Readonly<Record<string, unknown>>;

interface RuledDesk {
  readonly rules: readonly Rule[];
  readonly groups: Named;
  /** Undefined: the desk has no list of categories, and names are not looked at. */
  readonly categoryKeys?: readonly string[] | undefined;
  readonly duty: { readonly rotas: Named };
  readonly plans: Named;
  readonly compensations: Named;
  readonly templates: Named;
  readonly channels: Named;
  readonly calendars: Named;
  readonly surveys: { readonly forms: Named };
  readonly routing: { readonly escalation: { readonly reasons: Named } };
}

/** What of the rules refers to nothing, compares what cannot be compared, or says two things at once. */
export function findRuleFaults(desk: RuledDesk): DeskFault[] {
  const faults = desk.rules.flatMap((rule, index) => [
    ...(rule.if === undefined ? [] : findConditionFaults(rule.if, ['rules', index, 'if'], desk, 1)),
    ...rule.then.flatMap((action, place) => findActionFaults(action, ['rules', index, 'then', place], desk)),
  ]);
  return [...faults, ...findRepeatedKeys(desk.rules), ...findTimersNobodySets(desk.rules)];
}

function findRepeatedKeys(rules: readonly Rule[]): DeskFault[] {
  const first = new Map<string, number>();
  return rules.flatMap(({ key }, index) => {
    const known = first.get(key);
    if (known === undefined) first.set(key, index);
    return known === undefined
      ? []
      : [{ path: ['rules', index, 'key'], problem: `rule ${known + 1} is called "${key}" too`, allowed: 'a key of its own' }];
  });
}

function findTimersNobodySets(rules: readonly Rule[]): DeskFault[] {
  const set = rules.flatMap(({ then }) => then.flatMap(({ startTimer }) => (startTimer === undefined ? [] : [startTimer.name])));
  const used = rules.flatMap(({ when }, index) =>
    when.flatMap((event, place) =>
      event.startsWith('timer:') ? [{ path: ['rules', index, 'when', place], key: event.slice('timer:'.length) }] : [],
    ),
  );
  return findUnknownKeys(used, set, 'timer that a rule starts');
}

function findConditionFaults(condition: RuleCondition, path: Path, desk: RuledDesk, depth: number): DeskFault[] {
  if (depth > MOST_DEPTH) return [{ path, problem: `conditions in conditions, more than ${MOST_DEPTH} deep`, allowed: 'two rules' }];
  const given = [...GROUPINGS, 'fact' as const].filter((name) => condition[name] !== undefined);
  if (given.length !== 1)
    return [
      {
        path,
        problem: given.length === 0 ? 'asks nothing' : `says ${given.join(' and ')} at once`,
        allowed: 'one of fact, all, any, none',
      },
    ];
  const operators = ALL_OPERATORS.filter((name) => condition[name] !== undefined);
  for (const grouping of GROUPINGS) {
    const below = condition[grouping];
    if (below === undefined) continue;
    if (operators.length > 0) return [{ path, problem: `${operators.join(', ')} without a fact`, allowed: `conditions below ${grouping}` }];
    return below.flatMap((each, index) => findConditionFaults(each, [...path, grouping, index], desk, depth + 1));
  }
  return findTestFaults(condition, condition.fact!, operators, path, desk);
}

function findTestFaults(
  condition: RuleCondition,
  name: string,
  operators: readonly (keyof RuleCondition)[],
  path: Path,
  desk: RuledDesk,
): DeskFault[] {
  const fact = findFact(name);
  if (fact === null) return [{ path: [...path, 'fact'], problem: `there is no fact "${name}"`, allowed: FACT_NAMES.join(', ') }];
  const place = findPlace(name);
  if (place !== null && !Object.hasOwn(desk[place.of], place.key))
    return findUnknownKeys([{ path: [...path, 'fact'], key: place.key }], Object.keys(desk[place.of]), NAMES_OF[place.of]);
  const [operator, ...more] = operators;
  const fit = OPERATORS[fact.type];
  if (operator === undefined || more.length > 0)
    return [
      {
        path,
        problem: operator === undefined ? `asks nothing of ${name}` : `asks ${operators.join(' and ')} at once`,
        allowed: `one of ${fit.join(', ')}`,
      },
    ];
  const at = [...path, operator];
  if (!fit.includes(operator))
    return [{ path: at, problem: `${name} is a ${fact.type}, which has no "${operator}"`, allowed: fit.join(', ') }];
  if (operator === 'matches') return findPatternFaults(condition.matches!, at);
  if (!['is', 'not', 'in', 'notIn'].includes(operator)) return [];
  const given = condition[operator] as RuleValue | RuleValue[];
  const known = fact.names === 'groups' ? Object.keys(desk.groups) : fact.names === 'categories' ? desk.categoryKeys : fact.values;
  return [given].flat().flatMap((value, index) => {
    const place = Array.isArray(given) ? [...at, index] : at;
    if (!isOf(fact.type, value))
      return [{ path: place, problem: `${name} is a ${fact.type}, ${JSON.stringify(value)} is none`, allowed: `a ${fact.type}` }];
    if (known !== undefined && !known.includes(String(value)))
      return [{ path: place, problem: `${name} is never "${String(value)}"`, allowed: known.join(', ') || 'nothing: none is defined' }];
    return [];
  });
}

function isOf(type: FactType, value: RuleValue): boolean {
  const kinds: Readonly<Record<FactType, string | null>> = { text: 'string', number: 'number', flag: 'boolean', list: 'string', any: null };
  const kind = kinds[type];
  return kind === null || typeof value === kind;
}

function findPatternFaults(pattern: string, path: Path): DeskFault[] {
  try {
    readPattern(pattern);
    return [];
  } catch (error) {
    if (!(error instanceof PatternFault)) throw error;
    return [
      { path, problem: `the pattern cannot be read: ${error.message}`, allowed: 'letters, . [] () | ? * + {n,m} \\d \\w \\s \\b ^ $' },
    ];
  }
}

function findActionFaults(action: Rule['then'][number], path: Path, desk: RuledDesk): DeskFault[] {
  const names = Object.keys(action);
  if (names.length !== 1)
    return [
      {
        path,
        problem: names.length === 0 ? 'does nothing' : `does ${names.join(' and ')} at once`,
        allowed: 'one action an item, in the order they are to happen',
      },
    ];
  const faults = [
    ...findUnknownKeys(namesIn(path, { set: action.set?.group, notify: action.notify?.group }, 'group'), Object.keys(desk.groups), 'group'),
    ...findUnknownKeys(namesIn(path, { escalate: action.escalate?.team }, 'team'), Object.keys(desk.groups), 'group'),
    ...findUnknownKeys(
      namesIn(path, { escalate: action.escalate?.reason }, 'reason'),
      Object.keys(desk.routing.escalation.reasons),
      'reason to escalate',
    ),
    ...findUnknownKeys(namesIn(path, { survey: action.survey?.form }, 'form'), Object.keys(desk.surveys.forms), 'survey form'),
    ...findUnknownKeys(namesIn(path, { snooze: action.snooze?.calendar }, 'calendar'), Object.keys(desk.calendars), 'calendar'),
    ...findUnknownKeys(namesIn(path, { page: action.page?.rota }, 'rota'), Object.keys(desk.duty.rotas), 'rota'),
    ...findUnknownKeys(namesIn(path, { startPlan: action.startPlan?.plan }, 'plan'), Object.keys(desk.plans), 'plan'),
    ...findUnknownKeys(namesIn(path, { send: action.send?.template }, 'template'), Object.keys(desk.templates), 'template'),
    ...findUnknownKeys(namesIn(path, { compensate: action.compensate?.policy }, 'policy'), Object.keys(desk.compensations), 'compensation'),
  ];
  if (action.askGroups !== undefined)
    faults.push(
      ...findUnknownKeys(
        action.askGroups.groups.map((key, index) => ({ path: [...path, 'askGroups', 'groups', index], key })),
        Object.keys(desk.groups),
        'group',
      ),
    );
  if (action.set !== undefined && Object.keys(action.set).length === 0)
    faults.push({ path: [...path, 'set'], problem: 'sets nothing', allowed: 'a field and its value' });
  if (action.send !== undefined && Object.keys(action.send).length !== 1)
    faults.push({ path: [...path, 'send'], problem: 'sends nothing, or two things', allowed: 'template or text' });
  if (action.snooze !== undefined && (action.snooze.for === undefined) === (action.snooze.until === undefined))
    faults.push({ path: [...path, 'snooze'], problem: 'says no end, or two', allowed: 'for or until' });
  return faults;
}

/** What each action names at `field`, where it does. */
function namesIn(path: Path, named: Readonly<Record<string, string | null | undefined>>, field: string): { path: Path; key: string }[] {
  return Object.entries(named).flatMap(([action, key]) => (typeof key === 'string' ? [{ path: [...path, action, field], key }] : []));
}
