import type { RequestType, Stage, StageOutcome, StageRequirements } from '../desk/schema/request-types.js';
import { isFilled } from './fields/required-fields.js';
import type { FieldValues } from './fields/read-fields.js';

/** What a case has when it is to move. */
export interface CaseState {
  /** Null: it has no stage yet. */
  readonly stage: string | null;
  readonly fields: FieldValues;
  /** Keys of evidence that was given. */
  readonly evidence: readonly string[];
  readonly estimate: Date | null;
}

/** A move is asked for by the stage or by how the present one ended. */
export interface AskedMove {
  readonly stage?: string | undefined;
  readonly outcome?: string | undefined;
  readonly note?: string | null | undefined;
}

export interface StageMove {
  readonly from: string | null;
  readonly to: Stage;
  readonly outcome: StageOutcome | null;
  /** Towards a stage that stands before the present one: a verification that failed. */
  readonly back: boolean;
}

export type MissingForMove =
  | { readonly kind: 'field'; readonly key: string }
  | { readonly kind: 'evidence'; readonly key: string }
  | { readonly kind: 'estimate' }
  | { readonly kind: 'note' };

export type StageRefusal =
  | { readonly refused: 'stage_unknown' | 'outcome_unknown'; readonly allowed: readonly string[] }
  | { readonly refused: 'stage_not_next'; readonly allowed: readonly string[] }
  | { readonly refused: 'outcome_needed'; readonly allowed: readonly string[] }
  | { readonly refused: 'requirements_missing'; readonly missing: readonly MissingForMove[] };

/** What a case becomes, or why not. Pure. */
export function moveStage(type: RequestType, state: CaseState, asked: AskedMove): StageMove | StageRefusal {
  const present = type.stages.find(({ key }) => key === state.stage);
  const found = present === undefined ? findFirst(type, asked) : findFollower(type, present, asked);
  if ('refused' in found) return found;
  const { to, outcome } = found;
  const missing = findMissing([to.requires, ...(outcome === null ? [] : [outcome.requires])], state, asked.note ?? null);
  if (missing.length > 0) return { refused: 'requirements_missing', missing };
  const place = (key: string) => type.stages.findIndex((stage) => stage.key === key);
  return { from: state.stage, to, outcome, back: present !== undefined && place(to.key) < place(present.key) };
}

type Found = { readonly to: Stage; readonly outcome: StageOutcome | null };

function findFirst({ stages }: RequestType, { stage }: AskedMove): Found | StageRefusal {
  const [first] = stages;
  if (first === undefined || (stage !== undefined && stage !== first.key))
    return {
      refused: stages.some(({ key }) => key === stage) ? 'stage_not_next' : 'stage_unknown',
      allowed: first === undefined ? [] : [first.key],
    };
  return { to: first, outcome: null };
}

function findFollower({ stages }: RequestType, present: Stage, { stage, outcome }: AskedMove): Found | StageRefusal {
  const byKey = (key: string) => stages.find((each) => each.key === key)!;
  if (outcome !== undefined) {
    const found = present.outcomes.find(({ key }) => key === outcome);
    if (found === undefined) return { refused: 'outcome_unknown', allowed: present.outcomes.map(({ key }) => key) };
    if (stage !== undefined && stage !== found.to) return { refused: 'stage_not_next', allowed: [found.to] };
    return { to: byKey(found.to), outcome: found };
  }
  if (stage === undefined || !stages.some(({ key }) => key === stage)) return { refused: 'stage_unknown', allowed: followersOf(present) };
  const more = [present.asksCustomer?.yes, present.asksCustomer?.no, present.task?.whenDone, present.proof?.to];
  if (present.next.includes(stage) || more.includes(stage)) return { to: byKey(stage), outcome: null };
  const ways = present.outcomes.filter(({ to }) => to === stage);
  if (ways.length === 1) return { to: byKey(stage), outcome: ways[0]! };
  if (ways.length > 1) return { refused: 'outcome_needed', allowed: ways.map(({ key }) => key) };
  return { refused: 'stage_not_next', allowed: followersOf(present) };
}

/** Stages that may follow, each once. */
export function followersOf({ next, outcomes, asksCustomer, task }: Stage): string[] {
  const more = [asksCustomer?.yes, asksCustomer?.no, task?.whenDone].filter((key) => key !== undefined);
  return [...new Set([...next, ...outcomes.map(({ to }) => to), ...more])];
}

function findMissing(requirements: readonly StageRequirements[], state: CaseState, note: string | null): MissingForMove[] {
  const fields = new Set(requirements.flatMap((each) => each.fields));
  const evidence = new Set(requirements.flatMap((each) => each.evidence));
  return [
    ...[...fields].filter((key) => !isFilled(state.fields[key])).map((key) => ({ kind: 'field' as const, key })),
    ...[...evidence].filter((key) => !state.evidence.includes(key)).map((key) => ({ kind: 'evidence' as const, key })),
    ...(requirements.some(({ estimate }) => estimate) && state.estimate === null ? [{ kind: 'estimate' as const }] : []),
    ...(requirements.some((each) => each.note) && (note ?? '').trim() === '' ? [{ kind: 'note' as const }] : []),
  ];
}
