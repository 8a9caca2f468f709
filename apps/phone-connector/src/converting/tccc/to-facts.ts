import type { CallOutcome } from '#contracts';
import { AUTHORITY, type CallFacts, type RecordingFact } from '../call-facts.js';
import { checkFacts } from '../check-facts.js';
import { asArray, asNumber, asObject, asText, isObject, known, pick, type Json } from '../json-values.js';
import { readTime } from '../read-time.js';
import { toKeys } from '../menu-keys.js';
import { toRecordingId } from '../recording-id.js';

/** Words of `EndStatusString`, by what is in them: the page of 2025 spells several otherwise than that of 2023. */
const ENDS: readonly (readonly [RegExp, CallOutcome])[] = [
  [/^(?:ok|normal|success)/i, 'answered'],
  [/voicemail/i, 'voicemail'],
  [/ivr/i, 'abandoned_ivr'],
  [/(?:wait|queue).*(?:give|abandon|hang)/i, 'abandoned_queue'],
  [/(?:wait|queue).*(?:time|full|over)/i, 'queue_timeout'],
  [/noseat|notwork|unconnected|ring|noanswer|unanswer/i, 'no_answer'],
  [/busy/i, 'busy'],
  [/black|reject|restrict|refuse/i, 'rejected'],
  [/transfer/i, 'transferred_out'],
  [/error|fail|unavailable|poweroff|notexist|invalid/i, 'failed'],
];

/**
 * One push of Tencent Cloud Contact Center: `action=cdr` and `action=record` (a push of its own), of which each tells its share. Times are seconds.
 */
export function toTcccFacts(push: Json, action: string): CallFacts | string {
  const callId = asText(pick(push, 'SessionId', 'SessionID', 'CallId'), 256);
  if (callId === undefined) return 'has no SessionId';
  const recordings = toRecordings(push);
  if (action !== 'cdr') {
    const more = known({ satisfaction: toRating(push), ivr: toIvr(push) });
    if (recordings.length === 0 && Object.keys(more).length === 0)
      return `action "${action.slice(0, 40)}" tells nothing of a call that is known`;
    return { source: `${action}:${recordings[0]?.id ?? ''}`, authority: AUTHORITY.record, callId, recordings, ...more };
  }
  const time = (...names: string[]) => readTime(zeroIsNone(pick(push, ...names))) ?? undefined;
  const seats = toSeats(push);
  const endedAt = time('EndedTimestamp', 'EndTimestamp');
  const answeredAt = time('AcceptTimestamp') ?? firstOf(seats.map((seat) => readTime(zeroIsNone(seat['AcceptTimestamp']))));
  const word = asText(pick(push, 'EndStatusString', 'EndStatus'), 64);
  const outcome = toOutcome(word, answeredAt);
  const seconds = asNumber(push['Duration']);
  const facts: CallFacts = {
    source: 'cdr',
    authority: AUTHORITY.record,
    callId,
    direction: toDirection(push),
    caller: asText(push['Caller'], 320) ?? null,
    callee: asText(push['Callee'], 320) ?? null,
    ...known({
      startedAt: time('StartTimestamp', 'Timestamp'),
      queuedAt: time('QueuedTimestamp'),
      answeredAt: outcome === 'answered' ? answeredAt : undefined,
      endedAt,
      // From being answered to the end.
      talkMs: outcome === 'answered' && seconds !== undefined ? Math.round(seconds * 1000) : undefined,
      outcome: endedAt === undefined ? undefined : outcome,
      hangupBy: toHangupBy(asText(push['HungUpSide'])),
      hangupCause: word,
      queue: asText(pick(push, 'QueuedSkillGroupName', 'SkillGroupName', 'SkillGroup', 'QueuedSkillGroupId', 'SkillGroupId'), 256),
      satisfaction: toRating(push),
      ivr: toIvr(push),
    }),
    agents: [...new Set(seats.flatMap((seat) => asText(pick(seat, 'StaffNumber', 'UserId', 'Mail', 'Phone', 'Name'), 128) ?? []))],
    recordings,
    precision: 's',
    legs: [toLeg(push), ...seats.map(toLeg)],
  };
  return checkFacts(facts) ?? facts;
}

const zeroIsNone = (value: unknown) => (value === 0 || value === '0' ? undefined : value);
const firstOf = (times: readonly (number | null)[]) => times.find((time) => time !== null) ?? undefined;

/** `Direction` 0 is in and 1 out; the page of 2025 has `CallType` 1 out, 2 in, 3 between seats. */
function toDirection(push: Json): CallFacts['direction'] {
  const direction = asNumber(push['Direction']);
  if (direction !== undefined) return direction === 1 ? 'outbound' : 'inbound';
  return ({ 1: 'outbound', 2: 'inbound', 3: 'internal' } as const)[asNumber(push['CallType']) ?? 0] ?? 'unknown';
}

function toOutcome(word: string | undefined, answeredAt: number | undefined): CallOutcome {
  const found = ENDS.find(([words]) => words.test(word ?? ''))?.[1];
  if (found === 'answered' && answeredAt === undefined) return 'no_answer';
  return found ?? (answeredAt === undefined ? 'unknown' : 'answered');
}

function toHangupBy(side: string | undefined): string | undefined {
  return side === undefined ? undefined : side === 'seat' ? 'agent' : side === 'user' ? 'caller' : side;
}

function toSeats(push: Json): Json[] {
  const several = asArray(push['ServeParticipants']).filter(isObject);
  const one = asObject(push['SeatUser']);
  return several.length > 0 ? several : Object.keys(one).length > 0 ? [one] : [];
}

/** `["1-", "2"]`, or objects with `Key` and `Label`. */
function toIvr(push: Json): { key: string; label?: string }[] | undefined {
  const pressed = asArray(pick(push, 'IVRKeyPressedEx', 'IVRKeyPressed'));
  const keys = pressed.slice(0, 32).flatMap((each) => {
    const object = isObject(each) ? each : { Key: each };
    return toKeys(asText(object['Key'], 32) ?? '').map(({ key }) => ({ key, ...known({ label: asText(object['Label'], 128) }) }));
  });
  return keys.length === 0 ? undefined : keys;
}

/** What was pressed after the call is the rating. */
function toRating(push: Json): number | undefined {
  const [first] = asArray(push['PostIVRKeyPressed']);
  const key = asText(isObject(first) ? first['Key'] : first, 16);
  return key === undefined ? undefined : asNumber(/\d+/.exec(key)?.[0]);
}

function toRecordings(push: Json): RecordingFact[] {
  const mails = asArray(push['VoicemailRecordURL']).flatMap((url) => asText(url, 2048) ?? []);
  const calls = [push, ...toSeats(push)].flatMap((each) => {
    const from = asText(pick(each, 'RecordURL', 'RecordUrl', 'CustomRecordURL'), 2048);
    return from === undefined ? [] : [{ id: asText(each['RecordId'], 128) ?? toRecordingId(from), kind: 'recording' as const, from }];
  });
  const all = [...calls, ...mails.map((from) => ({ id: toRecordingId(from), kind: 'voicemail' as const, from }))];
  return [...new Map(all.map((recording) => [recording.id, recording])).values()];
}

function toLeg(object: Json): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(object)
      .filter(([name, value]) => ['string', 'number'].includes(typeof value) && !/url/i.test(name))
      .slice(0, 40),
  );
}
