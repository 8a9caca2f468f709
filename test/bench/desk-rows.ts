import type { Database, Transaction } from '#database';

/** Tickets that one transaction writes. */
const CHUNK = 10_000;
const BEGIN = '2024-01-01T00:00:00Z';

/** Of a hundred tickets one is long; ten entries each on average. */
export const ENTRIES_EACH = 10;
const [SHORT, LONG] = [8, 208];

/** Rows as intake writes them, made inside the server: tickets `from`+1 … `to` with their people, entries, claims and ledger. */
export async function fillDesk(database: Database, from: number, to: number): Promise<void> {
  for (let start = from; start < to; start += CHUNK)
    await database.run(async (transaction) => {
      const range = [start + 1, Math.min(start + CHUNK, to)] as const;
      await transaction.query(TEXTS);
      await transaction.query('analyze texts');
      for (const statement of [CONTACTS, IDENTITIES, ADDRESSES, TICKETS]) await transaction.query(statement, [...range, BEGIN]);
      await transaction.query(PEOPLE, [...range]);
      await fillEntries(transaction, range);
    });
  // What autovacuum does for a desk that grew over months.
  for (const table of ['contacts', 'identities', 'tickets', 'ticket_people', 'entries', 'message_claims', 'ledger', 'address_activity'])
    await database.sql.query(`vacuum analyze ${table}`);
}

/** An RFC 9562 UUID made of a text, in SQL. */
const uuid = (text: string) => `overlay(overlay(md5(${text}) placing '4' from 13) placing '8' from 17)::uuid`;
export const ticketId = (n: string) => uuid(`'ticket' || ${n}`);
export const contactId = (n: string) => uuid(`'contact' || ${n}`);
export const agentId = (n: string) => uuid(`'agent' || ${n}`);
const word = `(array['the','printer','on','second','floor','prints','every','page','twice','since','this','morning','order','invoice','please',
  'delivery','customer','number','and','blinks','red','我们','谢谢','we','have','not','received','it','yet','regards'])`;

/** 1,000 texts of 40 to 239 words, the same in each run. */
const TEXTS = `create temp table texts on commit drop as select k, (
    select string_agg(${word}[1 + ('x' || substr(md5(k || '.' || at), 1, 6))::bit(24)::int % 30], ' ')
    from generate_series(1, 40 + k % 200) at) as body
  from generate_series(0, 999) k`;

/** A customer comes back once: two tickets each. */
const CONTACTS = `insert into contacts (id, display_name, created_at, updated_at)
  select ${contactId('n / 2')}, 'Person ' || n / 2, $3, $3 from generate_series($1::int, $2::int) n on conflict do nothing`;
const IDENTITIES = `insert into identities (scheme, scope, value, contact_id, raw, assurance, created_at)
  select 'email', '', 'filled' || n / 2 || '@example.com', ${contactId('n / 2')}, 'filled' || n / 2 || '@example.com', 'claimed', $3
  from generate_series($1::int, $2::int) n on conflict do nothing`;
const ADDRESSES = `insert into address_activity (address, day, acknowledged, hour, unthreaded, unthreaded_before)
  select 'filled' || n / 2 || '@example.com', '2024-01-01', 1, $3, 1, 0 from generate_series($1::int, $2::int) n on conflict do nothing`;

/** Eight of ten are closed; of the rest more are open than new. One inbox is large, one middling, one nearly unused. */
const TICKETS = `insert into tickets (id, number, subject, topic, status, assignee_id, contact_id, channels, inbox_id, opened_at, updated_at,
    first_occurred_at, last_occurred_at, version, last_seq, folded)
  select ${ticketId('n')}, to_char(opened at time zone 'UTC', 'YYYYMMDD') || '-EML-' || lpad(n::text, 6, '0'),
    case when n % 5000 = 7 then 'Xylophone ' else 'Matter ' end || n || ' ' || ${word}[1 + n % 30] || ' ' || ${word}[1 + n / 30 % 30],
    ${uuid(`'topic' || n`)},
    case when h < 2 then 'new' when h < 7 then 'open' when h < 10 then 'pending' when h < 20 then 'solved' else 'closed' end,
    case when h % 10 < 7 then ${agentId('n % 20')} end, ${contactId('n / 2')}, array['email'],
    case when n % 1000 = 3 then 'rare' when n % 10 = 4 then 'sales' else 'support' end,
    opened, opened + h * interval '1 hour', opened, opened + h * interval '1 hour', entries, entries, n % 40 = 9
  from generate_series($1::int, $2::int) n,
    lateral (select $3::timestamptz + n * interval '9 minutes' as opened, n::bigint * 7919 % 100 as h,
      case when n % 100 = 0 then ${LONG} else ${SHORT} end as entries) as made`;
const PEOPLE = `insert into ticket_people (ticket_id, person, contact_id, participant)
  select ${ticketId('n')}, 'email::filled' || n / 2 || '@example.com', ${contactId('n / 2')}, true
  from generate_series($1::int, $2::int) n`;

/** Customer and agent take turns; every second customer's text is written above what it quotes. */
async function fillEntries(transaction: Transaction, range: readonly [number, number]): Promise<void> {
  await transaction.query(
    `insert into entries (id, ticket_id, seq, direction, channel, inbox_id, remote_message_id, idempotency_key, occurred_at, received_at,
       recorded_at, author, plain_text, new_text, parts, threading, flags, raw, reply_context)
     select ${uuid(`'entry' || n || '.' || s`)}, ticket.id, s, case when theirs then 'inbound' else 'outbound' end, 'email', ticket.inbox_id, mid,
       'email:' || ticket.inbox_id || ':' || mid || '#' || substr(md5(mid), 1, 16), at, at, at,
       json_build_object('role', case when theirs then 'customer' else 'agent' end, 'contactId', ticket.contact_id, 'displayName', 'Person ' || n / 2,
         'identity', json_build_object('scheme', 'email', 'value', who, 'raw', who, 'assurance', 'claimed')),
       texts.body, case when s % 4 = 3 then left(texts.body, 120) end, '[{"partId":"1","type":"text"}]',
       case when theirs then json_build_object('rule', case when s = 1 then 'new' else 'reference' end,
         'evidence', json_build_object('messageId', n || '.' || s - 1 || '@filled.example'), 'score', 1, 'review', s = 1 and n % 1000 = 5) end,
       '{}', json_build_object('ref', 'sha256:' || md5(mid) || md5(who), 'sha256', md5(mid) || md5(who), 'bytes', 2100, 'contentType', 'message/rfc822'),
       json_build_object('conversationKey', 'email:' || ticket.inbox_id || ':' || who, 'continues', false,
         'from', json_build_object('scheme', 'email', 'value', who, 'displayName', 'Person ' || n / 2),
         'recipients', json_build_array(json_build_object('kind', 'to', 'scheme', 'email', 'value', 'support@example.com')),
         'references', json_build_array(n || '.' || s - 1 || '@filled.example'), 'subject', 'Re: ' || ticket.subject,
         'channelContext', json_build_object('messageId', mid))
     from generate_series($1::int, $2::int) n
       join tickets ticket on ticket.id = ${ticketId('n')},
       lateral generate_series(1, ticket.last_seq) s,
       lateral (select n || '.' || s || '@filled.example' as mid, 'filled' || n / 2 || '@example.com' as who, s % 2 = 1 as theirs,
         ticket.opened_at + s * interval '10 minutes' as at) as made
       join texts on texts.k = ('x' || substr(md5(mid), 1, 6))::bit(24)::int % 1000`,
    [...range],
  );
  await transaction.query(
    `insert into message_claims (message_id, ticket_id, entry_id, ours)
     select e.remote_message_id, e.ticket_id, e.id, e.direction = 'outbound'
     from generate_series($1::int, $2::int) n join entries e on e.ticket_id = ${ticketId('n')}`,
    [...range],
  );
  await transaction.query(
    `insert into ledger (entry_id, delivery_id, inbox_id, remote_message_id, outcome, received_at, recorded_at)
     select e.id, md5(e.id::text), e.inbox_id, e.remote_message_id, 'ticketed', e.received_at, e.recorded_at
     from generate_series($1::int, $2::int) n join entries e on e.ticket_id = ${ticketId('n')} where e.direction = 'inbound'`,
    [...range],
  );
}
