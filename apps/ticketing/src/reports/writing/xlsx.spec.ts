import { describe, expect, it } from '@jest/globals';
import { XMLParser, XMLValidator } from 'fast-xml-parser';
import type { Cell, ColumnKind } from '../table.js';
import { unzip } from './testing/unzip.js';
import { toColumnName, writeXlsx } from './xlsx.js';

function write(cells: readonly Cell[], kinds: readonly ColumnKind[] = cells.map(() => 'text'), title = 'Report') {
  const columns = kinds.map((kind, index) => ({ key: `c${index}`, label: `C${index}`, kind }));
  return unzip(writeXlsx({ title, columns, rows: [cells] }, 'Asia/Shanghai'));
}

describe('XLSX', () => {
  it('is a package of well-formed parts', () => {
    const files = write(['a & <b>', 1, new Date('2026-03-02T01:00:00Z')]);
    expect([...files.keys()]).toEqual([
      '[Content_Types].xml',
      '_rels/.rels',
      'xl/workbook.xml',
      'xl/_rels/workbook.xml.rels',
      'xl/styles.xml',
      'xl/worksheets/sheet1.xml',
    ]);
    for (const text of files.values()) expect(XMLValidator.validate(text)).toBe(true);
  });

  it('writes texts as texts, never as formulas', () => {
    const sheet = write(['=HYPERLINK("http://evil.example")', '+1', '', null]).get('xl/worksheets/sheet1.xml')!;
    expect(sheet).not.toContain('<f>');
    const parsed = new XMLParser({ ignoreAttributes: false, parseTagValue: false }).parse(sheet);
    const cells = parsed.worksheet.sheetData.row[1].c;
    expect(cells.map((cell: Record<string, unknown>) => [cell['@_t'], (cell['is'] as { t: { '#text': string } }).t['#text']])).toEqual([
      ['inlineStr', '=HYPERLINK("http://evil.example")'],
      ['inlineStr', '+1'],
    ]);
  });

  it('keeps what XML would lose or not take', () => {
    const sheet = write(['a\u0000b\u000bc\ud800d', '_x000D_', 'x'.repeat(40_000), '👍']).get('xl/worksheets/sheet1.xml')!;
    expect(XMLValidator.validate(sheet)).toBe(true);
    expect(sheet).toContain('>abcd<');
    expect(sheet).toContain('_x005F_x000D_');
    expect(sheet).toContain(`>${'x'.repeat(32_767)}<`);
    expect(sheet).toContain('👍');
  });

  it('gives a sheet a name that Excel takes', () => {
    expect(write(['a'], ['text'], '\'需求/登记[表]: "2026" & more than thirty-one characters').get('xl/workbook.xml')).toContain(
      'name="需求 登记 表   &quot;2026&quot; &amp; more than',
    );
  });

  it('names columns as Excel does', () => expect([0, 25, 26, 701, 702].map(toColumnName)).toEqual(['A', 'Z', 'AA', 'ZZ', 'AAA']));
});
