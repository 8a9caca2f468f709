import { type Cell, type Table, toLocalMinute } from '../table.js';

/** What a spreadsheet takes for a formula at the beginning of a text, behind white space too, and in its full width. */
const FORMULA = /^[\s\u0000]*[=+\-@＝＋－＠|%\t\r]/u;

/**
 * RFC 4180 with a byte order mark, for spreadsheets would read Chinese as the system's code page otherwise. Text that a spreadsheet would run
 * is made text by an apostrophe before it (OWASP, CSV Injection); numbers are ours and stay numbers.
 */
export function writeCsv({ columns, rows }: Table, timeZone: string): Buffer {
  const lines = [columns.map(({ label }) => quote(disarm(label))), ...rows.map((row) => row.map((cell) => quote(toText(cell, timeZone))))];
  return Buffer.from(`\uFEFF${lines.map((line) => line.join(',')).join('\r\n')}\r\n`, 'utf8');
}

export function disarm(text: string): string {
  return FORMULA.test(text) ? `'${text}` : text;
}

function toText(cell: Cell, timeZone: string): string {
  if (cell === null) return '';
  if (cell instanceof Date) return toLocalMinute(cell, timeZone);
  return typeof cell === 'number' ? String(cell) : disarm(cell);
}

function quote(text: string): string {
  return /[",\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
