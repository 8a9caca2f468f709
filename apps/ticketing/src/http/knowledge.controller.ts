import { Body, Get, Post, Query, Req } from '@nestjs/common';
import type { Request } from 'express';
import { PermanentError } from '#runtime';
import { Needs } from '../agents/access.guard.js';
import { principalOf } from '../agents/principal.js';
import { ArticleOpinions } from '../knowledge/article-opinions.js';
import { ArticleRepository } from '../knowledge/article.repository.js';
import { ArticleImporter } from '../knowledge/importing/article-importer.js';
import { readCsvArticles, readJsonLines, readMarkdown } from '../knowledge/importing/read-articles.js';
import { KnowledgeSearch } from '../knowledge/knowledge-search.js';
import { ProblemReader } from '../knowledge/problems/problem-reader.js';
import { endOfMonth } from '../knowledge/review-day.js';
import { SearchLog } from '../knowledge/searching/search-log.js';
import { Answers } from './answers.js';
import { ApiController } from './api-controller.js';
import { reads } from './read-input.js';
import {
  ArticlePageShape,
  AskedPageShape,
  CountedArticlePageShape,
  DealtWith,
  FoundPageShape,
  Import,
  ImportedShape,
  KnowledgeQuery,
  ProblemPageShape,
  ProblemQuery,
  ProposalPageShape,
  ReviewQuery,
  SearchQuery,
} from './shapes/knowledge.js';

/** The help as the desk works with it: searched, kept valid, fed from what customers come with. */
@ApiController('knowledge', 'knowledge')
export class KnowledgeController {
  constructor(
    private readonly search: KnowledgeSearch,
    private readonly articles: ArticleRepository,
    private readonly importer: ArticleImporter,
    private readonly asked: SearchLog,
    private readonly opinions: ArticleOpinions,
    private readonly problems: ProblemReader,
  ) {}

  @Needs('tickets:read')
  @Answers({ summary: 'Articles that answer a question, best first', description: 'Those for agents alone too.', shape: FoundPageShape })
  @Get('search')
  async find(@Query(reads(KnowledgeQuery)) { q, ...wishes }: KnowledgeQuery) {
    return { items: await this.search.search(q, { ...wishes, internal: true }), nextCursor: null };
  }

  @Needs('tickets:read')
  @Answers({ summary: 'What people looked for in vain, most often first', shape: AskedPageShape })
  @Get('unanswered-searches')
  async listUnanswered(@Query(reads(SearchQuery)) { limit }: SearchQuery) {
    return { items: await this.asked.listUnanswered(limit ?? 50), nextCursor: null };
  }

  @Needs('tickets:write')
  @Answers({
    summary: 'A search without a hit was dealt with',
    description: 'It comes back when somebody looks for it in vain again.',
    status: 204,
    problems: { search_unknown: 404 },
  })
  @Post('unanswered-searches/dealt-with')
  async dealWith(@Body(reads(DealtWith)) { question }: DealtWith): Promise<void> {
    await this.asked.dealWith(question);
  }

  @Needs('tickets:read')
  @Answers({
    summary: 'Articles to look at this month, whether they still hold',
    shape: ArticlePageShape,
    problems: { cursor_invalid: 400 },
  })
  @Get('reviews')
  async listReviews(@Query(reads(ReviewQuery)) { month, ...page }: ReviewQuery) {
    return this.articles.list({ reviewDueBy: endOfMonth(`${month ?? this.problems.thisMonth()}-01`) }, page);
  }

  @Needs('tickets:read')
  @Answers({
    summary: 'Problems that came again and again',
    description: 'Of a week unless told otherwise; most frequent first.',
    shape: ProblemPageShape,
  })
  @Get('problems')
  async listProblems(@Query(reads(ProblemQuery)) query: ProblemQuery) {
    return { items: await this.problems.list(query), nextCursor: null };
  }

  @Needs('tickets:read')
  @Answers({ summary: 'Drafts that were proposed of recurring problems', shape: ProposalPageShape })
  @Get('proposals')
  async listProposals(@Query(reads(SearchQuery)) { limit }: SearchQuery) {
    return { items: await this.problems.listProposals(limit ?? 50), nextCursor: null };
  }

  @Needs('tickets:read')
  @Answers({
    summary: 'Whether articles helped their readers, those that did not first',
    description: 'Those alone of which somebody said so.',
    shape: CountedArticlePageShape,
  })
  @Get('opinions')
  async countOpinions(@Query(reads(SearchQuery)) { limit }: SearchQuery) {
    return { items: await this.opinions.count(limit ?? 50), nextCursor: null };
  }

  @Needs('tickets:write')
  @Answers({
    summary: 'Bring many articles in',
    description:
      'By their keys: what is the same changes nothing. Nothing is written when anything is faulty; all faults are told with their lines.',
    shape: ImportedShape,
    problems: { import_faulty: 422, section_unknown: 422, product_line_unknown: 422 },
  })
  @Post('imports')
  async import(@Body(reads(Import)) { format, text, files, language, publish }: Import, @Req() request: Request) {
    const { actor } = principalOf(request);
    if ((format === 'markdown' ? files : text) === undefined)
      throw new PermanentError(`an import of ${format} needs ${format === 'markdown' ? 'files' : 'text'}`, { code: 'invalid_request' });
    const read =
      format === 'markdown'
        ? readMarkdown(files!, language)
        : (format === 'csv' ? readCsvArticles : readJsonLines)(text!, 'text', language);
    return this.importer.import(read, { publish, actor, note: 'imported' });
  }
}
