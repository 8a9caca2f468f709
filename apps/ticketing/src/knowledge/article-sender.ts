import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { BlobRef, MessagePart } from '#contracts';
import { isFormatted, toHtml, toPlain } from '#contracts/marked-text';
import { PermanentError } from '#runtime';
import { ReplyService } from '../replies/reply.service.js';
import type { Actor } from '../tickets/actor.js';
import { EntryReader } from '../tickets/entry-reader.js';
import type { EntryView } from '../tickets/ticket-view.js';
import { refuseStale, TicketWork } from '../tickets/ticket-work.js';
import type { WorkUnit } from '../tickets/work-unit.js';
import { pickArticleText } from './article.js';
import { ArticleRepository } from './article.repository.js';

/** Sends what an article says. */
@Injectable()
export class ArticleSender {
  constructor(
    private readonly work: TicketWork,
    private readonly replies: ReplyService,
    private readonly articles: ArticleRepository,
    private readonly entries: EntryReader,
  ) {}

  async send(
    ticketId: string,
    articleId: string,
    wish: { language?: string | undefined; intro?: string | undefined; expectedVersion?: number | undefined },
    actor: Actor,
  ): Promise<EntryView> {
    const { id } = await this.articles.get(articleId);
    const [article] = await this.articles.findPublished([id]);
    if (article === undefined)
      throw new PermanentError('only what is published is sent', { code: 'article_not_published', hint: 'publish it first' });
    if (article.content.visibility === 'internal')
      throw new PermanentError('this article is for agents alone', {
        code: 'article_internal',
        hint: 'make it public, or write in your own words',
      });
    const { text } = pickArticleText(article.content, wish.language);
    const commandId = await this.work.run(async (unit) => {
      const draft = await unit.lockLead(ticketId);
      refuseStale(draft, wish.expectedVersion);
      const commandId = randomUUID();
      await this.replies.queue(unit, draft, commandId, { parts: toArticleParts(text, wish.intro), adapt: 'degrade' }, actor);
      await keepUse(unit, draft.id, article.id, 'sent', actor);
      return commandId;
    });
    return (await this.entries.find(commandId))!;
  }
}

type Text = ReturnType<typeof pickArticleText>['text'];

/** What a part holds by itself. */
const MOST_HTML = 65_536;

export function toArticleParts({ title, body, videos, pictures }: Text, intro: string | undefined): MessagePart[] {
  const written = [...(intro === undefined ? [] : [intro]), title, body].join('\n\n');
  const words = toPlain(written);
  // Falls away where the channel knows no markup: its words stand before it.
  const html = isFormatted(written) ? toHtml(written) : '';
  const formatted = html !== '' && html.length <= MOST_HTML ? [{ type: 'html' as const, html, fallback: words }] : [];
  const links = videos.map(({ title: name, url }) => ({ type: 'link' as const, url, title: name, fallback: `${name}: ${url}` }));
  const images = pictures.map(({ caption, blobRef, fileName, contentType }) => ({
    type: 'image' as const,
    media: { state: 'stored' as const, blobRef: blobRef as BlobRef, fileName, declaredType: contentType },
    fallback: caption,
  }));
  return [{ type: 'text' as const, text: words, fallback: words }, ...formatted, ...links, ...images].map((part, index) => ({
    ...part,
    partId: String(index + 1),
  }));
}

/** False when it is known. */
export async function keepUse(
  unit: WorkUnit,
  ticketId: string,
  articleId: string,
  how: 'linked' | 'sent' | 'answered',
  actor: Actor,
): Promise<boolean> {
  const rows = await unit.transaction.query(
    `insert into knowledge_uses (ticket_id, article_id, how, actor, used_at) values ($1, $2, $3, $4, $5)
     on conflict (ticket_id, article_id, how) do nothing returning article_id`,
    [ticketId, articleId, how, JSON.stringify(actor), unit.now],
  );
  return rows.length > 0;
}
