import { isDeepStrictEqual } from 'node:util';
import { Inject, Injectable } from '@nestjs/common';
import type { Transaction } from '#database';
import { CLOCK, type Clock } from '#runtime';
import { DeskProfiles } from '../desk/desk-profiles.js';
import type { ArticleContent } from '../desk/schema/knowledge.js';
import type { Actor } from '../tickets/actor.js';
import { makeOrderedId } from '../tickets/ordered-id.js';
import { toStorable } from '../tickets/storable.js';
import { ArticleRepository, type WrittenArticle } from './article.repository.js';
import { addMonths } from './review-day.js';
import { PassageIndex } from './searching/passage-index.js';

export interface KeyedArticle {
  /** Null: a new one, whatever there is. */
  readonly key: string | null;
  readonly content: ArticleContent;
}

export interface WriteWishes {
  /** Readers see them at once; else they are drafts. */
  readonly publish: boolean;
  /** What somebody changed since it was last written by this way stays as it is. */
  readonly leaveChanged?: boolean;
  readonly actor: Actor;
  readonly note: string;
}

export interface WriteCount {
  readonly added: number;
  readonly changed: number;
  readonly same: number;
}

/** Many articles at once, by their keys: what is the same stays, so that writing them again changes nothing. */
@Injectable()
export class ArticleWriter {
  constructor(
    private readonly articles: ArticleRepository,
    private readonly index: PassageIndex,
    @Inject(DeskProfiles) private readonly profiles: Pick<DeskProfiles, 'current'>,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async write(
    transaction: Transaction,
    given: readonly KeyedArticle[],
    { publish, leaveChanged, actor, note }: WriteWishes,
  ): Promise<WriteCount> {
    const now = this.clock.now();
    const reviewDue = addMonths(now, this.profiles.current().desk.knowledge.reviewEveryMonths);
    const items = toStorable(given);
    const keys = items.flatMap(({ key }) => key ?? []);
    const known = await this.articles.findByKeys(transaction, keys);
    const published = { state: 'published' as const, publishedAt: now, archivedAt: null, reviewDue };
    const draft = { state: 'draft' as const, publishedAt: null, archivedAt: null, reviewDue: null };
    const written: WrittenArticle[] = [];
    let added = 0;
    for (const { key, content } of items) {
      const before = key === null ? undefined : known.get(key);
      if (before === undefined) {
        added += 1;
        const places = {
          id: makeOrderedId(now),
          key,
          version: 1,
          publishedVersion: publish ? 1 : null,
          ticketId: null,
          createdAt: now,
          updatedAt: now,
        };
        written.push({ ...places, ...(publish ? published : draft), content, seeded: leaveChanged === true });
        continue;
      }
      if (leaveChanged === true && before.seededVersion !== before.version) continue;
      const isShown = !publish || before.publishedVersion === before.version;
      if (isDeepStrictEqual(before.content, content) && isShown) continue;
      const version = before.version + 1;
      const shown = publish ? { ...published, publishedVersion: version } : {};
      written.push({ ...before, ...shown, version, content, seeded: leaveChanged === true });
    }
    await this.articles.write(transaction, written, { actor, note, now });
    if (publish) await this.index.put(transaction, written);
    return { added, changed: written.length - added, same: items.length - written.length };
  }
}
