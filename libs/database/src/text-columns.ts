import { randomUUID } from 'node:crypto';

/** A column of rows that travel as text: its name, and the type that the server makes of the text. */
export interface TextColumn<Row> {
  readonly name: string;
  readonly type: 'uuid' | 'int' | 'bool' | 'text' | 'timestamptz' | 'json';
  /** Null where the row has nothing there; of `json` the value itself. */
  readonly value: (row: Row) => unknown;
}

/** Stand between values and for null; a sender cannot know them, so no text of his breaks a row. */
const BETWEEN = `\u001f${randomUUID()}\u001f`;
const NULL = `\u001e${randomUUID()}`;

/**
 * Rows as one text for each column, which the server cuts apart: half the price of reading them from JSON, where it parses each name and text
 * anew, and a third less than arrays, where each text is escaped here and unescaped there.
 */
export class TextColumns<Row> {
  constructor(private readonly columns: readonly TextColumn<Row>[]) {}

  /** How many parameters `select` takes. */
  get parameters(): number {
    return this.columns.length + 3;
  }

  /** Names of the columns, for an insert. */
  get names(): string {
    return this.columns.map(({ name }) => name).join(', ');
  }

  /** A `select` of the columns; its parameters begin with `$first`. */
  select(first: number): string {
    const values = this.columns.map(({ name, type }) => `nullif(t.${name}, $${first + 1})::${type} as ${name}`);
    const texts = this.columns.map((_, index) => `string_to_table($${first + 2 + index}, $${first})`);
    // Each text ends with what stands between, for of an empty text there would be no row; the piece behind the end is left out.
    return `select ${values.join(', ')} from rows from (${texts.join(', ')}) with ordinality as t (${this.names}, place)
      where t.place <= $${first + 2 + this.columns.length}`;
  }

  /** Values for the parameters of `select`. */
  toValues(rows: readonly Row[]): unknown[] {
    const texts = this.columns.map(({ type, value }) => {
      const pieces: string[] = [];
      for (const row of rows) pieces.push(toText(value(row), type), BETWEEN);
      return pieces.join('');
    });
    return [BETWEEN, NULL, ...texts, rows.length];
  }
}

function toText(value: unknown, type: TextColumn<unknown>['type']): string {
  if (value === null || value === undefined) return NULL;
  if (type === 'json') return JSON.stringify(value);
  return typeof value === 'string' ? value : value instanceof Date ? value.toISOString() : String(value as number | boolean);
}
