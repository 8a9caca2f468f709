import type { CallFacts, ReadCalls, RejectedRecord } from './call-facts.js';
import { aggregateRows, type AggregateRules } from './asterisk/aggregate.js';
import type { CdrRow } from './asterisk/cdr-row.js';
import { CdrLineReader, PLAIN_PROFILE, type CsvProfile } from './asterisk/read-lines.js';

/** A whole file of call records: one call a linkedid, else a uniqueid, else a line, in file order. Never throws. */
export function readAsteriskCsv(content: Buffer, profile: CsvProfile = PLAIN_PROFILE, rules: AggregateRules = {}): ReadCalls {
  const rows = new Map<string, CdrRow[]>();
  const rejected: RejectedRecord[] = [];
  for (const { line, result } of new CdrLineReader(profile).read(content, true)) {
    if (result === 'header') continue;
    if ('reason' in result) rejected.push({ line: line.number, reason: result.reason });
    else if (result.callId.startsWith('h:'))
      rows.set(rows.has(result.callId) ? `${result.callId}:${line.number}` : result.callId, [result.row]);
    else if (rows.has(result.callId)) rows.get(result.callId)!.push(result.row);
    else rows.set(result.callId, [result.row]);
  }
  const calls: CallFacts[] = [...rows].map(([callId, some]) => aggregateRows(callId, some, rules));
  return { calls, rejected };
}
