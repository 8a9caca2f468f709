import type { CallOutcome } from '#contracts';
import { AUTHORITY, type CallFacts, type RecordingFact } from '../call-facts.js';
import { directionOf, isExtension, type ExtensionRule } from '../direction.js';
import { asArray, asNumber, asObject, asText, known, pick, type Json } from '../json-values.js';
import { readTime } from '../read-time.js';
import { toKeys } from '../menu-keys.js';
import { toFreeswitchOutcome } from './outcome.js';
import { toRecordingId } from '../recording-id.js';

/** One leg as facts of its call, or why it is none. The leg that was dialled (`log-b-leg`) comes apart and belongs to the caller's. */
export function toFreeswitchFacts(record: Json, rule: ExtensionRule = {}): CallFacts | string {
  const variables = asObject(record['variables']);
  const text = (...names: string[]) => asText(pick(variables, ...names));
  const profiles = readProfiles(record);
  const original = profiles[0] ?? {};
  const uuid = text('uuid') ?? asText(original['uuid']);
  if (uuid === undefined) return 'has no variables.uuid';
  const aLeg =
    text('originating_leg_uuid', 'originator') ?? (text('direction') === 'outbound' ? otherOf(uuid, text('call_uuid')) : undefined);
  const isDialled = aLeg !== undefined && aLeg !== uuid;

  const startedAt = timeOf(variables, 'start') ?? undefined;
  const answeredAt = timeOf(variables, 'answer');
  const endedAt = timeOf(variables, 'end') ?? undefined;
  if (startedAt === undefined) return 'has no start time';
  if (endedAt !== undefined && endedAt < startedAt) return 'ends before it starts';
  const durationMs = spanOf(variables, 'mduration', 'duration');
  const talkMs = spanOf(variables, 'billmsec', 'billsec');
  if ((durationMs ?? 0) < 0 || (talkMs ?? 0) < 0) return 'has a negative duration';

  const caller = asText(pick(original, 'caller_id_number', 'ani')) ?? text('sip_from_user', 'caller_id_number', 'from');
  const callee =
    asText(pick(original, 'destination_number')) ?? text('sip_req_user', 'sip_to_user', 'dialed_user', 'destination_number', 'to');
  const queuedAt = readTime(pick(variables, 'cc_queue_joined_epoch')) ?? undefined;
  const { outcome, queueAnsweredAt } = toFreeswitchOutcome(variables, talkMs ?? 0, answeredAt);
  const agent = text('cc_agent') ?? (isExtension(text('dialed_user'), rule) ? text('dialed_user') : undefined);
  const common = known({ hangupCause: text('hangup_cause'), hangupBy: toHangupBy(text('sip_hangup_disposition')) });
  const leg = toLeg(uuid, isDialled ? 'b' : 'a', {
    variables,
    caller,
    callee,
    startedAt,
    answeredAt,
    endedAt,
    durationMs,
    talkMs,
    outcome,
  });
  if (isDialled) {
    // What was dialled tells who was called, not how the call went.
    const agents = isExtension(callee, rule) && (talkMs ?? 0) > 0 ? [callee!] : [];
    return {
      source: `b-leg:${uuid}`,
      authority: AUTHORITY.otherLeg,
      callId: aLeg,
      ...known({ startedAt }),
      caller: caller ?? null,
      callee: callee ?? null,
      agents,
      legs: [leg],
      precision: 'ms',
    };
  }
  return {
    source: 'a-leg',
    authority: AUTHORITY.record,
    callId: uuid,
    direction: toDirection(text('direction'), caller, callee, rule),
    caller: caller ?? null,
    callee: callee ?? null,
    startedAt,
    ...known({ callerName: toName(asText(original['caller_id_name']), caller), queuedAt, endedAt, durationMs, talkMs }),
    ...known({ answeredAt: outcome === 'answered' || outcome === 'voicemail' ? (queueAnsweredAt ?? answeredAt ?? undefined) : undefined }),
    ...(endedAt === undefined ? {} : { outcome }),
    ...common,
    ...known({ queue: text('cc_queue'), satisfaction: asNumber(pick(variables, 'satisfaction', 'rating')) }),
    ...(text('ivr_keys', 'digits_dialed', 'read_result_digits') && text('digits_dialed') !== 'none'
      ? { ivr: toKeys(text('ivr_keys', 'digits_dialed', 'read_result_digits')!) }
      : {}),
    agents: agent === undefined ? [] : [agent.split('@')[0]!],
    recordings: toRecordings(variables),
    ...(text('video_media_flow') === 'sendrecv' ? { video: true } : {}),
    precision: 'ms',
    legs: [leg],
  };
}

/** Profiles of the caller, oldest first: a transfer adds one with the number it went to. `callflow` is a list, newest first, or a single one. */
function readProfiles(record: Json): Json[] {
  const flows = asArray(record['callflow']).map(asObject);
  const indexed = flows.map((flow) => ({ profile: asObject(flow['caller_profile']), index: asNumber(flow['profile_index']) ?? 0 }));
  return indexed.sort((a, b) => a.index - b.index).map(({ profile }) => profile);
}

function otherOf(uuid: string, callUuid: string | undefined): string | undefined {
  return callUuid === uuid ? undefined : callUuid;
}

function timeOf(variables: Json, name: string): number | null {
  for (const unit of ['uepoch', 'epoch']) {
    const value = asText(variables[`${name}_${unit}`]);
    if (value !== undefined && value !== '0') return readTime(value);
  }
  return asText(variables[`${name}_epoch`]) === '0' ? null : readTime(variables[`${name}_stamp`]);
}

/** ms: of the variable that counts them, else of the one in seconds. */
function spanOf(variables: Json, inMs: string, inSeconds: string): number | undefined {
  const ms = asNumber(variables[inMs]);
  if (ms !== undefined) return Math.round(ms);
  const seconds = asNumber(variables[inSeconds]);
  return seconds === undefined ? undefined : Math.round(seconds * 1000);
}

function toDirection(
  said: string | undefined,
  caller: string | undefined,
  callee: string | undefined,
  rule: ExtensionRule,
): CallFacts['direction'] {
  const byNumbers = directionOf(caller, callee, rule);
  // FreeSWITCH means the leg: a call between two extensions is inbound to it, too.
  return byNumbers === 'inbound' && said === 'outbound' ? 'outbound' : byNumbers;
}

function toHangupBy(disposition: string | undefined): string | undefined {
  if (disposition === undefined) return undefined;
  return /^recv_/.test(disposition) ? 'caller' : /^send_/.test(disposition) ? 'callee' : undefined;
}

function toName(name: string | undefined, caller: string | undefined): string | undefined {
  return name === undefined || name === caller || /^[+\d\s()-]+$/.test(name) ? undefined : name.slice(0, 256);
}

function toRecordings(variables: Json): RecordingFact[] {
  const ms = asNumber(variables['record_ms']);
  const durationMs = ms ?? (asNumber(variables['record_seconds']) ?? Number.NaN) * 1000;
  const length = Number.isFinite(durationMs) ? { durationMs: Math.round(durationMs) } : {};
  const recordings = ['record_file', 'recording_file', 'cc_record_filename', 'record_path', 'recording_url']
    .flatMap((name) => asText(variables[name], 512) ?? [])
    .map((from): RecordingFact => ({ id: toRecordingId(from), kind: 'recording', from, ...length }));
  const voicemail = asText(pick(variables, 'voicemail_file_path', 'voicemail_path'), 512);
  return voicemail === undefined
    ? recordings.slice(0, 1)
    : [...recordings.slice(0, 1), { id: toRecordingId(voicemail), kind: 'voicemail', from: voicemail }];
}

interface LegParts {
  readonly variables: Json;
  readonly caller: string | undefined;
  readonly callee: string | undefined;
  readonly startedAt: number;
  readonly answeredAt: number | null;
  readonly endedAt: number | undefined;
  readonly durationMs: number | undefined;
  readonly talkMs: number | undefined;
  readonly outcome: CallOutcome;
}

function toLeg(uuid: string, side: 'a' | 'b', { variables, answeredAt, startedAt, endedAt, ...rest }: LegParts): Record<string, unknown> {
  const iso = (at: number | null | undefined) => (at === null || at === undefined ? undefined : new Date(at).toISOString());
  const told = [
    'channel_name',
    'last_app',
    'last_arg',
    'hangup_cause',
    'bridge_uuid',
    'cc_queue',
    'cc_agent',
    'transfer_history',
    'sip_call_id',
  ];
  return known({
    uuid,
    side,
    ...rest,
    start: iso(startedAt),
    answer: iso(answeredAt),
    end: iso(endedAt),
    ...Object.fromEntries(told.map((name) => [name, asText(variables[name], 512)])),
  });
}
