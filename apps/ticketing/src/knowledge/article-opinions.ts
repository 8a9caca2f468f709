import { Inject, Injectable } from '@nestjs/common';
import { DATABASE, type Database } from '#database';
import { CLOCK, type Clock, PermanentError } from '#runtime';
import { Effects } from '../idempotency/effects.js';
import type { ArticleState } from './article.js';
import { pickArticleText } from './article.js';
import { ArticleRepository } from './article.repository.js';
import { HelpReader } from './help-reader.js';
import { takeOutPersonal } from './take-out-personal.js';

export interface Opinion {
  readonly helpful: boolean;
  /** Without addresses and long numbers. */
  readonly words: string | null;
}
export interface OpinionCount {
  readonly yes: number;
  readonly no: number;
}
export interface ArticleOpinionsView extends OpinionCount {
  /** Of the text that readers see now. */
  readonly now: OpinionCount;
  /** Newest first, 200 at most. */
  readonly words: readonly (Opinion & { readonly id: string; readonly language: string; readonly version: number; readonly at: Date })[];
}
export interface CountedArticle extends OpinionCount {
  readonly articleId: string;
  readonly title: string;
  readonly state: ArticleState;
  /** How many of them said something. */
  readonly words: number;
  readonly lastAt: Date;
}

/** What readers say of articles: whether one helped, and why. One opinion a reader and article, which he may change; who he is, nobody knows. */
@Injectable()
export class ArticleOpinions {
  constructor(
    private readonly help: HelpReader,
    private readonly articles: ArticleRepository,
    private readonly effects: Effects,
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /**
   * `id`: a UUID of the reader's browser. `words`: left out, what he said before stays; empty, it goes. Throws `PermanentError` (`article_unknown`) for what
   * is not public too.
   */
  async give(
    idOrKey: string,
    id: string,
    given: { readonly helpful: boolean; readonly words?: string | undefined; readonly language?: string | undefined },
  ): Promise<Opinion> {
    const article = await this.help.find(idOrKey);
    const { language } = pickArticleText(article.content, given.language);
    const words = given.words === undefined || given.words === '' ? null : takeOutPersonal(given.words);
    const [row] = await this.database.sql.query<Opinion & { [column: string]: unknown }>(
      `insert into knowledge_opinions as known (article_id, id, helpful, words, language, version, given_at, changed_at)
       values ($1, $2, $3, $4, $5, $6, $7, $7)
       on conflict (article_id, id) do update set helpful = excluded.helpful, words = case when $8 then excluded.words else known.words end,
         language = excluded.language, version = excluded.version, changed_at = excluded.changed_at
       returning helpful, words`,
      [article.id, id, given.helpful, words, language, article.publishedVersion, this.clock.now(), given.words !== undefined],
    );
    return row!;
  }

  /** Of one article, whether readers see it or not. Throws `PermanentError` (`article_unknown`). */
  async of(idOrKey: string): Promise<ArticleOpinionsView> {
    const { id, publishedVersion } = await this.articles.get(idOrKey);
    const [[counts], words] = await Promise.all([
      this.database.sql.query<{ yes: number; no: number; yesNow: number; noNow: number }>(
        `select count(*) filter (where helpful)::int as yes, count(*) filter (where not helpful)::int as no,
           count(*) filter (where helpful and version = $2)::int as "yesNow", count(*) filter (where not helpful and version = $2)::int as "noNow"
         from knowledge_opinions where article_id = $1::uuid`,
        [id, publishedVersion],
      ),
      this.database.sql.query<ArticleOpinionsView['words'][number] & { [column: string]: unknown }>(
        `select id, helpful, words, language, version, changed_at as at from knowledge_opinions
         where article_id = $1::uuid and words is not null order by changed_at desc, id limit 200`,
        [id],
      ),
    ]);
    const { yes, no, yesNow, noNow } = counts!;
    return { yes, no, now: { yes: yesNow, no: noNow }, words };
  }

  /** What nobody should read, or tells who somebody is: the words go, the opinion stays. Throws `PermanentError` (`article_unknown`, `opinion_unknown`). */
  async takeOutWords(idOrKey: string, opinionId: string): Promise<void> {
    await this.effects.run(async (transaction) => {
      const { id } = await this.articles.get(idOrKey, transaction);
      const rows = await transaction.query(
        'update knowledge_opinions set words = null where article_id = $1::uuid and id::text = $2 returning id',
        [id, opinionId],
      );
      if (rows.length === 0) throw new PermanentError('nobody said this of the article', { code: 'opinion_unknown' });
      return null;
    });
  }

  /** Articles with opinions, those first that most readers found no help in. */
  async count(limit: number): Promise<CountedArticle[]> {
    return this.database.sql.query<CountedArticle & { [column: string]: unknown }>(
      `select o.article_id as "articleId", a.title, a.state, count(*) filter (where o.helpful)::int as yes,
         count(*) filter (where not o.helpful)::int as no, count(o.words)::int as words, max(o.changed_at) as "lastAt"
       from knowledge_opinions o join knowledge_articles a on a.id = o.article_id
       group by o.article_id, a.title, a.state order by no desc, yes desc, o.article_id limit $1`,
      [limit],
    );
  }
}
