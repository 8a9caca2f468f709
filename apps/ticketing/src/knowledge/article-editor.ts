import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type { Transaction } from '#database';
import { CLOCK, type Clock, PermanentError } from '#runtime';
import { DeskProfiles } from '../desk/desk-profiles.js';
import { type ArticleContent, type KnowledgeSection, sectionKeysOf, sectionsWithin } from '../desk/schema/knowledge.js';
import { Effects } from '../idempotency/effects.js';
import type { Actor } from '../tickets/actor.js';
import { makeOrderedId } from '../tickets/ordered-id.js';
import { toStorable } from '../tickets/storable.js';
import type { Article } from './article.js';
import { ArticleRepository } from './article.repository.js';
import { addMonths } from './review-day.js';
import { PassageIndex } from './searching/passage-index.js';

export interface NewArticle {
  readonly content: ArticleContent;
  /** Ticket whose solution it is. */
  readonly ticketId?: string | null;
  readonly note?: string | undefined;
}

/** What people do to articles. Each change is a version; readers see the one that was published last. */
@Injectable()
export class ArticleEditor {
  constructor(
    private readonly effects: Effects,
    private readonly articles: ArticleRepository,
    private readonly index: PassageIndex,
    private readonly profiles: DeskProfiles,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** A draft. Throws `PermanentError` (`section_unknown`, `product_line_unknown`). */
  async create(given: NewArticle, actor: Actor): Promise<Article> {
    const id = await this.effects.run((transaction) => this.createIn(transaction, given, actor));
    return this.articles.get(id);
  }

  /** As a part of the caller's transaction. */
  async createIn(transaction: Transaction, given: NewArticle, actor: Actor): Promise<string> {
    const { content, ticketId, note } = toStorable(given);
    this.refuseUnknownPlace(content);
    const now = this.clock.now();
    const id = makeOrderedId(now);
    const none = { key: null, publishedVersion: null, reviewDue: null, publishedAt: null, archivedAt: null };
    const article = {
      ...none,
      id,
      state: 'draft' as const,
      content,
      version: 1,
      ticketId: ticketId ?? null,
      createdAt: now,
      updatedAt: now,
    };
    await this.articles.write(transaction, [article], { actor, note: note ?? null, now });
    return id;
  }

  /** A new version; what readers see stays until it is published. Throws `PermanentError`: `article_unknown`, `version_conflict`. */
  async edit(
    idOrKey: string,
    change: { content: Partial<ArticleContent>; expectedVersion?: number | undefined; note?: string | undefined },
    actor: Actor,
  ): Promise<Article> {
    return this.change(idOrKey, actor, change, (article) => {
      const content = { ...article.content, ...toStorable(change.content) };
      this.refuseUnknownPlace(content);
      return { ...article, content, version: article.version + 1, state: article.state === 'archived' ? 'draft' : article.state };
    });
  }

  /** Readers see the newest version from now on. */
  async publish(
    idOrKey: string,
    more: { expectedVersion?: number | undefined; reviewDue?: string | undefined },
    actor: Actor,
  ): Promise<Article> {
    return this.change(idOrKey, actor, more, (article, now) => ({
      ...article,
      state: 'published',
      publishedVersion: article.version,
      publishedAt: now,
      archivedAt: null,
      reviewDue: more.reviewDue ?? this.nextReview(now),
    }));
  }

  /** Nobody is shown it any more; its versions stay. */
  async archive(idOrKey: string, more: { expectedVersion?: number | undefined }, actor: Actor): Promise<Article> {
    return this.change(idOrKey, actor, more, (article, now) => ({
      ...article,
      state: 'archived',
      publishedVersion: null,
      reviewDue: null,
      archivedAt: now,
    }));
  }

  /** Somebody looked whether it still holds. What does not is archived, unless it is changed instead. */
  async review(
    idOrKey: string,
    review: { valid: boolean; note?: string | undefined; reviewDue?: string | undefined; expectedVersion?: number | undefined },
    actor: Actor,
  ): Promise<Article> {
    return this.change(idOrKey, actor, review, async (article, now, transaction) => {
      if (article.state !== 'published')
        throw new PermanentError('only what is published is reviewed', { code: 'article_not_published', hint: 'publish it first' });
      await transaction.query(
        'insert into knowledge_reviews (id, article_id, version, valid, note, actor, reviewed_at) values ($1, $2, $3, $4, $5, $6, $7)',
        [randomUUID(), article.id, article.publishedVersion, review.valid, review.note ?? null, JSON.stringify(actor), now],
      );
      if (review.valid) return { ...article, reviewDue: review.reviewDue ?? this.nextReview(now) };
      return { ...article, state: 'archived', publishedVersion: null, reviewDue: null, archivedAt: now };
    });
  }

  /** Keys of a section and of those below it. */
  withBelow(section: string): string[] {
    return sectionsWithin(this.profiles.current().desk.knowledge, section);
  }

  private async change(
    idOrKey: string,
    actor: Actor,
    { expectedVersion, note }: { expectedVersion?: number | undefined; note?: string | undefined },
    make: (article: Article, now: Date, transaction: Transaction) => Article | Promise<Article>,
  ): Promise<Article> {
    const id = await this.effects.run(async (transaction) => {
      const article = await this.articles.lock(transaction, idOrKey);
      if (expectedVersion !== undefined && expectedVersion !== article.version)
        throw new PermanentError(`the article is at version ${article.version}, not ${expectedVersion}`, {
          code: 'version_conflict',
          hint: 'look at what changed, then send again with the current version',
          fields: { currentVersion: article.version, expectedVersion },
        });
      const now = this.clock.now();
      const changed = await make(article, now, transaction);
      await this.articles.write(transaction, [changed], { actor, note: note ?? null, now });
      if (changed.publishedVersion !== article.publishedVersion)
        await (changed.publishedVersion === null ? this.index.remove(transaction, [changed.id]) : this.index.put(transaction, [changed]));
      return article.id;
    });
    return this.articles.get(id);
  }

  private nextReview(now: Date): string {
    return addMonths(now, this.profiles.current().desk.knowledge.reviewEveryMonths);
  }

  private refuseUnknownPlace(content: ArticleContent): void {
    refuseUnknownPlaces([content], this.profiles.current().desk.knowledge);
  }
}

/** Throws `PermanentError`: `section_unknown`, `product_line_unknown`. A desk that names none takes any. */
export function refuseUnknownPlaces(contents: readonly ArticleContent[], knowledge: KnowledgeSection): void {
  const sections = sectionKeysOf(knowledge);
  const lines = knowledge.productLines.map(({ key }) => key);
  for (const { section, productLines } of contents) {
    if (section !== null && sections.length > 0 && !sections.includes(section))
      throw new PermanentError(`the help has no section ${section}`, { code: 'section_unknown', hint: `it has ${sections.join(', ')}` });
    const unknown = lines.length === 0 ? undefined : productLines.find((line) => !lines.includes(line));
    if (unknown !== undefined)
      throw new PermanentError(`there is no product line ${unknown}`, {
        code: 'product_line_unknown',
        hint: `there are ${lines.join(', ')}`,
      });
  }
}
