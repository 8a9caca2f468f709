import { Injectable } from '@nestjs/common';
import type { Sql } from '#database';
import { PermanentError } from '#runtime';
import { Effects } from '../idempotency/effects.js';
import type { Actor } from '../tickets/actor.js';
import { TicketReader } from '../tickets/ticket-reader.js';
import type { Article } from './article.js';
import { ArticleEditor } from './article-editor.js';
import { ArticleRepository } from './article.repository.js';
import { takeOutPersonal } from './take-out-personal.js';
import { wentOut } from '../tickets/went-out.js';

interface Said {
  readonly ticket_id: string;
  readonly direction: 'inbound' | 'outbound';
  readonly text: string;
}

const LONGEST = 20_000;
const WORDS = {
  zh: { problem: '问题', solution: '解决方法', none: '（尚未写明）' },
  en: { problem: 'Problem', solution: 'Solution', none: '(not written yet)' },
};

/** Makes an article of what was said on a ticket: the customer's problem, and what solved it. A draft; a person reads it before anybody else does. */
@Injectable()
export class SolutionDrafter {
  constructor(
    private readonly effects: Effects,
    private readonly tickets: TicketReader,
    private readonly articles: ArticleRepository,
    private readonly editor: ArticleEditor,
  ) {}

  /** The one that was made of this ticket before, if any. Throws `PermanentError` (`ticket_unknown`, `section_unknown`). */
  async draft(
    idOrNumber: string,
    wish: { section?: string | undefined; title?: string | undefined; solution?: string | undefined },
    actor: Actor,
  ): Promise<Article> {
    const ticket = await this.tickets.find(idOrNumber);
    if (ticket === null) throw new PermanentError(`there is no ticket ${idOrNumber}`, { code: 'ticket_unknown' });
    const id = await this.effects.run(async (transaction) => {
      await transaction.query('select id from tickets where id = $1::uuid for update', [ticket.id]);
      const [known] = await transaction.query<{ id: string }>(
        `select id from knowledge_articles where ticket_id = $1::uuid and state <> 'archived' order by created_at limit 1`,
        [ticket.id],
      );
      if (known !== undefined) return known.id;
      const text = await this.compose(transaction, ticket, wish);
      const content = {
        section: wish.section ?? null,
        kind: 'case' as const,
        visibility: 'public' as const,
        productLines: [],
        texts: text,
      };
      return this.editor.createIn(transaction, { content, ticketId: ticket.id, note: `from ${ticket.number}` }, actor);
    });
    return this.articles.get(id);
  }

  /** The problem in the customer's words, the solution in the last words of the desk; nobody's addresses and numbers. */
  async compose(
    sql: Sql,
    ticket: { id: string; subject: string; language?: string | null },
    wish: { title?: string | undefined; solution?: string | undefined } = {},
  ) {
    const said = await sql.query<Said & { [column: string]: unknown }>(
      `select ticket_id, direction, coalesce(new_text, plain_text) as text from entries
       where ticket_id = $1::uuid and direction in ('inbound', 'outbound') and not folded and flags->'automatic' is null and ${wentOut('entries')} order by seq`,
      [ticket.id],
    );
    const problem = said.find(({ direction }) => direction === 'inbound')?.text ?? '';
    const solution = wish.solution ?? said.filter(({ direction }) => direction === 'outbound').at(-1)?.text ?? '';
    const language = ticket.language ?? (/\p{Script=Han}/u.test(`${ticket.subject}${problem}`) ? 'zh' : 'en');
    const words = language.startsWith('zh') ? WORDS.zh : WORDS.en;
    const write = (text: string) => takeOutPersonal(text).trim().slice(0, LONGEST) || words.none;
    const title =
      takeOutPersonal(wish.title ?? stripSubject(ticket.subject))
        .trim()
        .slice(0, 300) || words.problem;
    return {
      [language]: {
        title,
        body: `${words.problem}:\n${write(problem)}\n\n${words.solution}:\n${write(solution)}`,
        keywords: [],
        videos: [],
        pictures: [],
      },
    };
  }
}

function stripSubject(subject: string): string {
  return subject.replace(/^(?:\s*(?:re|fw|fwd|aw|回复|转发|答复)\s*[:：])+/iu, '').replaceAll(/[【[][^】\]]*[】\]]/g, ' ');
}
