import { Inject, Injectable } from '@nestjs/common';
import { SETTINGS, type Settings } from '#runtime';
import { pickArticleText } from './article.js';
import { ArticleRepository } from './article.repository.js';

export interface ArticleLink {
  readonly articleId: string;
  /** Of the text that the link leads to. */
  readonly title: string;
  readonly language: string;
  /** Its page for customers: a whole address where `http.publicUrl` is set, else from the root of this installation; null where they may not read it. */
  readonly url: string | null;
}

/** Addresses of articles' pages, as they are sent to customers. */
@Injectable()
export class ArticleLinks {
  constructor(
    private readonly articles: ArticleRepository,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  /** The page speaks `language`, also where the article is not in it. Throws `PermanentError` (`article_unknown`). */
  async make(idOrKey: string, language: string): Promise<ArticleLink> {
    const article = await this.articles.get(idOrKey);
    const [shown] = await this.articles.findPublished([article.id]);
    const { text, language: own } = pickArticleText((shown ?? article).content, language);
    const base = this.settings.http.publicUrl?.replace(/\/$/, '') ?? '';
    const isPublic = shown !== undefined && shown.content.visibility === 'public';
    const url = isPublic
      ? `${base}/help/articles/${encodeURIComponent(article.key ?? article.id)}?language=${encodeURIComponent(language)}`
      : null;
    return { articleId: article.id, title: text.title, language: own, url };
  }
}
