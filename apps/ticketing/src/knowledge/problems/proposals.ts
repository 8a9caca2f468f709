import { Inject, Injectable } from '@nestjs/common';
import { DATABASE, type Database } from '#database';
import { DeskProfiles } from '../../desk/desk-profiles.js';
import { Notices } from '../../notices/notices.js';
import { HOUSE } from '../../tickets/actor.js';
import type { WorkUnit } from '../../tickets/work-unit.js';
import { ArticleEditor } from '../article-editor.js';
import { SolutionDrafter } from '../solution-drafter.js';
import { TypicalProblems } from './typical-problems.js';

export interface Proposal {
  readonly articleId: string;
  readonly title: string;
  readonly state: string;
  readonly month: string;
  readonly problem: string;
  readonly tickets: number;
  readonly proposedAt: Date;
}

const DAY_MS = 86_400_000;
const LOOKS_BACK_DAYS = 30;

/** Problems that keep coming and that the help does not answer become drafts, a few a month. */
@Injectable()
export class Proposals {
  constructor(
    private readonly problems: TypicalProblems,
    private readonly drafter: SolutionDrafter,
    private readonly editor: ArticleEditor,
    private readonly notices: Notices,
    private readonly profiles: DeskProfiles,
    @Inject(DATABASE) private readonly database: Database,
  ) {}

  /** As a part of other work; `month`: `YYYY-MM` in the desk's zone. Returns how many were proposed. */
  async propose(unit: WorkUnit, month: string): Promise<number> {
    const { transaction, now } = unit;
    const { perMonth, fromTickets } = this.profiles.current().desk.knowledge.proposals;
    const known = await transaction.query<{ month: string; ticket_ids: string[] }>('select month, ticket_ids from knowledge_proposals');
    const taken = new Set(known.flatMap(({ ticket_ids }) => ticket_ids));
    let left = perMonth - known.filter((proposal) => proposal.month === month).length;
    if (left <= 0) return 0;
    const found = await this.problems.gather(transaction, new Date(now.getTime() - LOOKS_BACK_DAYS * DAY_MS), now, fromTickets);
    const drafted: string[] = [];
    for (const { name, category, tickets, terms } of found) {
      if (left === 0) break;
      if (tickets.some(({ id }) => taken.has(id)) || (await this.problems.findArticle(name, terms, transaction)) !== null) continue;
      const solved = await findSolved(
        unit,
        tickets.map(({ id }) => id),
      );
      const texts = await this.drafter.compose(transaction, solved ?? tickets[0]!, { title: name });
      const content = { section: null, kind: 'case' as const, visibility: 'public' as const, productLines: [], texts };
      const id = await this.editor.createIn(
        transaction,
        { content, note: `proposed: ${tickets.length} tickets${category === null ? '' : `, ${category}`}` },
        HOUSE,
      );
      await transaction.query(
        'insert into knowledge_proposals (article_id, month, problem, ticket_ids, proposed_at) values ($1, $2, $3, $4::uuid[], $5)',
        [id, month, name.slice(0, 300), tickets.map((ticket) => ticket.id), now],
      );
      drafted.push(name);
      left -= 1;
    }
    if (drafted.length > 0)
      await this.notices.tell(unit, [
        {
          to: { role: 'supervisor' },
          kind: 'knowledge_proposed',
          text: `Problems that keep coming are proposed as drafts of the help: ${drafted.map((each) => `“${each.slice(0, 80)}”`).join(', ')}`,
          key: `knowledge-proposed:${now.toISOString()}`,
        },
      ]);
    return drafted.length;
  }

  /** Newest first. */
  async list(limit: number): Promise<Proposal[]> {
    return this.database.sql.query<Proposal & { [column: string]: unknown }>(
      `select p.article_id as "articleId", a.title, a.state, p.month, p.problem, cardinality(p.ticket_ids) as tickets, p.proposed_at as "proposedAt"
       from knowledge_proposals p join knowledge_articles a on a.id = p.article_id order by p.proposed_at desc, p.article_id limit $1`,
      [limit],
    );
  }
}

/** The one that ended last has the answer that held. */
async function findSolved(
  { transaction }: WorkUnit,
  ids: readonly string[],
): Promise<{ id: string; subject: string; language: string | null } | null> {
  const [row] = await transaction.query<{ id: string; subject: string; language: string | null }>(
    `select id, subject, language from tickets where id = any($1::uuid[]) and status in ('solved', 'closed') order by updated_at desc limit 1`,
    [ids],
  );
  return row ?? null;
}
