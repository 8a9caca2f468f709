import type { Sql } from '#database';
import type { Viewer } from '../agents/viewer.js';
import type { Desk } from '../desk/desk-schema.js';
import type { ReportKind, ReportSection } from '../desk/schema/reports.js';
import type { LocalisedText } from '../desk/schema/texts.js';
import type { Period, Span } from './period.js';
import type { Cell, ColumnKind } from './table.js';

/** What a report is asked for. */
export interface ReportScope {
  readonly sql: Sql;
  readonly period: Period;
  readonly per: Span | 'whole';
  readonly timeZone: string;
  readonly language: string;
  readonly desk: Desk;
  readonly definition: ReportSection;
  /** Who reads it: a list names no ticket that he does not see. Null sees all. Sums count every ticket. */
  readonly viewer: Viewer | null;
  /** Of a list: rows a page, and where the last one ended. */
  readonly limit: number;
  readonly after: readonly [string, string] | null;
  /** Stands for a ticket or a person in what leaves the house. */
  readonly pseudonym: (kind: string, id: string) => string;
}

export interface ReportRows {
  readonly rows: readonly (readonly Cell[])[];
  /** Of a list that goes on. */
  readonly next?: readonly [string, string] | undefined;
}

export interface ReportColumn {
  readonly key: string;
  readonly kind: ColumnKind;
  readonly label: LocalisedText;
}

/** One kind of report: its columns, in order, and the SQL that fills them. */
export interface ReportKindOf {
  readonly kind: ReportKind;
  readonly title: LocalisedText;
  /** A row for each of these; null: rows are no spans of time. */
  readonly per: Span | 'whole' | null;
  readonly columns: readonly ReportColumn[];
  /** Its rows are single tickets, of whichever group. */
  readonly ofTickets?: true;
  /** Column that names a ticket to look at, of whichever group: what is kept is shown without it to who does not see them all. */
  readonly ticketColumn?: string;
  /** Of which days it reads the sums; unset: none. */
  needs?(period: Period): Period;
  run(scope: ReportScope): Promise<ReportRows>;
}

export function column(key: string, kind: ColumnKind, zh: string, en: string): ReportColumn {
  return { key, kind, label: { zh, en } };
}
