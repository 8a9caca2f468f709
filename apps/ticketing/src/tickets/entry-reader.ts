import { Inject, Injectable } from '@nestjs/common';
import { toWholeParts } from '#contracts';
import type { TersePart } from '#contracts';
import { DATABASE } from '#database';
import type { Database, Sql } from '#database';
import type { DeliveryState } from '../replies/delivery-rank.js';
import type { ReplyContext } from './entry-row.js';
import { decodeCursor, encodeCursor, toLimit } from './page-cursor.js';
import { toAttachments } from './ticket-view.js';
import type { EntryView, Page } from './ticket-view.js';

export interface EntryPageRequest {
  /** 1..200, default 50. */
  readonly limit?: number;
  readonly cursor?: string;
  /** `asc` (default): the thread from its beginning. `desc`: the newest first. */
  readonly order?: 'asc' | 'desc';
  /** Only entries behind this `seq`. */
  readonly after?: number;
}

type Row = Omit<
  EntryView,
  'parts' | 'attachments' | 'newText' | 'subject' | 'recipients' | 'checks' | 'undoUntil' | 'takenBack' | 'delivery'
> & {
  delivery: DeliveryState | null;
  parts: TersePart[];
  newText: string | null;
  replyContext: ReplyContext | null;
};

const COLUMNS = `id, ticket_id as "ticketId", seq, direction, channel, inbox_id as "inboxId", remote_message_id as "remoteMessageId",
  occurred_at as "occurredAt", received_at as "receivedAt", author, parts, plain_text as "plainText", new_text as "newText", threading, delivery,
  folded, flags, revision, deliveries, raw, reply_context as "replyContext"`;

/** Entries of tickets, in the order of their thread. */
@Injectable()
export class EntryReader {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  async find(entryId: string, sql: Sql = this.database.sql): Promise<EntryView | null> {
    const [row] = await sql.query<Row>(`select ${COLUMNS} from entries where id = $1::uuid`, [entryId]);
    return row === undefined ? null : toView(row);
  }

  /** `ticketId`: after merges, as `TicketReader.find` gives it. */
  async list(ticketId: string, page: EntryPageRequest = {}): Promise<Page<EntryView>> {
    const limit = toLimit(page.limit);
    const descending = page.order === 'desc';
    const [from] = page.cursor === undefined ? [descending ? 2_147_483_647 : 0] : decodeCursor(page.cursor, 1);
    const rows = await this.database.sql.query<Row>(
      `select ${COLUMNS} from entries where ticket_id = $1::uuid and seq ${descending ? '<' : '>'} $2::int
       and seq > $3::int
       order by seq ${descending ? 'desc' : 'asc'} limit ${limit + 1}`,
      [ticketId, from, page.after ?? 0],
    );
    const shown = rows.slice(0, limit);
    return { items: shown.map(toView), nextCursor: rows.length > limit ? encodeCursor([shown.at(-1)!.seq]) : null };
  }
}

function toView({ replyContext, delivery: stored, ...row }: Row): EntryView {
  const { held, ...delivery } = stored ?? {};
  const takenBack = held?.takenBack;
  const parts = toWholeParts(row.parts, row.plainText);
  return {
    ...row,
    delivery: stored === null ? null : (delivery as DeliveryState),
    undoUntil: held === undefined || takenBack !== undefined ? null : new Date(held.until),
    takenBack: takenBack === undefined ? null : { at: new Date(takenBack.at), by: takenBack.by },
    newText: row.newText ?? row.plainText,
    parts,
    attachments: toAttachments(parts),
    subject: replyContext?.subject ?? null,
    recipients: replyContext?.recipients ?? [],
    checks: replyContext?.checks ?? null,
  };
}
