import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { DATABASE, type Database } from '#database';
import { PermanentError } from '#runtime';
import { type Actor, toRecordEntry } from '../tickets/actor.js';
import type { TicketDraft } from '../tickets/ticket-draft.js';
import { TicketReader } from '../tickets/ticket-reader.js';
import type { EntryView, TicketView } from '../tickets/ticket-view.js';
import { TicketWork } from '../tickets/ticket-work.js';
import type { WorkUnit } from '../tickets/work-unit.js';
import { pickArticleText, readArticleName } from './article.js';
import { type ArticleLink, ArticleLinks } from './article-links.js';
import { ArticleSender, keepUse } from './article-sender.js';
import { ArticleRepository } from './article.repository.js';
import { type FoundArticle, KnowledgeSearch } from './knowledge-search.js';
import { TicketQuestion } from './ticket-question.js';

export interface ArticleUse {
  readonly articleId: string;
  readonly title: string;
  readonly how: 'linked' | 'sent' | 'answered';
  readonly usedAt: Date;
  readonly actor: Actor;
}

/** The help on a ticket: what may answer it, what was sent, what it is linked with. */
@Injectable()
export class TicketKnowledge {
  constructor(
    private readonly work: TicketWork,
    private readonly tickets: TicketReader,
    private readonly articles: ArticleRepository,
    private readonly search: KnowledgeSearch,
    private readonly sender: ArticleSender,
    private readonly links: ArticleLinks,
    private readonly question: TicketQuestion,
    @Inject(DATABASE) private readonly database: Database,
  ) {}

  /** By the customer's own words, in his language; also what is for agents alone. */
  async suggest(idOrNumber: string, limit = 5): Promise<FoundArticle[]> {
    const { words, language } = await this.question.read((await this.find(idOrNumber)).id);
    return this.search.search(words, { language, limit, internal: true, typing: true });
  }

  async list(idOrNumber: string): Promise<ArticleUse[]> {
    const ticket = await this.find(idOrNumber);
    return this.database.sql.query<ArticleUse & { [column: string]: unknown }>(
      `select u.article_id as "articleId", a.title, u.how, u.used_at as "usedAt", u.actor from knowledge_uses u
       join knowledge_articles a on a.id = u.article_id where u.ticket_id in (select id from tickets where id = $1::uuid or merged_into = $1::uuid) order by u.used_at, u.article_id`,
      [ticket.id],
    );
  }

  /** The thread says so. Linked again it stays as it is. Returns what to send the customer of it, in his language. */
  async link(idOrNumber: string, articleId: string, actor: Actor): Promise<ArticleLink> {
    const linked = await this.work.run(async (unit) => {
      const draft = await unit.lockLead(idOrNumber);
      return { ticketId: draft.id, articleId: await this.linkIn(unit, draft, articleId, actor) };
    });
    return this.links.make(linked.articleId, (await this.question.read(linked.ticketId)).language);
  }

  /** As a part of other work; the article is named by id, key, or the address of its page. Returns its id. Throws `PermanentError` (`article_unknown`). */
  async linkIn(unit: WorkUnit, draft: TicketDraft, named: string, actor: Actor): Promise<string> {
    const article = await this.articles.get(readArticleName(named), unit.transaction);
    if (!(await keepUse(unit, draft.id, article.id, 'linked', actor))) return article.id;
    const { title } = pickArticleText(article.content, null).text;
    const text = `Linked with the article “${title}”`;
    const titles = Object.fromEntries(Object.entries(article.content.texts).map(([language, { title }]) => [language, title]));
    const data = { articleId: article.id, key: article.key, title, titles };
    unit.addEntry(draft, null, (seq) =>
      toRecordEntry(
        { id: randomUUID(), ticketId: draft.id, seq, direction: 'system', actor, text, code: 'article.linked', data },
        unit.now,
      ),
    );
    return article.id;
  }

  async unlink(idOrNumber: string, articleId: string, actor: Actor): Promise<void> {
    await this.work.run(async (unit) => {
      const draft = await unit.lockLead(idOrNumber);
      const gone = await unit.transaction.query(
        `delete from knowledge_uses where ticket_id = $1::uuid and article_id::text = $2 and how = 'linked' returning article_id`,
        [draft.id, articleId],
      );
      if (gone.length === 0) throw new PermanentError(`the ticket is not linked with ${articleId}`, { code: 'article_unknown' });
      const text = 'The link with an article was taken away';
      unit.addEntry(draft, null, (seq) =>
        toRecordEntry(
          { id: randomUUID(), ticketId: draft.id, seq, direction: 'system', actor, text, code: 'article.unlinked', data: { articleId } },
          unit.now,
        ),
      );
    });
  }

  /** The guide goes to the customer: its words, pictures and videos. Throws as a reply does, and `article_internal`. */
  async send(
    idOrNumber: string,
    articleId: string,
    wish: { language?: string | undefined; intro?: string | undefined; expectedVersion?: number | undefined },
    actor: Actor,
  ): Promise<EntryView> {
    const { id } = await this.find(idOrNumber);
    const language = wish.language ?? (await this.question.read(id)).language;
    return this.sender.send(id, articleId, { ...wish, language }, actor);
  }

  private async find(idOrNumber: string): Promise<TicketView> {
    const ticket = await this.tickets.find(idOrNumber);
    if (ticket === null) throw new PermanentError(`there is no ticket ${idOrNumber}`, { code: 'ticket_unknown' });
    return ticket;
  }
}
