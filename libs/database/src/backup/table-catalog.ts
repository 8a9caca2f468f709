import type { ClientBase } from 'pg';
import { PermanentError } from '#runtime';

export interface Table {
  readonly name: string;
  /** In order, without those the server computes. */
  readonly columns: readonly string[];
}

export interface Sequence {
  readonly name: string;
  /** Last value given out. */
  readonly value: string;
}

/** Histories of migrations are not data: restoring runs the migrations, which writes them. */
const NOT_DATA = String.raw`relname not like 'migrations\_%' and relname <> 'typeorm_metadata'`;

export async function listTables(client: ClientBase): Promise<Table[]> {
  const { rows } = await client.query<Table>(
    `select relname as name, array(
       select attname::text from pg_attribute where attrelid = pg_class.oid and attnum > 0 and not attisdropped and attgenerated = ''
       order by attnum) as columns
     from pg_class
     where relnamespace = current_schema()::regnamespace and relkind in ('r', 'p') and not relispartition and relpersistence = 'p' and ${NOT_DATA}
     order by relname`,
  );
  return rows;
}

export async function listSequences(client: ClientBase): Promise<Sequence[]> {
  const { rows } = await client.query<Sequence>(
    String.raw`select sequencename as name, last_value::text as value from pg_sequences
      where schemaname = current_schema() and last_value is not null and sequencename not like 'migrations\_%' order by sequencename`,
  );
  return rows;
}

/** Referenced tables before those that refer to them. A table's reference to itself does not matter: it is checked after the statement. */
export async function orderByReferences(client: ClientBase, tables: readonly Table[]): Promise<Table[]> {
  const { rows } = await client.query<{ from: string; to: string }>(
    `select source.relname as from, target.relname as to from pg_constraint
     join pg_class source on source.oid = conrelid join pg_class target on target.oid = confrelid
     where contype = 'f' and connamespace = current_schema()::regnamespace and conrelid <> confrelid`,
  );
  const ordered: Table[] = [];
  const left = new Map(tables.map((table) => [table.name, table]));
  while (left.size > 0) {
    const free = [...left.values()].filter((table) => !rows.some((row) => row.from === table.name && left.has(row.to)));
    if (free.length === 0)
      throw new PermanentError(`tables refer to each other in a circle: ${[...left.keys()].join(', ')}`, {
        code: 'backup_reference_circle',
        hint: 'restore as a user who may set session_replication_role',
      });
    for (const table of free) left.delete(table.name);
    ordered.push(...free);
  }
  return ordered;
}

export function quote(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
