import { Injectable } from '@nestjs/common';
import { toPlain } from '#contracts/marked-text';
import type { Transaction } from '#database';
import type { ArticleContent } from '../../desk/schema/knowledge.js';
import { indexTerms } from './index-terms.js';

export interface IndexedArticle {
  readonly id: string;
  readonly content: ArticleContent;
}

/** Row of `knowledge_terms` that counts all passages. No text has this term. */
export const ALL_PASSAGES = '';

/** What is searched, kept as what is published says. All that one transaction publishes goes in one call. */
@Injectable()
export class PassageIndex {
  /** Replaces what was known of these articles. */
  async put(transaction: Transaction, articles: readonly IndexedArticle[]): Promise<void> {
    await this.remove(
      transaction,
      articles.map(({ id }) => id),
    );
    const counts = new Map<string, { passages: number; heads: number }>();
    const rows = articles.flatMap(({ id, content }) =>
      Object.entries(content.texts).map(([language, text]) => {
        const { distinct, distinctHeads, ...indexed } = indexTerms({ ...text, body: toPlain(text.body) });
        const heads = new Set(distinctHeads);
        for (const term of [...distinct, ALL_PASSAGES]) {
          const count = counts.get(term) ?? { passages: 0, heads: 0 };
          counts.set(term, count);
          count.passages += 1;
          if (heads.has(term)) count.heads += 1;
        }
        const { section, visibility, productLines } = content;
        return { article_id: id, language, internal: visibility === 'internal', section, product_lines: productLines, ...indexed };
      }),
    );
    if (rows.length === 0) return;
    await transaction.query(
      `insert into knowledge_passages (article_id, language, internal, section, product_lines, length, terms, heads)
       select article_id, language, internal, section, product_lines, length, terms::tsvector, heads::tsvector
       from json_to_recordset($1::json) as p (article_id uuid, language text, internal boolean, section text, product_lines text[], length integer,
         terms text, heads text)`,
      [JSON.stringify(rows)],
    );
    await this.count(transaction, counts);
  }

  async remove(transaction: Transaction, articleIds: readonly string[]): Promise<void> {
    if (articleIds.length === 0) return;
    const gone = await transaction.query<{ terms: string[]; heads: string[] }>(
      `delete from knowledge_passages where article_id = any($1::uuid[])
       returning tsvector_to_array(terms) as terms, tsvector_to_array(heads) as heads`,
      [articleIds],
    );
    const counts = new Map<string, { passages: number; heads: number }>();
    for (const { terms, heads } of gone) {
      const known = new Set(heads);
      for (const term of [...terms, ALL_PASSAGES]) {
        const count = counts.get(term) ?? { passages: 0, heads: 0 };
        counts.set(term, count);
        count.passages -= 1;
        if (known.has(term)) count.heads -= 1;
      }
    }
    await this.count(transaction, counts);
  }

  /** Sorted, so that two that publish at once wait for each other and do not block. */
  private async count(transaction: Transaction, counts: ReadonlyMap<string, { passages: number; heads: number }>): Promise<void> {
    if (counts.size === 0) return;
    const terms = [...counts.keys()].sort();
    await transaction.query(
      `insert into knowledge_terms as known (term, passages, heads)
       select * from unnest($1::text[], $2::integer[], $3::integer[]) as c (term, passages, heads) order by term collate "C"
       on conflict (term) do update set passages = known.passages + excluded.passages, heads = known.heads + excluded.heads`,
      [terms, terms.map((term) => counts.get(term)!.passages), terms.map((term) => counts.get(term)!.heads)],
    );
  }
}
