import { Inject, Injectable } from '@nestjs/common';
import { DATABASE, type Database } from '#database';
import { CLOCK, type Clock, PermanentError } from '#runtime';
import type { ReplyContext } from '../tickets/entry-row.js';
import type { TicketStatus } from '../tickets/ticket-state.js';
import { ProgressLinks } from './progress-links.js';

/** A ticket that a link leads to. */
export interface LinkedTicket {
  readonly id: string;
  readonly number: string;
  readonly status: TicketStatus;
  readonly contactId: string;
  readonly language: string | null;
  readonly opened: Date;
}

/** What he wrote last, where an answer of his joins on. */
export interface LastWords {
  readonly inboxId: string;
  readonly channel: string;
  readonly provider: string | null;
  readonly remoteMessageId: string | null;
  readonly author: {
    readonly displayName?: string;
    readonly identity?: {
      readonly scheme: string;
      readonly value: string;
      readonly scope?: string;
      readonly raw: string;
      readonly assurance: string;
    };
  };
  readonly context: ReplyContext;
}

@Injectable()
export class ProgressTickets {
  constructor(
    private readonly links: ProgressLinks,
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Throws `PermanentError`: `link_invalid`, also of a confidential one; `link_expired`. */
  async open(token: string): Promise<LinkedTicket> {
    const [row] = await this.database.sql.query<LinkedTicket & { confidential: boolean }>(
      `select t.id, t.number, t.status, coalesce(c.merged_into, c.id) as "contactId", t.language, t.opened_at as opened, t.confidential
       from tickets own join tickets t on t.id = coalesce(own.merged_into, own.id) join contacts c on c.id = t.contact_id where own.id = $1::uuid`,
      [this.links.open(token, this.clock.now())],
    );
    if (row === undefined || row.confidential) throw new PermanentError('this link is none of ours', { code: 'link_invalid' });
    return row;
  }

  /** Of the ticket's contact. Throws `PermanentError` (`nothing_to_join`) where he never wrote. */
  async findLastWords({ id, contactId }: LinkedTicket): Promise<LastWords> {
    const [row] = await this.database.sql.query<LastWords>(
      `select e.inbox_id as "inboxId", e.channel, i.provider, e.remote_message_id as "remoteMessageId", e.author, e.reply_context as context from entries e left join inboxes i on i.id = e.inbox_id
       where e.ticket_id = $1::uuid and e.direction = 'inbound' and e.inbox_id is not null and e.reply_context is not null and not e.folded
         and exists (select from identities d join contacts c on c.id = d.contact_id where coalesce(c.merged_into, c.id) = $2::uuid
           and d.scheme = e.author->'identity'->>'scheme' and d.value = e.author->'identity'->>'value')
       order by e.seq desc limit 1`,
      [id, contactId],
    );
    if (row !== undefined) return row;
    throw new PermanentError('nobody wrote here by a channel that an answer could join', {
      code: 'nothing_to_join',
      hint: 'answer by the way you came',
    });
  }
}
