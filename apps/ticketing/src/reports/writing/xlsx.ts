import { type Cell, type ColumnKind, type Table, toLocalMinute } from '../table.js';
import { writeZip } from './zip.js';

/** Excel takes no more in a sheet, and none longer in a cell. */
export const XLSX_ROWS = 1_048_576;
const CELL_CHARACTERS = 32_767;
/** Characters that XML 1.0 has not. */
const UNFIT =
  /[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]|[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g;
/** Styles below, by place: as it is, share, bold heading. */
const STYLE: Readonly<Record<ColumnKind, number>> = { text: 3, moment: 3, number: 0, share: 1, minutes: 0 };
const HEADING = 2;

/**
 * A workbook of one sheet (ECMA-376). Every text is an inline string: a string cell is never read as a formula, whatever it begins with, and
 * stays text when it is edited (`@`, and `quotePrefix`).
 */
export function writeXlsx(table: Table, timeZone: string): Buffer {
  return writeZip(
    [
      ['[Content_Types].xml', CONTENT_TYPES],
      ['_rels/.rels', RELATIONS],
      ['xl/workbook.xml', toWorkbook(table.title)],
      ['xl/_rels/workbook.xml.rels', WORKBOOK_RELATIONS],
      ['xl/styles.xml', STYLES],
      ['xl/worksheets/sheet1.xml', toSheet(table, timeZone)],
    ].map(([name, text]) => ({ name: name!, bytes: Buffer.from(text!, 'utf8') })),
  );
}

function toSheet({ columns, rows }: Table, timeZone: string): string {
  const names = columns.map((_, index) => toColumnName(index));
  const heading = columns.map(({ label }, at) => toStringCell(`${names[at]!}1`, label, HEADING)).join('');
  const lines = rows.map((row, index) => {
    const number = index + 2;
    return `<row r="${number}">${row.map((cell, at) => toCell(`${names[at]!}${number}`, cell, columns[at]!.kind, timeZone)).join('')}</row>`;
  });
  return `${XML}<worksheet xmlns="${MAIN}"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><sheetData><row r="1">${heading}</row>${lines.join('')}</sheetData></worksheet>`;
}

function toCell(place: string, cell: Cell, kind: ColumnKind, timeZone: string): string {
  if (cell === null || cell === '') return '';
  if (typeof cell === 'number') return Number.isFinite(cell) ? `<c r="${place}" s="${STYLE[kind]}"><v>${cell}</v></c>` : '';
  return toStringCell(place, cell instanceof Date ? toLocalMinute(cell, timeZone) : cell, STYLE.text);
}

function toStringCell(place: string, text: string, style: number): string {
  return `<c r="${place}" s="${style}" t="inlineStr"><is><t xml:space="preserve">${escape(text.slice(0, CELL_CHARACTERS))}</t></is></c>`;
}

function escape(text: string): string {
  // `_x000D_` in a text would be read as an escape.
  const plain = text.replaceAll(/_(?=x[0-9A-Fa-f]{4}_)/g, '_x005F_').replaceAll(UNFIT, '');
  return plain.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('\r', '&#13;');
}

/** A, B … Z, AA … */
export function toColumnName(index: number): string {
  const letter = String.fromCharCode(65 + (index % 26));
  return index < 26 ? letter : `${toColumnName(Math.floor(index / 26) - 1)}${letter}`;
}

/** A sheet's name has 31 characters at most, and none of these. */
function toWorkbook(title: string): string {
  const name = [...title.replaceAll(/[[\]:*?/\\]/g, ' ').trim()].slice(0, 31).join('').replaceAll(/^'|'$/g, '') || 'Report';
  return `${XML}<workbook xmlns="${MAIN}" xmlns:r="${RELATIONSHIPS}"><sheets><sheet name="${escape(name).replaceAll('"', '&quot;')}" sheetId="1" r:id="rId1"/></sheets></workbook>`;
}

const XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const RELATIONSHIPS = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006';
const TYPES = 'application/vnd.openxmlformats-officedocument.spreadsheetml';

const CONTENT_TYPES = `${XML}<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${TYPES}.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="${TYPES}.worksheet+xml"/><Override PartName="/xl/styles.xml" ContentType="${TYPES}.styles+xml"/></Types>`;
const RELATIONS = `${XML}<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="rId1" Type="${RELATIONSHIPS}/officeDocument" Target="xl/workbook.xml"/></Relationships>`;
const WORKBOOK_RELATIONS = `${XML}<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="rId1" Type="${RELATIONSHIPS}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="${RELATIONSHIPS}/styles" Target="styles.xml"/></Relationships>`;
const STYLES = `${XML}<styleSheet xmlns="${MAIN}"><numFmts count="1"><numFmt numFmtId="164" formatCode="0.0%"/></numFmts><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="4"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/><xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/><xf numFmtId="49" fontId="1" fillId="0" borderId="0" xfId="0" quotePrefix="1" applyNumberFormat="1" applyFont="1"/><xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" quotePrefix="1" applyNumberFormat="1"/></cellXfs></styleSheet>`;
