import type { Transaction } from '#database';

/** An answer to a customer's question, ready to be said. */
export interface FoundAnswer {
  /** Of the article. */
  readonly key: string;
  readonly title: string;
  /** In the language that was asked for, where there is one. */
  readonly text: string;
  /** 0..1: how surely it answers the question. */
  readonly score: number;
}

/** Where a bot looks for answers: the knowledge base. It is asked within a transaction, so it must answer from this house. */
export interface AnswerFinder {
  find(
    question: { readonly text: string; readonly language: string | null; readonly category: string | null },
    transaction: Transaction,
  ): Promise<FoundAnswer | null>;
}

export const ANSWER_FINDER = Symbol('AnswerFinder');
