import type { Answer, Format } from '#page-kit';

export type Report = Answer<'GET /reports/{key}'>;
export type ReportColumn = Report['columns'][number];
export type Cell = Report['rows'][number][number];

const MINUTE_S = 60;

/** Days from one to another; one day is said once. */
export function sayDays({ from, to }: { readonly from: string; readonly to: string }, format: Format): string {
  return from === to ? format.day(from) : `${format.day(from)} – ${format.day(to)}`;
}

/** Words for the keys that reports hold, by column; `period`: a day as a period of the report. */
export type CellWords = Readonly<
  Record<'category' | 'channel' | 'priority' | 'status' | 'kept' | 'firstContact' | 'period', (key: string) => string>
>;

/**
 * A report with what the desk calls its things, and the page their states and periods, in place of keys. What is a name already stays. Lengths are shown with
 * their units, so a head says none.
 */
export function nameCells(report: Report, words: CellWords): Report {
  const named = report.columns.map(({ key, kind }) =>
    kind === 'text' && Object.hasOwn(words, key) ? words[key as keyof CellWords] : null,
  );
  const rows = report.rows.map((cells) =>
    cells.map((cell, index) => (typeof cell === 'string' && cell !== '' ? (named[index]?.(cell) ?? cell) : cell)),
  );
  const columns = report.columns.map((column) =>
    column.kind === 'minutes' ? { ...column, label: column.label.replace(/ ?[(（](?:min|分钟)[)）]$/, '') } : column,
  );
  return { ...report, columns, rows };
}

/** A cell as its column says it is to be read; null where nothing was measured. */
export function formatCell(cell: Cell, kind: ReportColumn['kind'], format: Format): string | null {
  if (cell === null || cell === '') return null;
  if (kind === 'moment') return format.exact(String(cell));
  if (typeof cell === 'string') return cell;
  if (kind === 'share') return format.share(cell);
  if (kind === 'minutes') return format.length(cell * MINUTE_S);
  return format.number(cell);
}

export const isFigure = ({ kind }: ReportColumn): boolean => kind === 'number' || kind === 'share' || kind === 'minutes';

/** What of a report is drawn: over its first column, a line where that is time, else bars. Null: nothing to draw. */
export function findDrawn({ per, columns, rows }: Pick<Report, 'per' | 'columns' | 'rows'>): {
  readonly look: 'line' | 'bars';
  readonly over: number;
  readonly figures: readonly number[];
} | null {
  const figures = columns.flatMap((column, index) => (isFigure(column) && column.key !== 'rank' ? [index] : []));
  if (figures.length === 0 || rows.length === 0) return null;
  const isTime = per !== null && columns[0]?.key === 'period';
  const isOneLine = isTime && new Set(rows.map(([first]) => first)).size === rows.length;
  if (isOneLine) return { look: rows.length > 1 ? 'line' : 'bars', over: 0, figures };
  const named = columns.findIndex(({ kind, key }) => kind === 'text' && key !== 'period');
  return named === -1 || columns[named]!.key === 'number' ? null : { look: 'bars', over: named, figures };
}
