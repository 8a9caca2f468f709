import type { ConversationErased } from '#contracts';
import { advisoryKeyOf, type Database, type Transaction } from '#database';
import type { KeptElsewhere } from '../../connector.js';
import { MEDIA_LIST } from '../../media/media-job.js';

/** Processes take turns. */
const LOCK = advisoryKeyOf('connector-forgetting');
const TRANSCRIPTS_AT_ONCE = 50;

/** Takes lines up to `seq` out of transcripts and says so in their heads; one that has none left is not touched any more. */
const FORGET_LINES = `, gone as (
    delete from transcript_lines l using upto u
    where l.inbox_id = u.inbox_id and l.conversation_key = u.conversation_key and l.seq <= u.seq
  )
  update transcripts t set forgotten_seq = greatest(t.forgotten_seq, u.seq),
    touched_on = case when t.last_seq > u.seq then t.touched_on end
  from upto u where t.inbox_id = u.inbox_id and t.conversation_key = u.conversation_key`;

/** Deletes what connectors keep: of a person who is taken out at once, of others when it is old. A head stays, for its numbers were told. */
export class ForgettingRepository {
  constructor(private readonly database: Pick<Database, 'run'>) {}

  /** All of a conversation up to `erasedAt`, in one commit; again it finds nothing. */
  async erase({ inboxId, conversationKey, erasedAt }: ConversationErased, { transcripts = [], lines = [] }: KeptElsewhere): Promise<void> {
    const keys = [conversationKey, ...transcripts];
    await this.database.run(async (transaction) => {
      // As whoever appends does: the head first.
      await transaction.query(
        'select from transcripts where inbox_id = $1 and conversation_key = any($2::text[]) order by conversation_key for update',
        [inboxId, keys],
      );
      await transaction.query(
        `with upto as (
           select inbox_id, conversation_key, max(seq) as seq from transcript_lines
           where inbox_id = $1 and conversation_key = any($2::text[]) and at <= $3 group by 1, 2
         )${FORGET_LINES}`,
        [inboxId, keys, erasedAt],
      );
      for (const { transcript, idPrefix } of lines)
        await transaction.query(
          'delete from transcript_lines where inbox_id = $1 and conversation_key = $2 and starts_with(id, $3) and at <= $4',
          [inboxId, transcript, idPrefix, erasedAt],
        );
      // What its messages owed, and what is done of it: names of files, and where they are to be had.
      await transaction.query(
        `delete from transcript_lines where inbox_id = $1 and conversation_key = $2 and body ->> 'conversationKey' = any($3::text[]) and at <= $4`,
        [inboxId, MEDIA_LIST, keys, erasedAt],
      );
      await transaction.query(
        'delete from connector_state where inbox_id = $1 and conversation_key = any($2::text[]) and updated_at <= $3',
        [inboxId, keys, erasedAt],
      );
      // Whether a reply was sent is still known; to whom, and why not, is not.
      await transaction.query(
        `update sent_commands set conversation_key = command_id::text, hold_error = null, recall = null, results = case when results is not null then '[]'::jsonb end
         where inbox_id = $1 and conversation_key = $2 and status not in ('held', 'sending') and updated_at <= $3`,
        [inboxId, conversationKey, erasedAt],
      );
    });
  }

  /** State that is over by `now`, at most `most` rows; how many. 0 too while another process is at it. */
  forgetState(now: Date, most: number): Promise<number> {
    return this.alone(async (transaction) => {
      const rows = await transaction.query(
        `delete from connector_state where ctid = any(array(
           select ctid from connector_state where expires_at <= $1 order by expires_at limit $2 for update)) returning 1`,
        [now, most],
      );
      return rows.length;
    });
  }

  /** Of transcripts that nobody has added to since `before` (a day, UTC), with their state; at most about `most` lines. How many transcripts. */
  forgetTranscripts(before: Date, most: number): Promise<number> {
    return this.alone(async (transaction) => {
      const old = await transaction.query<{ inbox_id: string; conversation_key: string }>(
        `select inbox_id, conversation_key from transcripts where touched_on < ($1::timestamptz at time zone 'UTC')::date
         order by touched_on limit ${TRANSCRIPTS_AT_ONCE} for update skip locked`,
        [before],
      );
      if (old.length === 0) return 0;
      const keys = [old.map(({ inbox_id }) => inbox_id), old.map(({ conversation_key }) => conversation_key)];
      await transaction.query(
        `with upto as (
           select inbox_id, conversation_key, max(seq) as seq from (
             select l.inbox_id, l.conversation_key, l.seq from unnest($1::text[], $2::text[]) with ordinality as o (inbox_id, conversation_key, n)
             join transcript_lines l using (inbox_id, conversation_key) order by o.n, l.seq limit $3) oldest
           group by 1, 2
         )${FORGET_LINES}`,
        [...keys, most],
      );
      // Those that never had a line to go, or none any more.
      await transaction.query(
        `update transcripts t set forgotten_seq = last_seq, touched_on = null
         where (inbox_id, conversation_key) in (select * from unnest($1::text[], $2::text[])) and not exists (
           select from transcript_lines l where l.inbox_id = t.inbox_id and l.conversation_key = t.conversation_key)`,
        keys,
      );
      await transaction.query(
        `delete from connector_state where (inbox_id, conversation_key) in (select * from unnest($1::text[], $2::text[]))`,
        keys,
      );
      return old.length;
    });
  }

  private alone(work: (transaction: Transaction) => Promise<number>): Promise<number> {
    return this.database.run(async (transaction) => {
      const [lock] = await transaction.query<{ taken: boolean }>('select pg_try_advisory_xact_lock($1::bigint) as taken', [LOCK]);
      return lock?.taken === true ? work(transaction) : 0;
    });
  }
}
