import { makeKey } from '#page-kit';

const PLACE = 'tributary.opinion.';

/** What was said of an article in this browser. `id` is made for this article alone; by it what was said is changed. */
export interface OwnOpinion {
  readonly id: string;
  /** Null: nothing yet. */
  readonly helpful: boolean | null;
}

export function readOwnOpinion(articleId: string): OwnOpinion {
  try {
    const kept = JSON.parse(localStorage.getItem(PLACE + articleId) ?? 'null') as Partial<OwnOpinion> | null;
    if (typeof kept?.id === 'string' && typeof kept.helpful === 'boolean') return { id: kept.id, helpful: kept.helpful };
  } catch {
    // A browser may keep nothing: then it is one of this page.
  }
  return { id: makeKey().replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5'), helpful: null };
}

export function keepOwnOpinion(articleId: string, opinion: OwnOpinion): void {
  try {
    localStorage.setItem(PLACE + articleId, JSON.stringify(opinion));
  } catch {
    // It stays on the page.
  }
}
