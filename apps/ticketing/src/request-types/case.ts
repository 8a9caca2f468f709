import type { RequestType } from '../desk/schema/request-types.js';
import type { TicketFacts } from '../facts/ticket-facts.js';
import type { Actor } from '../tickets/actor.js';
import type { TicketDraft } from '../tickets/ticket-draft.js';

export type ChosenBy = 'form' | 'category' | 'default' | 'rule' | 'agent' | 'bot' | 'system';

/** A ticket as a request of its type. */
export interface Case {
  readonly ticketId: string;
  readonly requestType: string;
  readonly chosenBy: ChosenBy;
  readonly stage: string | null;
  /** How many stages it came into so far. */
  readonly stageSeq: number;
  readonly stageSince: Date | null;
  /** How the stage before ended. */
  readonly outcome: string | null;
  /** Until when it should leave its stage. */
  readonly dueAt: Date | null;
  readonly missedAt: Date | null;
  readonly estimateAt: Date | null;
  readonly estimateNote: string | null;
  readonly estimateSaidAt: Date | null;
  readonly estimates: number;
}

export interface GivenEvidence {
  readonly key: string;
  readonly askedAt: Date | null;
  readonly givenAt: Date | null;
  readonly value: string | null;
  readonly entryId: string | null;
}

export interface CaseWithEvidence extends Case {
  readonly evidence: readonly GivenEvidence[];
}

export interface StageVisit {
  readonly ticketId: string;
  readonly seq: number;
  readonly requestType: string;
  readonly stage: string;
  readonly fromStage: string | null;
  readonly outcome: string | null;
  readonly back: boolean;
  /** Status of the ticket before, where it is another by the stage. */
  readonly fromStatus: string | null;
  readonly note: string | null;
  readonly actor: Actor;
  readonly enteredAt: Date;
  readonly leftAt: Date | null;
  readonly dueAt: Date | null;
  readonly missedAt: Date | null;
}

export function newCase(ticketId: string, requestType: string, chosenBy: ChosenBy): CaseWithEvidence {
  return {
    ...{ ticketId, requestType, chosenBy, stage: null, stageSeq: 0, stageSince: null, outcome: null, dueAt: null, missedAt: null },
    ...{ estimateAt: null, estimateNote: null, estimateSaidAt: null, estimates: 0, evidence: [] },
  };
}

/** A ticket as a request, with the desk's words for it. */
export interface FoundCase {
  readonly draft: TicketDraft;
  readonly facts: TicketFacts;
  readonly type: RequestType;
  readonly found: CaseWithEvidence;
}
