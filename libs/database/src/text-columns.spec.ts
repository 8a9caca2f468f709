import { describe, expect, it } from '@jest/globals';
import { TextColumns } from './text-columns.js';

interface Row {
  readonly id: number;
  readonly text: string | null;
}

const columns = new TextColumns<Row>([
  { name: 'id', type: 'int', value: ({ id }) => id },
  { name: 'text', type: 'text', value: ({ text }) => text },
  { name: 'more', type: 'json', value: ({ text }) => ({ text }) },
]);

describe('rows as text columns', () => {
  it('number their parameters from where they are put', () => {
    expect(columns.parameters).toBe(6);
    expect(
      columns
        .select(4)
        .match(/\$\d+/g)
        ?.map((parameter) => Number(parameter.slice(1))),
    ).toEqual([5, 5, 5, 6, 4, 7, 4, 8, 4, 9]);
    expect(columns.toValues([])).toHaveLength(6);
  });

  it('tell null from text that says so, and end with what stands between', () => {
    const [between, nothing, ids, texts] = columns.toValues([
      { id: 1, text: null },
      { id: 2, text: 'null' },
    ]) as string[];
    expect(ids).toBe(`1${between}2${between}`);
    expect(texts).toBe(`${nothing}${between}null${between}`);
  });
});
