import { Inject, Injectable } from '@nestjs/common';
import { DATABASE, type Database, type Sql, type Transaction } from '#database';
import { KnowledgeSearch } from '../knowledge-search.js';
import { takeOutPersonal } from '../take-out-personal.js';
import { type AskedTicket, type GatheredProblem, gatherProblems } from './gather-problems.js';

export interface TypicalProblem {
  readonly name: string;
  readonly category: string | null;
  readonly count: number;
  readonly ticketNumbers: readonly string[];
  /** The article that answers it, where there is one. */
  readonly article: { readonly id: string; readonly title: string } | null;
}

const MOST_TICKETS = 40_000;
const MOST_NUMBERS = 20;
/** From here on the help has it. */
const ANSWERED = 0.55;

/** What customers came with again and again in a time. */
@Injectable()
export class TypicalProblems {
  constructor(
    private readonly search: KnowledgeSearch,
    @Inject(DATABASE) private readonly database: Database,
  ) {}

  /** Most frequent first. `viewer`: confidential tickets are never in. */
  async list(from: Date, to: Date, { least, most }: { least: number; most: number }): Promise<TypicalProblem[]> {
    const problems = (await this.gather(this.database.sql, from, to, least)).slice(0, most);
    return Promise.all(
      problems.map(async ({ name, category, tickets, terms }) => ({
        name: takeOutPersonal(name),
        category,
        count: tickets.length,
        ticketNumbers: tickets.slice(0, MOST_NUMBERS).map(({ number }) => number),
        article: await this.findArticle(name, terms),
      })),
    );
  }

  async gather(sql: Sql, from: Date, to: Date, least: number): Promise<GatheredProblem[]> {
    const tickets = await sql.query<AskedTicket & { [column: string]: unknown }>(
      `select t.id, t.number, t.subject, t.category, t.request_type as "requestType", coalesce(left(first.text, 400), '') as text
       from tickets t left join lateral (select coalesce(e.new_text, e.plain_text) as text from entries e
         where e.ticket_id = t.id and e.direction = 'inbound' order by e.seq limit 1) first on true
       where t.opened_at >= $1 and t.opened_at < $2 and t.merged_into is null and not t.folded and not t.quarantined and not t.confidential
       order by t.opened_at, t.id limit ${MOST_TICKETS}`,
      [from, to],
    );
    return gatherProblems(tickets, least);
  }

  /** `transaction`: the open one of who asks within one. */
  async findArticle(name: string, terms: readonly string[], transaction?: Transaction): Promise<TypicalProblem['article']> {
    const [best] = await this.search.search(`${name} ${terms.join(' ')}`, { internal: true, limit: 1, typing: true }, transaction);
    return best !== undefined && best.score >= ANSWERED ? { id: best.id, title: best.title } : null;
  }
}
