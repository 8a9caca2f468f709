import { Injectable } from '@nestjs/common';
import type { Sql } from '#database';
import { pickArticleText } from './article.js';
import { ArticleRepository } from './article.repository.js';

/** What the help says to a ticket that an agent linked with it. */
@Injectable()
export class LinkedArticles {
  constructor(private readonly articles: ArticleRepository) {}

  /** Title, steps and videos of the public article that was linked last, in `language`; null: there is none. */
  async read(sql: Sql, ticketId: string, language: string): Promise<string | null> {
    const linked = await sql.query<{ id: string }>(
      `select article_id as id from knowledge_uses where ticket_id = $1::uuid and how = 'linked' order by used_at desc, article_id`,
      [ticketId],
      'knowledge_read_linked',
    );
    const ids = linked.map(({ id }) => id);
    const shown = (await this.articles.findPublished(ids, sql)).filter(({ content }) => content.visibility === 'public');
    const last = ids.flatMap((id) => shown.find((article) => article.id === id) ?? []).at(0);
    if (last === undefined) return null;
    const { title, body, videos } = pickArticleText(last.content, language).text;
    return [title, body.trim(), ...videos.map((video) => `${video.title}: ${video.url}`)].join('\n');
  }
}
