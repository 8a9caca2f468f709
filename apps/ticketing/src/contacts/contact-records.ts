import type { Sql } from '#database';
import { EXPORTED_TABLES, type Lead } from './exported-tables.js';

export interface LeadingIds {
  readonly tickets: readonly string[];
  readonly contacts: readonly string[];
  readonly entries: readonly string[];
}

/** Rows of all rooms that are of a person, by table, columns in camel case; what has none is left out. */
export async function readRecords(sql: Sql, { tickets, contacts, entries }: LeadingIds): Promise<Record<string, object[]>> {
  const ids: Readonly<Record<Lead, readonly string[]>> = { ticket: tickets, contact: contacts, entry: entries };
  const records: Record<string, object[]> = {};
  for (const { table, by, leave = [], more } of EXPORTED_TABLES) {
    const values: unknown[] = [leave];
    const conditions = Object.entries(by).map(([column, lead]) => `x.${column} = any($${values.push(ids[lead])}::uuid[])`);
    const row = more === undefined ? 'to_jsonb(x) - $1::text[]' : `(to_jsonb(x) - $1::text[]) || coalesce((${more})::jsonb, '{}')`;
    const rows = await sql.query<{ row: Record<string, unknown> }>(
      `select ${row} as row from ${table} x where ${conditions.join(' or ')} order by to_jsonb(x)::text`,
      values,
    );
    if (rows.length > 0)
      records[toName(table)] = rows.map((each) =>
        Object.fromEntries(Object.entries(each.row).map(([name, value]) => [toName(name), value])),
      );
  }
  return records;
}

function toName(name: string): string {
  return name.replaceAll(/_(\w)/g, (_all, letter: string) => letter.toUpperCase());
}
