import type { SolvedAnswer } from '../request-types/answers/read-solved-answer.js';

/** `not_asked`: an agent says why nobody was; `silent`: no answer came; `withdrawn`: it went on before one did. */
export type ClosingState = 'asked' | SolvedAnswer | 'silent' | 'not_asked' | 'withdrawn';

export interface Closing {
  readonly id: string;
  readonly ticketId: string;
  readonly state: ClosingState;
  /** What became of the question. */
  readonly told: string | null;
  readonly askedAt: Date;
  readonly answeredAt: Date | null;
  readonly answer: string | null;
}

export interface Archive {
  readonly ticketId: string;
  readonly process: string | null;
  readonly solution: string | null;
  readonly feedback: string | null;
  /** Id of the article. */
  readonly article: string | null;
  /** Nobody knew of it: it becomes a draft of the library. */
  readonly newProblem: boolean;
  readonly solvedAt: Date | null;
  readonly closedAt: Date | null;
  readonly archivedAt: Date | null;
  /** Where the draft is, once there is one. */
  readonly draft: string | null;
}

export const NO_ARCHIVE: Omit<Archive, 'ticketId'> = {
  ...{ process: null, solution: null, feedback: null, article: null, newProblem: false },
  ...{ solvedAt: null, closedAt: null, archivedAt: null, draft: null },
};

/** Answers after which a ticket may close. */
export function mayClose(state: ClosingState | undefined): boolean {
  return state === 'solved' || state === 'silent' || state === 'not_asked';
}
