import { hash } from 'node:crypto';
import type { CallOutcome } from '#contracts';
import { AUTHORITY, type CallFacts, type RecordingFact } from '../call-facts.js';
import { asNumber, asText, known, pick, type Json } from '../json-values.js';
import { readTime } from '../read-time.js';
import { toKeys } from '../menu-keys.js';
import { toRecordingId } from '../recording-id.js';

const OUTCOMES: Readonly<Record<string, CallOutcome>> = {
  completed: 'answered',
  busy: 'busy',
  'no-answer': 'no_answer',
  failed: 'failed',
  canceled: 'no_answer',
};
const LIVE = new Set(['queued', 'initiated', 'ringing', 'in-progress', 'answered']);

/**
 * One status or recording callback. `receivedAt` (ms) is when it came, for those that state no time. Callbacks of one call come apart and in any
 * order, so each status is a source of its own, and so is each prompt at which keys were pressed, for a Gather tells of its own only; `token` tells two
 * alike from one that was tried again. The leg that was dialled belongs to its parent.
 */
export function toTwilioFacts(fields: Json, receivedAt?: number, token?: string): CallFacts | string {
  const sid = asText(pick(fields, 'CallSid'), 64);
  if (sid === undefined) return 'has no CallSid';
  const parent = asText(pick(fields, 'ParentCallSid'), 64);
  const status = asText(pick(fields, 'CallStatus', 'DialCallStatus'))?.toLowerCase();
  const recordings = toRecordings(fields);
  const digits = asText(pick(fields, 'Digits'), 64);
  const prompt = digits === undefined ? '' : `digits:${token?.slice(0, 64) ?? hash('sha256', JSON.stringify(fields), 'hex').slice(0, 16)}`;
  const told = { ...(recordings.length > 0 ? { recordings } : {}), ...(digits === undefined ? {} : { prompt: toKeys(digits) }) };
  if (status === undefined || asText(fields['RecordingSid']) !== undefined) {
    if (recordings.length === 0 && digits === undefined) return 'has neither CallStatus nor RecordingUrl nor Digits';
    return { source: `recording:${recordings[0]?.id ?? prompt}`, authority: AUTHORITY.record, callId: parent ?? sid, ...told };
  }
  const outcome = OUTCOMES[status];
  if (outcome === undefined && !LIVE.has(status)) return `"${status.slice(0, 40)}" is no status of a call`;
  const at = readTime(pick(fields, 'Timestamp')) ?? receivedAt;
  const isDialled = parent !== undefined;
  const from = asText(pick(fields, 'From', 'Caller'), 320);
  const to = asText(pick(fields, 'To', 'Called'), 320);
  const leg = {
    sid,
    status,
    ...known({ from, to, at: at === undefined ? undefined : new Date(at).toISOString(), sequence: asText(fields['SequenceNumber']) }),
  };
  const agent = isDialled ? to?.replace(/^client:/, '') : undefined;
  return {
    source: `${isDialled ? `leg:${sid}:` : ''}status:${status}${prompt === '' ? '' : `:${prompt}`}`,
    authority: isDialled ? AUTHORITY.otherLeg : outcome === undefined ? AUTHORITY.live : AUTHORITY.record,
    callId: parent ?? sid,
    direction: asText(fields['Direction'])?.startsWith('outbound') === true && !isDialled ? 'outbound' : 'inbound',
    ...(isDialled ? {} : { caller: from ?? null, callee: to ?? null }),
    ...known({ callerName: asText(fields['CallerName'], 256) }),
    ...(isDialled ? dialled(status, agent) : timesOf(fields, status, outcome, at)),
    ...told,
    precision: 's',
    legs: [leg],
  };
}

function dialled(status: string, agent: string | undefined): Partial<CallFacts> {
  if (agent === undefined) return {};
  if (status === 'ringing' || status === 'initiated') return { ringing: [agent] };
  return status === 'in-progress' || status === 'answered' || status === 'completed' ? { agents: [agent] } : { silent: [agent] };
}

/** `CallDuration` counts from the answer, and stands only in the last callback, whose time is the end. */
function timesOf(fields: Json, status: string, outcome: CallOutcome | undefined, at: number | undefined): Partial<CallFacts> {
  if (at === undefined) return outcome === undefined ? {} : { outcome };
  if (outcome === undefined) return status === 'in-progress' || status === 'answered' ? { answeredAt: at } : { startedAt: at };
  const seconds = asNumber(pick(fields, 'CallDuration'));
  const talkMs = seconds === undefined || seconds < 0 ? undefined : Math.round(seconds * 1000);
  if (outcome !== 'answered') return { endedAt: at, talkMs: 0, outcome };
  const voicemail = /^machine/.test(asText(fields['AnsweredBy']) ?? '') ? 'voicemail' : outcome;
  return { endedAt: at, outcome: voicemail, ...(talkMs === undefined ? {} : { talkMs, answeredAt: at - talkMs }) };
}

function toRecordings(fields: Json): RecordingFact[] {
  const from = asText(pick(fields, 'RecordingUrl'), 2048);
  if (from === undefined) return [];
  const seconds = asNumber(fields['RecordingDuration']);
  const kind = asText(fields['RecordingSource']) === 'RecordVerb' ? 'voicemail' : 'recording';
  return [
    {
      id: asText(fields['RecordingSid'], 64) ?? toRecordingId(from),
      kind,
      from,
      ...(seconds === undefined ? {} : { durationMs: Math.round(seconds * 1000) }),
    },
  ];
}
