import type { Desk } from '../desk/desk-schema.js';
import { listCategories } from '../desk/schema/categories.js';
import type { RequestType } from '../desk/schema/request-types.js';
import type { TicketFacts } from '../facts/ticket-facts.js';
import type { TicketPriority } from '../tickets/ticket-state.js';
import type { CaseWithEvidence, ChosenBy } from './case.js';
import { newCase } from './case.js';
import { chooseRequestType } from './choose-request-type.js';
import { categoryPathsOf } from './desk-categories.js';

const USUAL: TicketPriority = 'normal';

/** A case that begins, goes over to another type, or was put into a stage from outside. */
export interface PlannedCase {
  readonly facts: TicketFacts;
  readonly type: RequestType;
  readonly case: CaseWithEvidence;
  /** Stage it comes into; null: it stays where it is. */
  readonly stage: string | null;
  readonly from: string | null;
  readonly by: ChosenBy;
  /** What it counts as with its type; null: it stays. */
  readonly priority: TicketPriority | null;
}

/**
 * What is to happen to a ticket as a request; null: nothing. Who chose the type stands above what is derived: a form above the category, people
 * and rules above both; what was derived follows a category that is corrected, as long as its first stage was not left.
 */
export function planCase(
  facts: TicketFacts,
  found: CaseWithEvidence | null,
  form: string | null,
  changedBy: string | null,
  desk: Desk,
): PlannedCase | null {
  const types = desk.requestTypes;
  const begin = (key: string, by: ChosenBy): PlannedCase | null => {
    const type = Object.hasOwn(types, key) ? types[key]! : undefined;
    if (type === undefined) return null;
    const started = newCase(facts.id, key, by);
    const kept = found === null ? started : { ...started, stageSeq: found.stageSeq, evidence: found.evidence };
    const priority = by === 'form' || by === 'category' || by === 'default' ? usualPriority(facts, found, type, desk) : null;
    return { facts, type, case: kept, stage: type.stages[0]?.key ?? null, from: null, by, priority };
  };
  if (facts.folded || facts.quarantined) return null;
  const set = facts.requestType;
  if (set !== null && set !== found?.requestType) return begin(set, toChosenBy(changedBy));
  if (found === null || (isDerived(found) && isAtStart(found, types[found.requestType]))) {
    const chosen = chooseRequestType(types, desk.defaultRequestType, { form, category: facts.category }, categoryPathsOf(desk));
    if (chosen === null || chosen.key === found?.requestType || (found?.chosenBy === 'category' && chosen.by === 'default')) return null;
    return begin(chosen.key, chosen.by);
  }
  return planOutsideStage(facts, found, changedBy, types[found.requestType]);
}

/** A rule, or who else may, put it into a stage past the way that leads there. */
function planOutsideStage(
  facts: TicketFacts,
  found: CaseWithEvidence,
  changedBy: string | null,
  type: RequestType | undefined,
): PlannedCase | null {
  if (facts.stage === null || facts.stage === found.stage || !type?.stages.some(({ key }) => key === facts.stage)) return null;
  return { facts, type, case: found, stage: facts.stage, from: found.stage, by: toChosenBy(changedBy), priority: null };
}

/** A priority that is no more than usual follows the type; what the category, the customer's words or somebody said stays. */
function usualPriority(facts: TicketFacts, found: CaseWithEvidence | null, type: RequestType, desk: Desk): TicketPriority | null {
  const before = found === null ? undefined : desk.requestTypes[found.requestType]?.priority;
  if (before === undefined && type.priority === undefined) return null;
  if (facts.urgency !== null || facts.priority !== (before ?? USUAL)) return null;
  const ofCategory = listCategories(desk.categories).find(({ key }) => key === facts.category)?.priority;
  const priority = ofCategory ?? type.priority ?? USUAL;
  return priority === facts.priority ? null : priority;
}

function isDerived({ chosenBy }: CaseWithEvidence): boolean {
  return chosenBy === 'category' || chosenBy === 'default';
}

function isAtStart({ stage }: CaseWithEvidence, type: RequestType | undefined): boolean {
  return type === undefined || stage === null || stage === type.stages[0]?.key;
}

function toChosenBy(kind: string | null): ChosenBy {
  return kind === 'agent' || kind === 'rule' || kind === 'bot' ? kind : 'system';
}
