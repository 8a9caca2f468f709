import { describe, expect, it } from '@jest/globals';
import { disarm, writeCsv } from './csv.js';

const table = (...cells: (string | number | Date | null)[]) => ({
  title: 't',
  columns: cells.map((_, index) => ({ key: `c${index}`, label: `C${index}`, kind: 'text' as const })),
  rows: [cells],
});
const lines = (...cells: (string | number | Date | null)[]) =>
  writeCsv(table(...cells), 'Asia/Shanghai')
    .toString('utf8')
    .split('\r\n');

describe('CSV', () => {
  it('begins with a byte order mark and quotes what needs it', () => {
    const [heading, row] = lines('a,b', 'say "hi"', 'two\nlines', ' x', null, 1.5);
    expect(heading).toBe('\uFEFFC0,C1,C2,C3,C4,C5');
    expect(row).toBe('"a,b","say ""hi""","two\nlines"," x",,1.5');
  });

  it.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', ' =1', '＝1', '|calc', '%0A=1', '\u00a0=cmd'])('disarms %j', (text) => {
    expect(disarm(text)).toBe(`'${text}`);
  });

  it.each(['a=b', '1', '投诉', 'x@y.example'])('leaves %j', (text) => expect(disarm(text)).toBe(text));

  it('leaves numbers of ours numbers, below zero too, and says moments in the desk’s zone', () => {
    expect(lines(-3, new Date('2026-03-02T16:30:00Z'))[1]).toBe('-3,2026-03-03 00:30');
  });
});
