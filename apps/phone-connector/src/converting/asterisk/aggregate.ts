import { AUTHORITY, type CallFacts, type RecordingFact } from '../call-facts.js';
import { directionOf, type ExtensionRule } from '../direction.js';
import type { CdrRow } from './cdr-row.js';
import { findOutcome, isConnected, isConnecting, type OutcomeRules } from './outcome.js';
import { readNotedFields } from './noted-fields.js';
import { toQueueFacts, type QueueVisit } from './queue-log.js';

export interface AggregateRules extends OutcomeRules, ExtensionRule {
  /** Dialplan contexts in which calls from outside arrive; where named they alone decide the direction. */
  readonly inboundContexts?: readonly string[] | undefined;
}

/** One call out of all of its rows, in any order. A call is 2 to 4 rows: legs before the main one, some of them of no length. */
export function aggregateRows(
  callId: string,
  rows: readonly CdrRow[],
  rules: AggregateRules,
  visits?: ReadonlyMap<string, QueueVisit>,
): CallFacts {
  const main = chooseMain(rows);
  const startedAt = Math.min(...rows.map(({ start }) => start));
  const endedAt = Math.max(...rows.map(({ end }) => end));
  const single = rows.length === 1;
  const connected = rows.filter(isConnected);
  const outcome = findOutcome(rows, main, rules);
  const talked =
    outcome === 'answered' ? (connected.length > 0 ? connected : rows.filter(({ disposition }) => disposition === 'ANSWERED')) : [];
  const answers = talked.flatMap(({ answer }) => (answer === null ? [] : [answer]));
  const visit = rows.map(({ uniqueid }) => visits?.get(uniqueid)).find((each) => each !== undefined);
  const noted = readNotedFields(rows);
  return {
    source: 'cdr',
    authority: AUTHORITY.record,
    callId,
    direction: findDirection(main, rules),
    caller: main.src === '' ? null : main.src,
    ...withName(main.clid),
    callee: main.dst === '' ? null : main.dst,
    startedAt,
    endedAt,
    durationMs: single ? main.duration : Math.max(endedAt - startedAt, 0),
    talkMs: single ? main.billsec : unionOf(talked),
    ...(answers.length > 0 ? { answeredAt: Math.min(...answers) } : {}),
    outcome,
    agents: [...new Set(connected.map(({ dstchannel }) => toExtension(dstchannel)).filter((name) => name !== ''))],
    ...(main.lastapp.toLowerCase() === 'queue' ? { queue: main.lastdata.split(',')[0]! } : {}),
    ...noted,
    ...(visit === undefined ? {} : toQueueFacts(visit)),
    recordings: noted.recordings ?? ([] as RecordingFact[]),
    precision: 's',
    legs: rows.map(toLeg),
  };
}

/** The row of the caller: one that was to join two people, of the channel that the call is named after, first of these. */
export function chooseMain(rows: readonly CdrRow[]): CdrRow {
  const rank = (row: CdrRow) =>
    (isConnecting(row) ? 8 : 0) +
    (isConnected(row) ? 4 : 0) +
    (row.lastapp.toLowerCase() === 'queue' ? 2 : 0) +
    (row.uniqueid !== '' && row.uniqueid === row.linkedid ? 1 : 0);
  return rows.reduce((best, row) => {
    const [a, b] = [rank(best), rank(row)];
    return b > a || (b === a && row.start < best.start) ? row : best;
  });
}

function findDirection(main: CdrRow, rules: AggregateRules): CallFacts['direction'] {
  if (rules.inboundContexts?.includes(main.context) === true) return 'inbound';
  return directionOf(main.src, main.dst, rules);
}

/** `"WANG" <13800138000>`: the name is what stands in quotes, unless it is the number again. */
function withName(clid: string): { callerName?: string } {
  const name =
    /^"(.*)"\s*<[^<>]*>$/
      .exec(clid)?.[1]
      ?.replace(/^"+|"+$/g, '')
      .trim() ?? '';
  return name === '' || /^[+\d\s()-]+$/.test(name) ? {} : { callerName: name.slice(0, 256) };
}

/** `PJSIP/801-0000001f` → 801, `Local/801@agents-00000001;1` → 801. */
export function toExtension(channel: string): string {
  return /^[^/]+\/([^@;/]+?)(?:@.*)?(?:-[0-9a-f]{8}.*)?$/i.exec(channel)?.[1] ?? '';
}

/** ms in which at least one leg was joined. */
function unionOf(rows: readonly CdrRow[]): number {
  const spans = rows.map(({ answer, start, end }) => [answer ?? start, end] as const).sort((a, b) => a[0] - b[0]);
  let total = 0;
  let until = -Infinity;
  for (const [from, to] of spans) {
    total += Math.max(0, to - Math.max(from, until));
    until = Math.max(until, to);
  }
  return total;
}

function toLeg(row: CdrRow): Record<string, unknown> {
  const {
    channel,
    dstchannel,
    lastapp,
    disposition,
    uniqueid,
    sequence,
    src,
    dst,
    duration,
    billsec,
    start,
    answer,
    end,
    userfield,
    custom,
  } = row;
  const iso = (at: number) => new Date(at).toISOString();
  return {
    ...{ src, dst, channel, dstchannel, lastapp, disposition, uniqueid, sequence, userfield },
    start: iso(start),
    ...(answer === null ? {} : { answer: iso(answer) }),
    end: iso(end),
    durationMs: duration,
    talkMs: billsec,
    ...(Object.keys(custom).length > 0 ? { custom } : {}),
  };
}
