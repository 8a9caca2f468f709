import type { Answer as AnswerOf } from '#page-kit';

/** Is built next. */
export function Answer({ ticket }: { readonly ticket: AnswerOf<'GET /tickets/{id}'> }) {
  void ticket;
  return null;
}
