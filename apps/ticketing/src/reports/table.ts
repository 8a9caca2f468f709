/** text · number · share (0..1) · minutes · moment (a Date): decides how a cell is written. */
export type ColumnKind = 'text' | 'number' | 'share' | 'minutes' | 'moment';

export interface Column {
  /** Stable name, the key of a row in JSON. */
  readonly key: string;
  readonly label: string;
  readonly kind: ColumnKind;
}

export type Cell = string | number | Date | null;

/** A report as it is shown: columns in order, and rows of as many cells. */
export interface Table {
  readonly title: string;
  readonly columns: readonly Column[];
  readonly rows: readonly (readonly Cell[])[];
}

/** A moment as a person of the desk reads it: `2026-03-02 09:05`. */
export function toLocalMinute(at: Date, timeZone: string): string {
  return formatOf(timeZone).format(at).replace(',', '');
}

const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(timeZone: string): Intl.DateTimeFormat {
  let format = formats.get(timeZone);
  if (format === undefined) {
    const day = { year: 'numeric', month: '2-digit', day: '2-digit' } as const;
    format = new Intl.DateTimeFormat('sv-SE', { timeZone, ...day, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
    formats.set(timeZone, format);
  }
  return format;
}
