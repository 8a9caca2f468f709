import type { TicketFacts } from '../facts/ticket-facts.js';
import type { CaseWithEvidence } from './case.js';
import type { FieldValues } from './fields/read-fields.js';
import type { CaseState } from './stage-machine.js';

/** What a case has when it is to move. */
export function toCaseState({ fields }: Pick<TicketFacts, 'fields'>, found: CaseWithEvidence): CaseState {
  return {
    stage: found.stage,
    fields: fields as FieldValues,
    evidence: found.evidence.flatMap(({ key, givenAt }) => (givenAt === null ? [] : [key])),
    estimate: found.estimateAt,
  };
}
