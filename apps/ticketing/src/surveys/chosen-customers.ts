import type { Sql } from '#database';
import { type Audience, toSpanMs } from '../desk/schema/surveys.js';

/** A customer, where he last wrote by an inbox, and under which address. */
export interface ChosenCustomer {
  readonly contactId: string;
  readonly ticketId: string;
  readonly lastEntryId: string;
  readonly conversationKey: string | null;
  readonly scheme: string;
  readonly value: string;
  readonly language: string | null;
  readonly accountManager: string | null;
}

export interface CustomerChoice {
  /** Null: everybody named in `contactIds`. */
  readonly audience: Audience | null;
  readonly contactIds: readonly string[] | null;
  /** He wrote by it; null: by any. */
  readonly inbox: string | null;
  readonly now: Date;
  readonly limit: number;
  /** Only those of the share, as `isOfShare` has it of `key:contact`. */
  readonly share?: { readonly key: string; readonly share: number };
  /** Who was asked, or sought, since then under this key is left out. */
  readonly notSince?: { readonly table: 'survey_requests' | 'check_ins'; readonly key: string; readonly since: Date };
}

/** `isOfShare` in SQL: the first four bytes of the hash. */
const HASHED = `(select get_byte(h, 0) * 16777216::bigint + get_byte(h, 1) * 65536 + get_byte(h, 2) * 256 + get_byte(h, 3)
  from sha256(convert_to($8::text || ':' || c.id::text, 'UTF8')) h)`;
const RECENT = { survey_requests: 'r.occasion = $10 and r.asked_at > $11', check_ins: 'r.key = $10 and r.made_at > $11' };

/** Customers who are meant, by id, each with the thread he can be reached in. Who never wrote a message of his own is in none. */
export async function chooseCustomers(sql: Sql, choice: CustomerChoice): Promise<ChosenCustomer[]> {
  const { audience, contactIds, inbox, now, limit, notSince, share } = choice;
  const activeSince = audience?.activeWithin === undefined ? null : new Date(now.getTime() - toSpanMs(audience.activeWithin));
  const recent =
    notSince === undefined
      ? ''
      : `and not exists (select from ${notSince.table} r where r.contact_id = c.id and ${RECENT[notSince.table]})`;
  return sql.query<ChosenCustomer>(
    `select c.id as "contactId", w.ticket_id as "ticketId", w.last as "lastEntryId", w.key as "conversationKey", w.scheme, w.value,
       coalesce(p.language, c.locale) as language, p.account_manager as "accountManager"
     from contacts c left join contact_profiles p on p.contact_id = c.id
     join lateral (
       select t.id as ticket_id, e.reply_context->>'conversationKey' as key, e.reply_context->'from'->>'scheme' as scheme, e.reply_context->'from'->>'value' as value,
         (select id from entries l where l.ticket_id = t.id order by seq desc limit 1) as last
       from tickets t join entries e on e.ticket_id = t.id and e.direction = 'inbound' and not e.folded and e.reply_context is not null
       where t.contact_id in (select id from contacts where c.id in (id, merged_into)) and t.merged_into is null and not t.folded and not t.quarantined and not t.confidential
         and ($4::text is null or e.inbox_id = $4)
       order by e.occurred_at desc, e.id limit 1) w on true
     where c.merged_into is null and ($1::uuid[] is null or c.id = any($1))
       and (cardinality($2::text[]) + cardinality($3::text[]) = 0 or p.class = any($2) or p.plan = any($3))
       and ($5::boolean is null or coalesce(p.vip, false) = $5)
       and ($6::timestamptz is null or exists (select from tickets t where t.contact_id = c.id and t.opened_at >= $6)) ${recent}
       and ($9::float8 is null or ${HASHED} < $9 * 4294967296)
     order by c.id limit $7`,
    [
      ...[contactIds, audience?.classes ?? [], audience?.plans ?? [], inbox, audience?.vip ?? null, activeSince, limit],
      ...[share?.key ?? null, share === undefined || share.share >= 1 ? null : share.share],
      ...(notSince === undefined ? [] : [notSince.key, notSince.since]),
    ],
  );
}
