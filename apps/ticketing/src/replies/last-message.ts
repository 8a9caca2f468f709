import type { Address } from '#contracts';
import type { Sql } from '#database';
import type { ReplyContext } from '../tickets/entry-row.js';
import { threadAnswer } from './outbound.js';

/** What an answer goes out from. */
export interface LastMessage {
  readonly seq: number;
  readonly inbox_id: string;
  readonly channel: string;
  readonly remote_message_id: string | null;
  readonly reply_context: ReplyContext;
  /** It is of a colleague who forwarded a customer's message: whom answers go to, and the ids that his mail program knows. */
  readonly customer: Address | null;
  readonly customer_ids: readonly string[] | null;
}

/** The customer's last message, one of a person before one of a robot, and before one of a colleague who only forwarded for who is the contact now. */
export async function findLastMessage(transaction: Sql, ticketId: string, inboxId: string | undefined): Promise<LastMessage | null> {
  const [row] = await transaction.query<LastMessage>(
    `with offer as (
       select o.* from contact_offers o join contacts made on made.id = o.contact_id
       join tickets t on t.id = $1::uuid join contacts now on now.id = t.contact_id
       where o.state = 'accepted' and coalesce(made.merged_into, made.id) = coalesce(now.merged_into, now.id) and o.entry_id = any(array(
         select entry_id from contact_offers where ticket_id = $1::uuid
         union select of_entry.entry_id from entries e join contact_offers of_entry on of_entry.entry_id = e.id where e.ticket_id = $1::uuid))
       order by o.decided_at desc limit 1
     )
     select e.seq, e.inbox_id, e.channel, e.remote_message_id, e.reply_context, o.message_ids as customer_ids, case when o.value is not null
       then json_strip_nulls(json_build_object('scheme', o.scheme, 'value', o.value, 'displayName', o.display_name)) end as customer
     from entries e left join offer o on o.forwarder = concat_ws('|', e.author->'identity'->>'scheme',
       coalesce(e.author->'identity'->>'scope', ''), e.author->'identity'->>'value')
     where e.ticket_id = $1::uuid and e.direction = 'inbound' and e.inbox_id is not null and e.reply_context is not null
       and ($2::text is null or e.inbox_id = $2)
     order by e.folded, o.value is not null, e.seq desc limit 1`,
    [ticketId, inboxId ?? null],
  );
  return row ?? null;
}

export function threadOf({ remote_message_id, reply_context, customer_ids }: LastMessage): ReturnType<typeof threadAnswer> {
  if (customer_ids === null || customer_ids.length === 0) return threadAnswer(remote_message_id, reply_context);
  return { inReplyTo: customer_ids.at(-1)!, references: [...customer_ids] };
}
