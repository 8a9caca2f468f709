import { pickText, type LocalisedText } from '../../desk/schema/texts.js';
import type { ReportScope } from '../report.js';
import type { Cell } from '../table.js';

const STEPS: Readonly<Record<string, LocalisedText>> = {
  satisfied: { zh: '满意', en: 'satisfied' },
  neutral: { zh: '一般', en: 'neutral' },
  unsatisfied: { zh: '不满意', en: 'unsatisfied' },
};

/** How a ticket stands, in tables. */
export const STATES: Readonly<Record<string, LocalisedText>> = {
  new: { zh: '待受理', en: 'new' },
  open: { zh: '处理中', en: 'open' },
  pending: { zh: '待客户回复', en: 'waiting for the customer' },
  solved: { zh: '已解决', en: 'solved' },
  closed: { zh: '已归档', en: 'archived' },
};

export interface TicketRow {
  readonly [name: string]: unknown;
  readonly id: string;
  readonly opened: Date;
  readonly fields: Readonly<Record<string, unknown>>;
}

/** One column of a list of tickets: where its value is, unless the desk says that a field of the ticket has it. */
export type Source = (row: TicketRow, scope: ReportScope) => Cell;

export const of =
  (name: string): Source =>
  (row) =>
    (row[name] as Cell | undefined) ?? null;
export const field =
  (...names: string[]): Source =>
  (row) => {
    for (const name of names) {
      const value = row.fields[name];
      if (value !== undefined && value !== null && value !== '') return toCell(value);
    }
    return null;
  };
export const first =
  (...sources: Source[]): Source =>
  (row, scope) => {
    for (const source of sources) {
      const value = source(row, scope);
      if (value !== null && value !== '') return value;
    }
    return null;
  };
export const worded =
  (
    name: string,
    own: (scope: ReportScope) => Readonly<Record<string, LocalisedText>>,
    known: Readonly<Record<string, LocalisedText>>,
  ): Source =>
  (row, scope) => {
    const key = row[name];
    if (typeof key !== 'string') return null;
    const text = own(scope)[key] ?? known[key];
    return text === undefined ? key : pickText(text, scope.language, scope.desk.languages[0]);
  };

function toCell(value: unknown): Cell {
  if (typeof value === 'number' || typeof value === 'string') return value;
  return Array.isArray(value) ? value.map(String).join('、') : JSON.stringify(value);
}

/** How content the customer was, in words. */
export const rating: Source = worded('step', () => ({}), STEPS);

export function nextOf(rows: readonly TicketRow[], { limit }: ReportScope): readonly [string, string] | undefined {
  const last = rows.at(-1);
  return rows.length < limit || last === undefined ? undefined : [last.opened.toISOString(), last.id];
}
