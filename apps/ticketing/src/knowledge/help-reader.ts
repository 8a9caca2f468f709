import { Injectable } from '@nestjs/common';
import { DeskProfiles } from '../desk/desk-profiles.js';
import { pickText } from '../desk/schema/texts.js';
import { type Article, pickArticleText } from './article.js';
import { ArticleRepository, unknownArticle } from './article.repository.js';

export interface HelpArticle {
  readonly id: string;
  readonly key: string | null;
  readonly language: string;
  /** It is there in these too. */
  readonly languages: readonly string[];
  readonly title: string;
  readonly body: string;
  readonly section: string | null;
  readonly videos: readonly { readonly title: string; readonly url: string }[];
  readonly pictures: readonly {
    readonly caption: string;
    readonly fileName: string;
    readonly contentType: string;
    readonly blobRef: string;
  }[];
  readonly updatedAt: Date;
}

/** The help as anybody may read it. */
@Injectable()
export class HelpReader {
  constructor(
    private readonly articles: ArticleRepository,
    private readonly profiles: DeskProfiles,
  ) {}

  /** Sections in order, and what is offered beside. */
  overview(language: string | undefined) {
    const { knowledge, languages } = this.profiles.current().desk;
    const name = (text: Parameters<typeof pickText>[0]) => pickText(text, language, languages[0]);
    return {
      languages,
      sections: knowledge.sections.map((section) => ({
        key: section.key,
        name: name(section.name),
        sections: section.sections.map((below) => ({ key: below.key, name: name(below.name) })),
      })),
      productLines: knowledge.productLines.map((line) => ({ key: line.key, name: name(line.name) })),
      links: knowledge.helpLinks.map((link) => ({ kind: link.kind, name: name(link.name), url: link.url })),
    };
  }

  /** Public articles of a section and those below it. */
  async list(
    section: string | undefined,
    within: readonly string[] | undefined,
    page: { limit?: number | undefined; cursor?: string | undefined },
    language: string | undefined,
  ) {
    const { items, nextCursor } = await this.articles.list(
      { state: 'published', visibility: 'public', section: section === undefined ? undefined : within },
      page,
    );
    const shown = new Map((await this.articles.findPublished(items.map(({ id }) => id))).map((article) => [article.id, article]));
    return {
      items: items.flatMap(({ id, key }) => {
        const article = shown.get(id);
        if (article === undefined || article.content.visibility !== 'public') return [];
        const { text, language: own } = pickArticleText(article.content, language);
        return [{ id, key, title: text.title, language: own, section: article.content.section, kind: article.content.kind }];
      }),
      nextCursor,
    };
  }

  /** Throws `PermanentError` (`article_unknown`) for what is not public too. */
  async get(idOrKey: string, language: string | undefined): Promise<HelpArticle> {
    return toHelp(await this.find(idOrKey), language);
  }

  /** Of all languages. */
  async listPictures(idOrKey: string): Promise<HelpArticle['pictures']> {
    return Object.values((await this.find(idOrKey)).content.texts).flatMap(({ pictures }) => pictures);
  }

  /** As readers see it, in all languages. Throws as `get` does. */
  async find(idOrKey: string): Promise<Article> {
    const known = await this.articles.get(idOrKey);
    const [article] = await this.articles.findPublished([known.id]);
    if (article === undefined || article.content.visibility !== 'public') throw unknownArticle(idOrKey);
    return article;
  }
}

function toHelp(article: Article, wanted: string | undefined): HelpArticle {
  const { language, text } = pickArticleText(article.content, wanted);
  const { title, body, videos, pictures } = text;
  const languages = Object.keys(article.content.texts);
  return {
    id: article.id,
    key: article.key,
    language,
    languages,
    title,
    body,
    section: article.content.section,
    videos,
    pictures,
    updatedAt: article.publishedAt ?? article.updatedAt,
  };
}
