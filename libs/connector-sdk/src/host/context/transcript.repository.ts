import type { InboxId } from '#contracts';
import { sqlStateOf, type Database } from '#database';
import type { Clock } from '#runtime';
import type { Transcript, TranscriptLine } from '../../context.js';

const DEFAULT_LIMIT = 200;
const UNIQUE_VIOLATION = '23505';

interface LineRow {
  seq: string;
  id: string;
  direction: TranscriptLine['direction'];
  body: unknown;
  at: Date;
}

/**
 * One statement, for a chat waits for it. The row of the head makes appends take turns, so `seq` has no holes and a line is never seen before an
 * earlier one. Two that append one id at once: the later breaks the unique constraint, takes back its step, and finds the line when it asks again.
 * `touched_on` is a day: an index is on it, and only the first line of a day has to change that.
 */
const APPEND = `
  with known as (
    select seq from transcript_lines where inbox_id = $1 and conversation_key = $2 and id = $3
  ), head as (
    insert into transcripts (inbox_id, conversation_key, last_seq, touched_on)
    select $1, $2, 1, ($6::timestamptz at time zone 'UTC')::date where not exists (select from known)
    on conflict (inbox_id, conversation_key) do update set last_seq = transcripts.last_seq + 1, touched_on = excluded.touched_on returning last_seq
  ), line as (
    insert into transcript_lines (inbox_id, conversation_key, seq, id, direction, body, at)
    select $1, $2, last_seq, $3, $4, $5, $6 from head returning seq
  )
  select seq, true as repeated from known union all select seq, false from line`;

/** Ordered lines of conversations. */
export class TranscriptRepository {
  constructor(
    private readonly database: Pick<Database, 'sql'>,
    private readonly clock: Clock,
  ) {}

  of(inboxId: InboxId, conversationKey: string): Transcript {
    const conversation = [inboxId, conversationKey] as const;
    return {
      append: (line) => this.append(conversation, line),
      since: async (seq, limit = DEFAULT_LIMIT) => {
        const rows = await this.database.sql.query<LineRow>(
          `select seq, id, direction, body, at from transcript_lines
           where inbox_id = $1 and conversation_key = $2 and seq > $3 order by seq limit $4`,
          [...conversation, seq, limit],
          'read_transcript',
        );
        return rows.map((row) => ({ ...row, seq: Number(row.seq) }));
      },
      head: async () => (await this.heads(inboxId, [conversationKey])).get(conversationKey) ?? 0,
      extent: async () => {
        const [row] = await this.database.sql.query<{ last_seq: string; forgotten_seq: string }>(
          'select last_seq, forgotten_seq from transcripts where inbox_id = $1 and conversation_key = $2',
          [...conversation],
          'read_transcript_extent',
        );
        return { head: Number(row?.last_seq ?? 0), forgotten: Number(row?.forgotten_seq ?? 0) };
      },
    };
  }

  async heads(inboxId: InboxId, conversationKeys: readonly string[]): Promise<ReadonlyMap<string, number>> {
    const rows = await this.database.sql.query<{ conversation_key: string; last_seq: string }>(
      'select conversation_key, last_seq from transcripts where inbox_id = $1 and conversation_key = any($2) and last_seq > 0',
      [inboxId, conversationKeys],
      'read_transcript_heads',
    );
    return new Map(rows.map((row) => [row.conversation_key, Number(row.last_seq)]));
  }

  private async append(
    conversation: readonly [string, string],
    line: Parameters<Transcript['append']>[0],
  ): Promise<{ seq: number; repeated: boolean }> {
    const values = [...conversation, line.id, line.direction, JSON.stringify(line.body ?? null), this.clock.now()];
    const append = () => this.database.sql.query<{ seq: string; repeated: boolean }>(APPEND, values, 'append_transcript');
    const [row] = await append().catch((error: unknown) => {
      if (sqlStateOf(error) === UNIQUE_VIOLATION) return append();
      throw error;
    });
    return { seq: Number(row!.seq), repeated: row!.repeated };
  }
}
