import type { RawPayload } from '#contracts';
import type { CallFacts } from './call-facts.js';
import { aggregateRows, type AggregateRules } from './asterisk/aggregate.js';
import { isSameRow, type CdrRow } from './asterisk/cdr-row.js';
import type { QueueVisit } from './asterisk/queue-log.js';
import { foldCall } from './fold-call.js';

/** One thing told of a call, as it is kept: facts, or rows, of which more may come. */
export type ToldLine =
  | { readonly kind: 'facts'; readonly facts: CallFacts; readonly raw: RawPayload }
  | { readonly kind: 'rows'; readonly rows: readonly KeptRow[]; readonly visits?: readonly QueueVisit[] };

export interface KeptRow {
  readonly row: CdrRow;
  /** The line as found, base64. */
  readonly raw: string;
}

/** Rows of a call that were not told before. */
export function listUnknown(rows: readonly KeptRow[], told: readonly ToldLine[]): KeptRow[] {
  const known = told.flatMap((line) => (line.kind === 'rows' ? line.rows : []));
  const fresh: KeptRow[] = [];
  for (const each of rows) if (![...known, ...fresh].some(({ row }) => isSameRow(row, each.row))) fresh.push(each);
  return fresh;
}

/** A call as all that was told of it makes it. */
export function foldLines(callId: string, told: readonly ToldLine[], rules: AggregateRules): CallFacts {
  const rows = told.flatMap((line) => (line.kind === 'rows' ? line.rows : []));
  const visits = new Map(told.flatMap((line) => (line.kind === 'rows' ? (line.visits ?? []) : [])).map((visit) => [visit.callId, visit]));
  const facts = told.flatMap((line) => (line.kind === 'facts' ? [line.facts] : []));
  const record =
    rows.length === 0
      ? []
      : [
          aggregateRows(
            callId,
            rows.map(({ row }) => row),
            rules,
            visits,
          ),
        ];
  return foldCall([...facts, ...record].map((each) => ({ ...each, callId })));
}

/** What a state of a call was made of last: its rows, or the body that told it. */
export function rawOfRows(told: readonly ToldLine[]): Buffer {
  const lines = told.flatMap((line) => (line.kind === 'rows' ? line.rows : [])).map(({ raw }) => Buffer.from(raw, 'base64'));
  return Buffer.concat(lines.flatMap((line) => [line, Buffer.from('\n')]));
}
