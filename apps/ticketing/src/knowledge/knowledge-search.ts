import { Injectable } from '@nestjs/common';
import { toPlain } from '#contracts/marked-text';
import type { Transaction } from '#database';
import { type DeskProfile, DeskProfiles } from '../desk/desk-profiles.js';
import { type ArticleContent, sectionsWithin } from '../desk/schema/knowledge.js';
import { type Article, pickArticleText } from './article.js';
import { ArticleRepository } from './article.repository.js';
import { makeSnippet } from './searching/make-snippet.js';
import { PassageSearch } from './searching/passage-search.js';
import { type Question, SearchLog } from './searching/search-log.js';
import { takeOutPersonal } from './take-out-personal.js';
import { Synonyms } from './words/synonyms.js';

export interface SearchWishes {
  readonly language?: string | null | undefined;
  /** Default 5. */
  readonly limit?: number | undefined;
  /** Also what is for agents alone. */
  readonly internal?: boolean | undefined;
  readonly section?: string | undefined;
  readonly productLine?: string | undefined;
  /** The last word is still being typed; such searches are not recorded. */
  readonly typing?: boolean | undefined;
}

export interface FoundArticle {
  readonly id: string;
  readonly key: string | null;
  readonly language: string;
  readonly title: string;
  readonly snippet: string;
  readonly section: string | null;
  readonly kind: ArticleContent['kind'];
  readonly visibility: ArticleContent['visibility'];
  readonly videos: readonly { readonly title: string; readonly url: string }[];
  /** 0..1: how much of what was asked it has. */
  readonly score: number;
}

/** What may be told to somebody who asks. */
export interface FoundAnswer {
  readonly article: { readonly id: string; readonly key: string | null; readonly title: string; readonly language: string };
  /** 0..1, comparable across questions. */
  readonly score: number;
  /** The article's text. */
  readonly answer: string;
}

/** An article that says less of the question than this is no hit. */
const LEAST_SCORE = 0.1;

/** The help, asked in words. */
@Injectable()
export class KnowledgeSearch {
  private synonyms: { readonly of: DeskProfile; readonly known: Synonyms } | null = null;

  constructor(
    private readonly passages: PassageSearch,
    private readonly articles: ArticleRepository,
    private readonly log: SearchLog,
    private readonly profiles: DeskProfiles,
  ) {}

  /** `transaction`: the open one of who asks within one. */
  async search(asked: string, wishes: SearchWishes = {}, transaction?: Transaction): Promise<FoundArticle[]> {
    const question = takeOutPersonal(asked);
    const found = await this.find(question, wishes, transaction);
    if (wishes.typing !== true) await this.log.record(toQuestion(question, wishes.language), found.length > 0);
    return found.map(({ article, language, score }) => toFound(article, language, score, question));
  }

  /** Without a record: for programs that ask on somebody's behalf, such as a bot. Only what is public, surest first. */
  async findAnswers(text: string, language: string | null, limit = 3, transaction?: Transaction): Promise<FoundAnswer[]> {
    const found = await this.find(takeOutPersonal(text), { language, limit }, transaction);
    return found.map(({ article, language: own, score }) => {
      const { title, body } = article.content.texts[own]!;
      return { article: { id: article.id, key: article.key, title, language: own }, score, answer: body };
    });
  }

  private async find(
    question: string,
    { language, limit = 5, internal = false, section, productLine, typing }: SearchWishes,
    transaction?: Transaction,
  ) {
    const filter = {
      internal,
      section: section === undefined ? undefined : sectionsWithin(this.profiles.current().desk.knowledge, section),
      productLine,
    };
    const ranked = await this.passages.search(
      { question, language: language ?? null, typing, filter },
      this.currentSynonyms(),
      transaction,
    );
    const best = ranked.filter(({ score }) => score >= LEAST_SCORE).slice(0, limit);
    const published = new Map(
      (
        await this.articles.findPublished(
          best.map(({ articleId }) => articleId),
          transaction,
        )
      ).map((article) => [article.id, article]),
    );
    return best.flatMap(({ articleId, language: found, score }) => {
      const article = published.get(articleId);
      if (article === undefined) return [];
      // Found by a text in another language than asked: shown in the one that was asked for, where it has it.
      const shown = pickArticleText(article.content, language ?? found).language;
      return [{ article, language: language === null || language === undefined ? found : shown, score }];
    });
  }

  private currentSynonyms(): Synonyms {
    const profile = this.profiles.current();
    if (this.synonyms?.of !== profile) this.synonyms = { of: profile, known: new Synonyms(profile.desk.knowledge.synonyms) };
    return this.synonyms.known;
  }
}

function toFound(article: Article, language: string, score: number, question: string): FoundArticle {
  const { title, body, videos } = article.content.texts[language]!;
  const { section, kind, visibility } = article.content;
  return {
    id: article.id,
    key: article.key,
    language,
    title,
    snippet: makeSnippet(toPlain(body), question),
    section,
    kind,
    visibility,
    videos,
    score,
  };
}

function toQuestion(question: string, language: string | null | undefined): Question {
  return { shown: question.trim().slice(0, 300), language: language ?? null };
}
