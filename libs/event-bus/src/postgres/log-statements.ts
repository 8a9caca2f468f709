/** Channel of `NOTIFY` for appends; payload `head:next,head:next`. */
export const LOG_CHANNEL = 'tributary_log';
/** Channel for changes in a consumer group; payload is the group's name. */
export const GROUP_CHANNEL = 'tributary_groups';

const APPEND_PARTS = `
  with wanted as (
    select head, n from unnest($1::int[], $2::int[]) w(head, n)
  ), locked as (
    select h.id from log_heads h join wanted w on w.head = h.id order by h.id for update of h
  ), moved as (
    update log_heads h set next_offset = h.next_offset + w.n
    from wanted w where w.head = h.id and (select count(*) from locked) > 0
    returning h.id, h.next_offset, h.next_offset - w.n as first
  ), inserted as (
    insert into log_records (head, "offset", key, envelope, appended_at)
    select r.head, m.first + r.seq, r.key, r.envelope, $7
    from rows from (unnest($3::int[], $4::int[], $5::text[]), string_to_table($6, E'\\n')) r(head, seq, key, envelope)
    join moved m on m.id = r.head
  )`;

/** Heads and counts; head, place and key of each record; all envelopes, one a line; time. Heads are locked in ascending order. */
export const APPEND = `${APPEND_PARTS} select id, next_offset from moved`;

export const APPEND_AND_NOTIFY = `${APPEND_PARTS}
  select id, next_offset, pg_notify('${LOG_CHANNEL}', (select string_agg(id || ':' || next_offset, ',') from moved)) from moved`;

/** Heads, first offsets and numbers of records wanted; bytes of envelopes at most, for each head. `place` counts the heads from 1. */
export const READ = `
  select q.place::int, r."offset", r.key, r.envelope, r.appended_at
  from unnest($1::int[], $2::bigint[], $3::int[]) with ordinality q(head, start, wanted, place)
  cross join lateral (
    select * from (
      select l."offset", l.key, l.envelope, l.appended_at,
        sum(octet_length(l.envelope)) over (order by l."offset" rows unbounded preceding) - octet_length(l.envelope) as bytes_before
      from (select * from log_records where head = q.head and "offset" >= q.start order by "offset" limit q.wanted) l) sized
    where bytes_before < $4) r
  order by q.place, r."offset"`;
