import { Injectable } from '@nestjs/common';
import type { ReplyWindow } from '#contracts';
import type { Transaction } from '#database';

/** What a connector said of a conversation: with a message, an act that is none, or an answer that was refused. */
export interface WindowStatement {
  readonly inboxId: string;
  readonly key: string;
  /** When it was true, RFC 3339: when the customer acted, or the remote refused. */
  readonly at: string;
  readonly window: ReplyWindow;
}

/** The newest statement of each conversation. Whoever writes here holds the ticket that it came with. */
@Injectable()
export class ReplyWindowRepository {
  /** Times of remotes count in seconds: within one, the later told is the newer. An older one that comes late changes nothing. */
  async keep(transaction: Transaction, statements: readonly WindowStatement[], now: Date): Promise<void> {
    const newest = new Map<string, WindowStatement>();
    for (const statement of statements) {
      const place = JSON.stringify([statement.inboxId, statement.key]);
      const before = newest.get(place);
      if (before === undefined || secondOf(before) <= secondOf(statement)) newest.set(place, statement);
    }
    if (newest.size === 0) return;
    await transaction.query(
      `insert into reply_windows as known (inbox_id, conversation_key, said_at, learned_at, reply_window)
       select "inboxId", key, at, $2::timestamptz, "window"
       from json_to_recordset($1::json) as s ("inboxId" text, key text, at timestamptz, "window" json) order by 1, 2
       on conflict (inbox_id, conversation_key) do update
         set said_at = excluded.said_at, learned_at = excluded.learned_at, reply_window = excluded.reply_window
       where date_trunc('second', known.said_at) <= date_trunc('second', excluded.said_at)`,
      [JSON.stringify([...newest.values()]), now],
      'ticketing_keep_reply_windows',
    );
  }

  /** Until the transaction ends nobody else queues an answer in this conversation. `stated`: what its last message said, if nothing is kept yet. */
  async hold(transaction: Transaction, { inboxId, key, at, window }: WindowStatement, learnedAt: Date): Promise<void> {
    await transaction.query(
      `insert into reply_windows as known (inbox_id, conversation_key, said_at, learned_at, reply_window)
       values ($1, $2, $3::timestamptz, $4::timestamptz, $5::json)
       on conflict (inbox_id, conversation_key) do update set conversation_key = known.conversation_key`,
      [inboxId, key, at, learnedAt, JSON.stringify(window)],
      'ticketing_hold_reply_window',
    );
  }
}

function secondOf({ at }: WindowStatement): number {
  return Math.floor(Date.parse(at) / 1_000);
}
