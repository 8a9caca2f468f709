import { Inject, Injectable } from '@nestjs/common';
import { toWholeParts, type TersePart } from '#contracts';
import { DATABASE, type Database } from '#database';
import { PermanentError } from '#runtime';
import { isUuid } from '../tickets/ticket.repository.js';
import { type AttachmentView, toAttachments } from '../tickets/ticket-view.js';
import type { LinkedTicket } from './progress-tickets.js';

/** What a customer sees of a message. */
export interface ProgressEntry {
  readonly id: string;
  readonly seq: number;
  readonly by: 'you' | 'us';
  /** Of an agent, as the desk signs; null: the desk. */
  readonly name: string | null;
  readonly at: Date;
  readonly text: string;
  readonly attachments: readonly Pick<AttachmentView, 'partId' | 'type' | 'fileName' | 'contentType' | 'bytes'>[];
}

interface Row {
  readonly id: string;
  readonly seq: number;
  readonly direction: 'inbound' | 'outbound' | 'echo';
  readonly role: string;
  readonly displayName: string | null;
  readonly at: Date;
  readonly plainText: string;
  readonly newText: string | null;
  readonly parts: TersePart[];
}

const MOST = 300;

/**
 * His own messages and what went to him; never notes, codes and receipts (the page says what they say), what others wrote, what went to others, nor what was taken back or waits for a person to decide
 * where it belongs.
 */
const SEEN = `e.ticket_id = $1::uuid and e.direction in ('inbound', 'outbound', 'echo') and not e.folded
  and e.flags->>'recalledAt' is null and e.flags->>'erasedAt' is null and coalesce(e.threading->>'review', 'false') <> 'true'
  and coalesce(e.flags->'automatic'->>'reason', '') not in ('confirmation_code', 'acknowledgement', 'progress', 'survey', 'survey_thanks', 'closing_question')
  and coalesce(e.delivery->>'status', '') not in ('cancelled', 'failed')
  and case e.direction
    when 'inbound' then exists (select from people p where p.scheme = e.author->'identity'->>'scheme' and p.value = e.author->'identity'->>'value')
    else exists (select from json_array_elements(coalesce(e.reply_context->'recipients', '[]')) r
      join people p on p.scheme = r->>'scheme' and p.value = r->>'value') end`;
const PEOPLE = `people as (select d.scheme, d.value from identities d join contacts c on c.id = d.contact_id where coalesce(c.merged_into, c.id) = $2::uuid)`;

/** The thread of a ticket as far as its customer may see it. */
@Injectable()
export class ProgressThread {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  /** In order; of a very long one its end. */
  async list({ id, contactId }: LinkedTicket): Promise<ProgressEntry[]> {
    const rows = await this.database.sql.query<Row>(
      `with ${PEOPLE} select e.id, e.seq, e.direction, e.author->>'role' as role, e.author->>'displayName' as "displayName", e.occurred_at as at,
         e.plain_text as "plainText", e.new_text as "newText", e.parts
       from entries e where ${SEEN} order by e.seq desc limit ${MOST}`,
      [id, contactId],
    );
    return rows.reverse().map(toEntry);
  }

  /** Throws `PermanentError` (`attachment_unknown`) for what he does not see too. */
  async findAttachment({ id, contactId }: LinkedTicket, entryId: string, partId: string): Promise<AttachmentView & { blobRef: string }> {
    const [row] = isUuid(entryId)
      ? await this.database.sql.query<Pick<Row, 'parts' | 'plainText'>>(
          `with ${PEOPLE} select e.parts, e.plain_text as "plainText" from entries e where ${SEEN} and e.id = $3::uuid`,
          [id, contactId, entryId],
        )
      : [];
    const found =
      row === undefined ? undefined : toAttachments(toWholeParts(row.parts, row.plainText)).find((each) => each.partId === partId);
    if (found === undefined || found.blobRef === null)
      throw new PermanentError('there is no such file here', { code: 'attachment_unknown' });
    return { ...found, blobRef: found.blobRef };
  }
}

function toEntry(row: Row): ProgressEntry {
  const parts = toWholeParts(row.parts, row.plainText);
  const attachments = toAttachments(parts).filter(({ blobRef, inline }) => blobRef !== null && !inline);
  return {
    ...{ id: row.id, seq: row.seq, by: row.direction === 'inbound' ? 'you' : 'us', at: row.at },
    name: row.direction === 'inbound' || row.role !== 'agent' ? null : row.displayName,
    text: row.newText ?? row.plainText,
    attachments: attachments.map(({ partId, type, fileName, contentType, bytes }) => ({ partId, type, fileName, contentType, bytes })),
  };
}
