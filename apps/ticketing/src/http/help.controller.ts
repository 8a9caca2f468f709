import { Body, Get, Inject, Param, Put, Query, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { pipeline } from 'node:stream/promises';
import { BLOB_STORE, type BlobStore } from '#blob-store';
import { BlobRef } from '#contracts';
import { PermanentError } from '#runtime';
import { Needs } from '../agents/access.guard.js';
import { clientAddress } from '../agents/client-address.js';
import { ArticleEditor } from '../knowledge/article-editor.js';
import { ArticleOpinions } from '../knowledge/article-opinions.js';
import { HelpRate, OpinionRate } from '../knowledge/help-rate.js';
import { HelpReader } from '../knowledge/help-reader.js';
import { KnowledgeSearch } from '../knowledge/knowledge-search.js';
import { isUuid } from '../tickets/ticket.repository.js';
import { Answers } from './answers.js';
import { ApiController } from './api-controller.js';
import { TakesNoKey } from './idempotency.interceptor.js';
import { reads } from './read-input.js';
import {
  ArticleOpinionInput,
  ArticleOpinionShape,
  HelpArticleShape,
  HelpLanguage,
  HelpListQuery,
  HelpListShape,
  HelpShape,
} from './shapes/help.js';
import { FoundPageShape, KnowledgeQuery } from './shapes/knowledge.js';

const LIMITED = { rate_limited: 429 };

/** The help as customers read it: without a login, so often and no oftener. */
@ApiController('help', 'help')
export class HelpController {
  constructor(
    private readonly search: KnowledgeSearch,
    private readonly help: HelpReader,
    private readonly editor: ArticleEditor,
    private readonly opinions: ArticleOpinions,
    private readonly rate: HelpRate,
    private readonly opinionRate: OpinionRate,
    @Inject(BLOB_STORE) private readonly blobs: BlobStore,
  ) {}

  @Needs('nobody')
  @Answers({ summary: 'What the help has: sections, product lines, links', shape: HelpShape, problems: LIMITED })
  @Get()
  overview(@Query(reads(HelpLanguage)) { language }: HelpLanguage, @Req() request: Request) {
    this.rate.take(clientAddress(request));
    return this.help.overview(language);
  }

  @Needs('nobody')
  @Answers({
    summary: 'Articles that answer a question, best first',
    description: 'Also while it is being typed (typing=true): such searches are not recorded.',
    shape: FoundPageShape,
    problems: LIMITED,
  })
  @Get('search')
  async find(@Query(reads(KnowledgeQuery)) { q, ...wishes }: KnowledgeQuery, @Req() request: Request) {
    this.rate.take(clientAddress(request));
    return { items: await this.search.search(q, { ...wishes, internal: false }), nextCursor: null };
  }

  @Needs('nobody')
  @Answers({ summary: 'Articles of a section', shape: HelpListShape, problems: { ...LIMITED, cursor_invalid: 400 } })
  @Get('articles')
  async list(@Query(reads(HelpListQuery)) { section, language, ...page }: HelpListQuery, @Req() request: Request) {
    this.rate.take(clientAddress(request));
    return this.help.list(section, section === undefined ? undefined : this.editor.withBelow(section), page, language);
  }

  @Needs('nobody')
  @Answers({ summary: 'One article', shape: HelpArticleShape, problems: { ...LIMITED, article_unknown: 404 } })
  @Get('articles/:articleId')
  async get(@Param('articleId') id: string, @Query(reads(HelpLanguage)) { language }: HelpLanguage, @Req() request: Request) {
    this.rate.take(clientAddress(request));
    return this.help.get(id, language);
  }

  @Needs('nobody')
  @TakesNoKey()
  @Answers({
    summary: 'Whether an article helped, and why',
    description:
      'The id is a random UUID of the reader’s browser, for this article alone: by it he changes what he said. Nothing else of him is kept.',
    shape: ArticleOpinionShape,
    problems: { ...LIMITED, article_unknown: 404 },
  })
  @Put('articles/:articleId/opinions/:opinionId')
  async giveOpinion(
    @Param('articleId') id: string,
    @Param('opinionId') opinionId: string,
    @Body(reads(ArticleOpinionInput)) opinion: ArticleOpinionInput,
    @Req() request: Request,
  ) {
    this.opinionRate.take(clientAddress(request));
    if (!isUuid(opinionId)) throw new PermanentError('the id of an opinion is a UUID', { code: 'invalid_request' });
    return this.opinions.give(id, opinionId, opinion);
  }

  @Needs('nobody')
  @Answers({
    summary: 'A picture of an article',
    produces: 'image/*',
    problems: { ...LIMITED, article_unknown: 404, picture_unknown: 404 },
  })
  @Get('articles/:articleId/pictures/:ref')
  async showPicture(
    @Param('articleId') id: string,
    @Param('ref') ref: string,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    this.rate.take(clientAddress(request));
    const picture = (await this.help.listPictures(id)).find(({ blobRef }) => blobRef === ref);
    if (picture === undefined || !(await this.blobs.has(BlobRef.parse(ref))))
      throw new PermanentError(`the article has no picture ${ref}`, { code: 'picture_unknown' });
    const { stream, bytes } = await this.blobs.open(BlobRef.parse(ref));
    response
      .setHeader('Content-Type', picture.contentType)
      .setHeader('Content-Length', bytes)
      .setHeader('X-Content-Type-Options', 'nosniff')
      .setHeader('Content-Security-Policy', "sandbox; default-src 'none'")
      .setHeader('Cache-Control', 'public, max-age=31536000, immutable');
    await pipeline(stream, response);
  }
}
