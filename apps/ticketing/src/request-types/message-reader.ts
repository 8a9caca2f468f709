import { Injectable } from '@nestjs/common';
import { type TersePart, toWholeParts } from '#contracts';
import type { Sql } from '#database';
import type { EntryAuthor, EntryFlags, ReplyContext } from '../tickets/entry-row.js';
import { toAttachments } from '../tickets/ticket-view.js';
import type { GivenAttachment } from './evidence/recognise-evidence.js';

/** What of a customer's message the desk looks at. */
export interface ReadMessage {
  readonly entryId: string;
  readonly ticketId: string;
  readonly seq: number;
  readonly channel: string;
  readonly inboxId: string | null;
  /** Without quoted history and signature. */
  readonly text: string;
  readonly attachments: readonly GivenAttachment[];
  /** Of a form: what was filled, by name. */
  readonly form: Readonly<Record<string, unknown>> | null;
  readonly author: EntryAuthor;
  readonly flags: EntryFlags;
  readonly replyContext: ReplyContext | null;
  /** When we took it in. */
  readonly recordedAt: Date;
}

interface Row extends Omit<ReadMessage, 'text' | 'attachments' | 'form'> {
  readonly parts: TersePart[];
  readonly plainText: string;
  readonly newText: string | null;
}

/** Messages that people on the customer's side wrote. */
@Injectable()
export class MessageReader {
  /** In the order of their threads; what robots wrote, and what a contact did to his conversation, is left out. */
  async read(sql: Sql, entryIds: readonly string[]): Promise<ReadMessage[]> {
    if (entryIds.length === 0) return [];
    const rows = await sql.query<Row>(
      `select e.id as "entryId", e.ticket_id as "ticketId", e.seq, e.channel, e.inbox_id as "inboxId", e.parts, e.plain_text as "plainText",
         e.new_text as "newText", e.author, e.flags, e.reply_context as "replyContext", e.recorded_at as "recordedAt"
       from entries e where e.id = any($1::uuid[]) and e.direction = 'inbound' and not e.folded order by e.ticket_id, e.seq`,
      [entryIds],
      'cases_read_messages',
    );
    return rows.flatMap(({ parts: terse, plainText, newText, ...message }) => {
      const parts = toWholeParts(terse, plainText);
      if (message.author.role !== 'customer' || parts[0]?.type === 'system' || isFromRobot(message.flags)) return [];
      const attachments = toAttachments(parts).map(({ fileName, contentType }) => ({ fileName, contentType: contentType ?? '' }));
      const forms = parts.flatMap((part) => (part.type === 'form' ? part.fields : []));
      const form = forms.length === 0 ? null : Object.fromEntries(forms.map(({ name, value }) => [name, value]));
      return [{ ...message, text: newText ?? plainText, attachments, form }];
    });
  }
}

function isFromRobot({ automated, bounce, spam, historical }: EntryFlags): boolean {
  return automated !== undefined || bounce === true || spam === true || historical === true;
}
