import { Inject, Injectable } from '@nestjs/common';
import { DATABASE, type Database, type Sql, type Transaction } from '#database';
import { PermanentError } from '#runtime';
import type { ArticleContent } from '../desk/schema/knowledge.js';
import type { Actor } from '../tickets/actor.js';
import { decodeCursor, encodeCursor, toLimit } from '../tickets/page-cursor.js';
import { isUuid } from '../tickets/ticket.repository.js';
import { type Article, type ArticleState, type ArticleSummary, type ArticleVersion, pickArticleText } from './article.js';

export interface ArticleFilter {
  readonly state?: ArticleState | undefined;
  readonly section?: readonly string[] | undefined;
  readonly productLine?: string | undefined;
  readonly visibility?: 'public' | 'internal' | undefined;
  /** Valid until then or earlier, `YYYY-MM-DD`. */
  readonly reviewDueBy?: string | undefined;
  readonly ids?: readonly string[] | undefined;
  readonly ticketId?: string | undefined;
}

/** An article whose newest version is to be written. */
export interface WrittenArticle extends Omit<Article, 'content'> {
  readonly content: ArticleContent;
  /** Version of the desk file's text it was last made of. */
  readonly seeded?: boolean;
}

const COLUMNS = `a.id, a.key, a.state, a.version, a.published_version as "publishedVersion", a.ticket_id as "ticketId",
  to_char(a.review_due, 'YYYY-MM-DD') as "reviewDue", a.created_at as "createdAt", a.updated_at as "updatedAt", a.published_at as "publishedAt",
  a.archived_at as "archivedAt"`;
const SUMMARY = `${COLUMNS}, a.section, a.kind, a.visibility, a.product_lines as "productLines"`;
const WITH_CONTENT = `select ${COLUMNS}, v.content from knowledge_articles a join knowledge_versions v on v.article_id = a.id and v.version = a.version`;

@Injectable()
export class ArticleRepository {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  /** By id or key. Throws `PermanentError` (`article_unknown`). */
  async get(idOrKey: string, sql: Sql = this.database.sql): Promise<Article> {
    const [row] = await sql.query<Article>(`${WITH_CONTENT} where ${isUuid(idOrKey) ? 'a.id = $1::uuid' : 'a.key = $1'}`, [idOrKey]);
    if (row === undefined) throw unknownArticle(idOrKey);
    return row;
  }

  async lock(transaction: Transaction, idOrKey: string): Promise<Article> {
    await transaction.query(`select id from knowledge_articles where ${isUuid(idOrKey) ? 'id = $1::uuid' : 'key = $1'} for update`, [
      idOrKey,
    ]);
    return this.get(idOrKey, transaction);
  }

  /** What readers see. Null when nothing of it is published. */
  async findPublished(ids: readonly string[], sql: Sql = this.database.sql): Promise<(Article & { content: ArticleContent })[]> {
    return sql.query(
      `select ${COLUMNS}, v.content from knowledge_articles a join knowledge_versions v on v.article_id = a.id and v.version = a.published_version
       where a.id = any($1::uuid[]) and a.state = 'published'`,
      [ids],
    );
  }

  /** By key, those there are. */
  async findByKeys(transaction: Transaction, keys: readonly string[]): Promise<Map<string, Article & { seededVersion: number | null }>> {
    const rows = await transaction.query<Article & { seededVersion: number | null; key: string }>(
      `select ${COLUMNS}, a.seeded_version as "seededVersion", v.content from knowledge_articles a
       join knowledge_versions v on v.article_id = a.id and v.version = a.version where a.key = any($1::text[]) order by a.key for update of a`,
      [keys],
    );
    return new Map(rows.map((row) => [row.key, row]));
  }

  /** Least recently changed last; titles of the newest version in `language`, where it has that one. */
  async list(filter: ArticleFilter, page: { limit?: number | undefined; cursor?: string | undefined; language?: string | undefined }) {
    const limit = toLimit(page.limit);
    const values: unknown[] = [];
    const place = (value: unknown) => `$${values.push(value)}`;
    const where = ['true'];
    if (filter.state !== undefined) where.push(`a.state = ${place(filter.state)}`);
    if (filter.section !== undefined) where.push(`a.section = any(${place(filter.section)}::text[])`);
    if (filter.productLine !== undefined) where.push(`a.product_lines @> array[${place(filter.productLine)}::text]`);
    if (filter.visibility !== undefined) where.push(`a.visibility = ${place(filter.visibility)}`);
    if (filter.reviewDueBy !== undefined) where.push(`a.state = 'published' and a.review_due <= ${place(filter.reviewDueBy)}::date`);
    if (filter.ids !== undefined) where.push(`a.id = any(${place(filter.ids)}::uuid[])`);
    if (filter.ticketId !== undefined) where.push(`a.ticket_id = ${place(filter.ticketId)}::uuid`);
    if (page.cursor !== undefined) {
      const [at, id] = decodeCursor(page.cursor, 2);
      where.push(`(a.updated_at, a.id) < (${place(at)}::timestamptz, ${place(id)}::uuid)`);
    }
    const language = `${place(page.language ?? '')}::text`;
    const rows = await this.database.sql.query<ArticleSummary & { [column: string]: unknown }>(
      `select ${SUMMARY}, coalesce(v.content->'texts'->${language}->>'title', v.content->'texts'->split_part(${language}, '-', 1)->>'title', a.title) as title
       from knowledge_articles a join knowledge_versions v on v.article_id = a.id and v.version = a.version
       where ${where.join(' and ')} order by a.updated_at desc, a.id desc limit ${limit + 1}`,
      values,
    );
    const items: ArticleSummary[] = rows.slice(0, limit);
    const last = items.at(-1);
    return { items, nextCursor: rows.length > limit && last ? encodeCursor([last.updatedAt.toISOString(), last.id]) : null };
  }

  async listVersions(id: string): Promise<ArticleVersion[]> {
    return this.database.sql.query<ArticleVersion & { [column: string]: unknown }>(
      'select version, content, actor, note, made_at as "madeAt" from knowledge_versions where article_id = $1::uuid order by version desc limit 200',
      [id],
    );
  }

  /** Articles as they shall be, new or changed; each content is kept as its version unless that one is known. */
  async write(
    transaction: Transaction,
    articles: readonly WrittenArticle[],
    by: { actor: Actor; note?: string | null; now: Date },
  ): Promise<void> {
    if (articles.length === 0) return;
    const rows = articles.map(({ content, seeded, ...article }) => ({
      ...{ id: article.id, key: article.key, state: article.state, version: article.version, published_version: article.publishedVersion },
      ...{ section: content.section, kind: content.kind, visibility: content.visibility, product_lines: content.productLines },
      ...{ title: pickArticleText(content, null).text.title, seeded_version: seeded === true ? article.version : null },
      ...{ ticket_id: article.ticketId, review_due: article.reviewDue, created_at: article.createdAt, updated_at: by.now },
      ...{ published_at: article.publishedAt, archived_at: article.archivedAt, content },
    }));
    const given = JSON.stringify(rows);
    await transaction.query(
      `insert into knowledge_articles as known (${WRITTEN.join(', ')}) select ${WRITTEN.join(', ')}
       from json_to_recordset($1::json) as w (id uuid, key text, state text, version integer, published_version integer, section text, kind text, visibility text,
         product_lines text[], title text, seeded_version integer, ticket_id uuid, review_due date, created_at timestamptz, updated_at timestamptz,
         published_at timestamptz, archived_at timestamptz)
       on conflict (id) do update set ${REPLACED.map((name) => `${name} = excluded.${name}`).join(', ')},
         seeded_version = coalesce(excluded.seeded_version, known.seeded_version)`,
      [given],
    );
    await transaction.query(
      `insert into knowledge_versions (article_id, version, content, actor, note, made_at)
       select id, version, content, $2, $3, $4 from json_to_recordset($1::json) as w (id uuid, version integer, content jsonb)
       on conflict (article_id, version) do nothing`,
      [given, JSON.stringify(by.actor), by.note ?? null, by.now],
    );
    const blobs = articles.flatMap(({ id, content }) => picturesOf(content).map((ref) => ({ id, ref })));
    if (blobs.length === 0) return;
    await transaction.query(
      'insert into knowledge_blobs (ref, article_id) select ref, id from json_to_recordset($1::json) as b (ref text, id uuid) on conflict do nothing',
      [JSON.stringify(blobs)],
    );
  }
}

/** Every upload that any language of it shows. */
export function picturesOf({ texts }: ArticleContent): string[] {
  return [...new Set(Object.values(texts).flatMap(({ pictures }) => pictures.map(({ blobRef }) => blobRef)))];
}

const REPLACED = [
  ...['state', 'version', 'published_version', 'section', 'kind', 'visibility', 'product_lines', 'title', 'review_due', 'updated_at'],
  ...['published_at', 'archived_at'],
];
const WRITTEN = ['id', 'key', 'seeded_version', 'ticket_id', 'created_at', ...REPLACED];

export function unknownArticle(idOrKey: string): PermanentError {
  return new PermanentError(`there is no article ${idOrKey}`, {
    code: 'article_unknown',
    hint: 'GET /api/v1/knowledge/articles lists them',
  });
}
