import type { Transaction } from '#database';

/**
 * Words of tickets that stand in rows of something else: what a bulk change found and left (it cannot be taken back for them any more), and rows of
 * reports that were kept as they were told, where the number stays and the other cells are emptied.
 */
export async function forgetCopies(transaction: Transaction, ticketIds: readonly string[]): Promise<void> {
  if (ticketIds.length === 0) return;
  await transaction.query(
    `with named as (
       select distinct b.id from unnest($1::uuid[]) ticket
       join bulk_actions b on b.changes @> jsonb_build_array(jsonb_build_object('ticketId', ticket)))
     update bulk_actions b set changes = (
       select jsonb_agg(case when (c->>'ticketId')::uuid = any($1::uuid[]) then c || '{"before": {}, "after": {}}' else c end order by n)
       from jsonb_array_elements(b.changes) with ordinality as each (c, n))
     from named where named.id = b.id`,
    [ticketIds],
  );
  await transaction.query(
    `with erased as (select number from tickets where id = any($1::uuid[])),
     named as (
       select r.id, (c.n - 1)::int as place, json_array_length(r.report->'columns') as width from report_runs r
       cross join lateral json_array_elements(r.report->'columns') with ordinality as c (said, n)
       where r.tickets && array(select number from erased) and c.said->>'key' = 'number')
     update report_runs r set report = jsonb_set(r.report::jsonb, '{rows}', (
       select jsonb_agg(case when cells->>named.place in (select number from erased)
         then (select jsonb_agg(case when at = named.place then cells->at end order by at) from generate_series(0, named.width - 1) at) else cells end order by n)
       from jsonb_array_elements(r.report::jsonb->'rows') with ordinality as each (cells, n)))::json
     from named where named.id = r.id`,
    [ticketIds],
  );
}
