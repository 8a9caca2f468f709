import type { InboxId } from '#contracts';
import type { Database, Transaction } from '#database';
import type { Clock } from '#runtime';
import type { Transcript, TranscriptLine } from '../../context.js';

const DEFAULT_LIMIT = 200;

interface LineRow {
  seq: string;
  id: string;
  direction: TranscriptLine['direction'];
  body: unknown;
  at: Date;
}

/** Ordered lines of conversations. The head row makes appends take turns, so `seq` is dense and a line is never seen before an earlier one. */
export class TranscriptRepository {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  of(inboxId: InboxId, conversationKey: string): Transcript {
    const conversation = [inboxId, conversationKey] as const;
    return {
      append: (line) => this.database.run((transaction) => this.append(transaction, conversation, line)),
      since: async (seq, limit = DEFAULT_LIMIT) => {
        const rows = await this.database.sql.query<LineRow>(
          `select seq, id, direction, body, at from transcript_lines
           where inbox_id = $1 and conversation_key = $2 and seq > $3 order by seq limit $4`,
          [...conversation, seq, limit],
        );
        return rows.map((row) => ({ ...row, seq: Number(row.seq) }));
      },
    };
  }

  private async append(
    transaction: Transaction,
    conversation: readonly [string, string],
    line: Parameters<Transcript['append']>[0],
  ): Promise<{ seq: number; repeated: boolean }> {
    const [head] = await transaction.query<{ last_seq: string }>(
      `insert into transcripts (inbox_id, conversation_key, last_seq) values ($1, $2, 0)
       on conflict (inbox_id, conversation_key) do update set last_seq = transcripts.last_seq returning last_seq`,
      conversation,
    );
    const [known] = await transaction.query<{ seq: string }>(
      'select seq from transcript_lines where inbox_id = $1 and conversation_key = $2 and id = $3',
      [...conversation, line.id],
    );
    if (known !== undefined) return { seq: Number(known.seq), repeated: true };
    const seq = Number(head?.last_seq ?? 0) + 1;
    await transaction.query(
      `with head as (update transcripts set last_seq = $3 where inbox_id = $1 and conversation_key = $2)
       insert into transcript_lines (inbox_id, conversation_key, seq, id, direction, body, at) values ($1, $2, $3, $4, $5, $6, $7)`,
      [...conversation, seq, line.id, line.direction, JSON.stringify(line.body ?? null), this.clock.now()],
    );
    return { seq, repeated: false };
  }
}
