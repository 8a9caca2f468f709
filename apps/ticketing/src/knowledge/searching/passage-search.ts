import { Inject, Injectable } from '@nestjs/common';
import { DATABASE, type Database, type Sql, type Transaction } from '#database';
import type { Synonyms } from '../words/synonyms.js';
import { type AskedTerm, readQuestion } from './asked-terms.js';
import { quoteTerm } from './index-terms.js';
import { ALL_PASSAGES } from './passage-index.js';
import { type Look, planCandidates } from './plan-candidates.js';
import { type Candidate, probesOf, type Ranked, rankPassages, type TermCounts } from './rank-passages.js';
import { IS_SAMPLED } from './sampled-passages.js';

export interface PassageFilter {
  /** Also what is for agents alone. */
  readonly internal: boolean;
  readonly section?: readonly string[] | undefined;
  readonly productLine?: string | undefined;
}

export interface Asking {
  readonly question: string;
  readonly language: string | null;
  /** The last word is still being typed. */
  readonly typing?: boolean | undefined;
  readonly filter: PassageFilter;
}

const MOST_PROBES = 48;
const MOST_ENDINGS = 6;

/** Finds passages by words: looks that each bring few rows, then ranked here. */
@Injectable()
export class PassageSearch {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  /** `transaction`: the open one of who asks within one, so that it needs no second connection. */
  async search({ question, language, typing, filter }: Asking, synonyms: Synonyms, transaction?: Transaction): Promise<Ranked[]> {
    const sql = transaction ?? this.database.sql;
    let asked = readQuestion(question, synonyms);
    if (asked.length === 0) return [];
    if (typing === true || asked.length === 1) asked = await this.complete(sql, asked);
    const counts = await this.count(sql, asked);
    const looks = planCandidates(asked, counts);
    if (looks.length === 0) return [];
    const probes = probesOf(asked, counts, MOST_PROBES);
    const candidates = await this.fetch(looks, probes, filter, transaction);
    return rankPassages(candidates, asked, probes, counts, language);
  }

  /** What the last word may become, as words that count in its place; a single Chinese character finds what begins with it. */
  private async complete(sql: Sql, asked: readonly AskedTerm[]): Promise<AskedTerm[]> {
    const last = asked.at(-1)!;
    if (last.term.length > 1 && last.term.length < 3 && /^[\x20-\x7e]+$/.test(last.term)) return [...asked];
    const rows = await sql.query<{ term: string }>(
      `select term from knowledge_terms where term > $1 and term < $2 and passages > 0 order by passages desc limit ${MOST_ENDINGS}`,
      [last.term, `${last.term}\u{10ffff}`],
    );
    return [...asked.slice(0, -1), { ...last, instead: [...new Set([...last.instead, ...rows.map(({ term }) => term)])] }];
  }

  private async count(sql: Sql, asked: readonly AskedTerm[]): Promise<TermCounts> {
    const terms = asked.flatMap(({ term, instead }) => [term, ...instead]);
    const rows = await sql.query<{ term: string; passages: number; heads: number }>(
      'select term, passages, heads from knowledge_terms where term = any($1::text[]) and passages > 0',
      [[...new Set([...terms, ALL_PASSAGES])]],
    );
    const of = new Map(rows.map(({ term, passages, heads }) => [term, { passages, heads }]));
    return { all: of.get(ALL_PASSAGES)?.passages ?? 0, of };
  }

  private async fetch(
    looks: readonly Look[],
    probes: readonly string[],
    { internal, section, productLine }: PassageFilter,
    transaction: Transaction | undefined,
  ): Promise<Candidate[]> {
    const values: unknown[] = ['', ':A', ':B', ':C'].map((place) => probes.map((probe) => quoteTerm(probe) + place));
    const place = (value: unknown) => `$${values.push(value)}`;
    const where = [
      ...(internal ? [] : ['not internal']),
      ...(section === undefined ? [] : [`section = any(${place(section)}::text[])`]),
      ...(productLine === undefined ? [] : [`(product_lines = '{}' or product_lines @> array[${place(productLine)}::text])`]),
    ];
    // A section or a product line has few of the many: the sample might have none of them.
    const isNarrow = section !== undefined || productLine !== undefined;
    const branches = looks.map(
      ({ column, query, most, sampled }) =>
        `(select article_id, language from knowledge_passages where ${[...(sampled && !isNarrow ? [IS_SAMPLED] : []), `${column} @@ ${place(query)}::tsquery`, ...where].join(' and ')} limit ${most})`,
    );
    const text = `with found as (${branches.join(' union ')})
      select p.article_id as "articleId", p.language, p.length, (
        select string_agg(case when not p.terms @@ probe.term then '-' when p.terms @@ probe.title then 'A' when p.terms @@ probe.keyword then 'B'
          when p.terms @@ probe.often then 'C' else 'D' end, '' order by probe.at)
        from unnest($1::tsquery[], $2::tsquery[], $3::tsquery[], $4::tsquery[]) with ordinality as probe (term, title, keyword, often, at)) as marks
      from found join knowledge_passages p using (article_id, language)`;
    return this.readByIndex(text, values, transaction);
  }

  /** A planner that takes the words for common reads the whole table instead of the index: fast until they are not common. */
  private async readByIndex(text: string, values: readonly unknown[], open: Transaction | undefined): Promise<Candidate[]> {
    if (open !== undefined) return readWithin(open, text, values);
    return this.database.runAtOnce(async (transaction) => {
      const set = transaction.query('set local enable_seqscan = off');
      const rows = transaction.query<Candidate & { [column: string]: unknown }>(text, values);
      await set;
      return rows;
    });
  }
}

/** The rest of the transaction is planned as it was before. */
async function readWithin(transaction: Transaction, text: string, values: readonly unknown[]): Promise<Candidate[]> {
  await transaction.query('set local enable_seqscan = off');
  const rows = await transaction.query<Candidate & { [column: string]: unknown }>(text, values);
  await transaction.query('set local enable_seqscan = on');
  return rows;
}
