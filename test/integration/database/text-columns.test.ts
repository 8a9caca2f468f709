import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { TextColumns } from '#database';
import { openTestDatabase, type TestDatabase } from '#database/testing';

interface Row {
  readonly id: string;
  readonly count: number;
  readonly held: boolean;
  readonly at: string;
  readonly text: string | null;
  readonly more: unknown;
}

const COLUMNS = new TextColumns<Row>([
  { name: 'id', type: 'uuid', value: ({ id }) => id },
  { name: 'count', type: 'int', value: ({ count }) => count },
  { name: 'held', type: 'bool', value: ({ held }) => held },
  { name: 'at', type: 'timestamptz', value: ({ at }) => at },
  { name: 'text', type: 'text', value: ({ text }) => text },
  { name: 'more', type: 'json', value: ({ more }) => more },
]);

const makeRow = (text: string | null, more: unknown = null, n = 0): Row => ({
  id: `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`,
  count: n,
  held: n % 2 === 1,
  at: '2026-03-02T09:00:00.000Z',
  text,
  more,
});

let test: TestDatabase;
beforeAll(async () => {
  test = await openTestDatabase([]);
});
afterAll(() => test.close());

/** As the server read them; `first` parameters stand before those of the rows. */
async function readBack(rows: readonly Row[]): Promise<unknown[]> {
  const read = await test.database.sql.query<{ row: unknown }>(`select $1::text as mark, to_json(r) as row from (${COLUMNS.select(2)}) r`, [
    'x',
    ...COLUMNS.toValues(rows),
  ]);
  return read.map(({ row }) => row);
}

const asRead = (row: Row) => ({ ...row, at: '2026-03-02T09:00:00+00:00' });

describe('rows as text columns', () => {
  it('come out as they went in, whatever stands in a text', async () => {
    const texts = [
      null,
      '',
      ' ',
      'null',
      '\\N',
      '\u001f',
      '\u001e',
      `\u001f${'0'.repeat(36)}\u001f`,
      'a\nb\tc\r\n',
      '"\'\\{},',
      '汉字 😀',
      '\u0001',
    ];
    const rows = texts.map((text, n) => makeRow(text, { text, n: [n, null] }, n));
    expect(await readBack(rows)).toEqual(rows.map(asRead));
  });

  it('may be one alone with an empty text, or none', async () => {
    expect(await readBack([makeRow('')])).toEqual([asRead(makeRow(''))]);
    expect(await readBack([makeRow(null)])).toEqual([asRead(makeRow(null))]);
    expect(await readBack([])).toEqual([]);
  });

  it('that are five hundred of 100 kB keep their order', async () => {
    const rows = Array.from({ length: 500 }, (_, n) => makeRow(`${n} ${'x'.repeat(100_000)}`, null, n));
    const read = (await readBack(rows)) as Row[];
    expect(read.map(({ count, text }) => `${count} ${text!.length}`)).toEqual(rows.map(({ count, text }) => `${count} ${text!.length}`));
  });
});
