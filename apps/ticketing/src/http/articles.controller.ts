import { Body, Delete, Get, Param, Patch, Post, Query, Req } from '@nestjs/common';
import type { Request } from 'express';
import { Needs } from '../agents/access.guard.js';
import { principalOf } from '../agents/principal.js';
import { ArticleEditor } from '../knowledge/article-editor.js';
import { ArticleOpinions } from '../knowledge/article-opinions.js';
import { ArticleRepository } from '../knowledge/article.repository.js';
import { ArticleUploads } from '../knowledge/article-uploads.js';
import { Answers } from './answers.js';
import { ApiController } from './api-controller.js';
import { reads } from './read-input.js';
import {
  Archiving,
  ArticleChange,
  ArticleOpinionsShape,
  ArticlePageShape,
  ArticleQuery,
  ArticleReview,
  ArticleShape,
  ArticleVersionPageShape,
  NewArticle,
  Publication,
} from './shapes/knowledge.js';

const PLACES = { section_unknown: 422, product_line_unknown: 422, blob_unknown: 422 };
const CHANGES = { article_unknown: 404, version_conflict: 409 };

/** Articles of the help, for who writes them. */
@ApiController('knowledge', 'knowledge/articles')
export class ArticlesController {
  constructor(
    private readonly articles: ArticleRepository,
    private readonly editor: ArticleEditor,
    private readonly uploads: ArticleUploads,
    private readonly opinions: ArticleOpinions,
  ) {}

  @Needs('tickets:read')
  @Answers({ summary: 'Articles, last changed first', shape: ArticlePageShape, problems: { cursor_invalid: 400 } })
  @Get()
  async list(@Query(reads(ArticleQuery)) { limit, cursor, language, section, ticket, ...filter }: ArticleQuery) {
    const within = section === undefined ? undefined : this.editor.withBelow(section);
    return this.articles.list({ ...filter, section: within, ticketId: ticket }, { limit, cursor, language });
  }

  @Needs('tickets:write')
  @Answers({
    summary: 'Write an article',
    description: 'A draft: nobody finds it yet.',
    status: 201,
    shape: ArticleShape,
    problems: PLACES,
  })
  @Post()
  async create(@Body(reads(NewArticle)) given: NewArticle, @Req() request: Request) {
    await this.uploads.refuseUnknown(given.content);
    return this.editor.create(given, principalOf(request).actor);
  }

  @Needs('tickets:read')
  @Answers({
    summary: 'One article, by id or key',
    description: 'With its newest text.',
    shape: ArticleShape,
    problems: { article_unknown: 404 },
  })
  @Get(':articleId')
  async get(@Param('articleId') id: string) {
    return this.articles.get(id);
  }

  @Needs('tickets:write')
  @Answers({
    summary: 'Change what an article says',
    description: 'The whole text. A new version; readers see the former until it is published.',
    shape: ArticleShape,
    problems: { ...CHANGES, ...PLACES },
  })
  @Patch(':articleId')
  async change(@Param('articleId') id: string, @Body(reads(ArticleChange)) change: ArticleChange, @Req() request: Request) {
    await this.uploads.refuseUnknown(change.content);
    return this.editor.edit(id, change, principalOf(request).actor);
  }

  @Needs('tickets:read')
  @Answers({ summary: 'All that an article ever said, newest first', shape: ArticleVersionPageShape, problems: { article_unknown: 404 } })
  @Get(':articleId/versions')
  async listVersions(@Param('articleId') id: string) {
    return { items: await this.articles.listVersions((await this.articles.get(id)).id), nextCursor: null };
  }

  @Needs('tickets:read')
  @Answers({
    summary: 'Whether an article helped its readers, and what they said',
    shape: ArticleOpinionsShape,
    problems: { article_unknown: 404 },
  })
  @Get(':articleId/opinions')
  async listOpinions(@Param('articleId') id: string) {
    return this.opinions.of(id);
  }

  @Needs('tickets:write')
  @Answers({
    summary: 'Take out what a reader said of an article',
    description: 'Where it tells who somebody is, or nobody should read it. Whether the article helped him stays.',
    status: 204,
    problems: { article_unknown: 404, opinion_unknown: 404 },
  })
  @Delete(':articleId/opinions/:opinionId/words')
  async takeOutWords(@Param('articleId') id: string, @Param('opinionId') opinionId: string): Promise<void> {
    await this.opinions.takeOutWords(id, opinionId);
  }

  @Needs('tickets:write')
  @Answers({ summary: 'Show the newest text to readers', shape: ArticleShape, problems: CHANGES })
  @Post(':articleId/publication')
  async publish(@Param('articleId') id: string, @Body(reads(Publication)) wish: Publication, @Req() request: Request) {
    return this.editor.publish(id, wish, principalOf(request).actor);
  }

  @Needs('tickets:write')
  @Answers({
    summary: 'Show it to nobody any more',
    description: 'Its versions stay; publish it to bring it back.',
    shape: ArticleShape,
    problems: CHANGES,
  })
  @Post(':articleId/archiving')
  async archive(@Param('articleId') id: string, @Body(reads(Archiving)) wish: Archiving, @Req() request: Request) {
    return this.editor.archive(id, wish, principalOf(request).actor);
  }

  @Needs('tickets:write')
  @Answers({
    summary: 'Somebody looked whether it still holds',
    description: 'What does not is archived.',
    shape: ArticleShape,
    problems: { ...CHANGES, article_not_published: 409 },
  })
  @Post(':articleId/reviews')
  async review(@Param('articleId') id: string, @Body(reads(ArticleReview)) review: ArticleReview, @Req() request: Request) {
    return this.editor.review(id, review, principalOf(request).actor);
  }
}
