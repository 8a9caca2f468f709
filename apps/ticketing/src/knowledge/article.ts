import type { ArticleContent } from '../desk/schema/knowledge.js';
import type { Actor } from '../tickets/actor.js';

export type ArticleState = 'draft' | 'published' | 'archived';

/** An article as it is now: with what its newest version says. */
export interface Article {
  readonly id: string;
  /** Of an article that a desk file brought, or an import named. */
  readonly key: string | null;
  readonly state: ArticleState;
  readonly content: ArticleContent;
  /** Of the newest content. */
  readonly version: number;
  /** What readers see; older than `version` while a change waits to be published. */
  readonly publishedVersion: number | null;
  /** Ticket whose solution it was made of. */
  readonly ticketId: string | null;
  /** Day by which somebody looks whether it still holds, `YYYY-MM-DD`. */
  readonly reviewDue: string | null;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  readonly publishedAt: Date | null;
  readonly archivedAt: Date | null;
}

export interface ArticleVersion {
  readonly version: number;
  readonly content: ArticleContent;
  readonly actor: Actor;
  readonly note: string | null;
  readonly madeAt: Date;
}

/** What lists show. */
export interface ArticleSummary extends Omit<Article, 'content'> {
  readonly title: string;
  readonly section: string | null;
  readonly kind: ArticleContent['kind'];
  readonly visibility: ArticleContent['visibility'];
  readonly productLines: readonly string[];
}

/** The text in `language`, else in its base language, else in English, else in whichever there is. */
export function pickArticleText(content: Pick<ArticleContent, 'texts'>, language: string | null | undefined) {
  const wanted = [language, language?.split('-')[0], 'en', Object.keys(content.texts)[0]];
  const found = wanted.find((each) => each !== undefined && each !== null && content.texts[each] !== undefined)!;
  return { language: found, text: content.texts[found]! };
}

/** Id or key in what somebody named an article by: that itself, or the address of its page, whose path ends with it. */
export function readArticleName(named: string): string {
  if (!/^https?:\/\//.test(named)) return named;
  const path = URL.parse(named)?.pathname.replace(/\/+$/, '') ?? '';
  return path.slice(path.lastIndexOf('/') + 1);
}
