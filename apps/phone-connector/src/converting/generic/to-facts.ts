import { CallOutcome } from '#contracts';
import { hash } from 'node:crypto';
import { AUTHORITY, type CallFacts, type NotesFact, type RecordingFact, type TranscriptLineFact } from '../call-facts.js';
import { checkFacts } from '../check-facts.js';
import { directionOf, type ExtensionRule } from '../direction.js';
import { asArray, asNumber, asObject, asText, isObject, known, pick, type Json } from '../json-values.js';
import { readSpan, readTime } from '../read-time.js';
import { toKeys } from '../menu-keys.js';
import { toRecordingId } from '../recording-id.js';

export interface GenericRules extends ExtensionRule {
  readonly timeZone?: string | undefined;
  /** What the sender calls an outcome → our word. */
  readonly outcomes?: Readonly<Record<string, CallOutcome>> | undefined;
}

/**
 * One object of the generic call webhook, whose fields are those of our call (README), in camel or snake case. Each tells what it knows: a later
 * one adds to it. Gives a reason instead where it is about no call, or about one that cannot be.
 */
export function toGenericFacts(object: Json, rules: GenericRules = {}): CallFacts | string {
  const get = (name: string) => pick(object, name, toSnake(name));
  const text = (name: string, max?: number) => asText(get(name), max);
  const callId = text('callId', 256) ?? text('id', 256);
  if (callId === undefined) return 'has no callId';
  const time = (name: string) => readTime(get(name), rules.timeZone) ?? undefined;
  for (const name of ['startedAt', 'queuedAt', 'answeredAt', 'endedAt'])
    if (get(name) !== undefined && time(name) === undefined) return `${name} is no time`;
  const span = (name: string) => {
    const ms = asNumber(get(`${name}Ms`));
    return ms ?? readSpan(get(`${name}Seconds`) ?? get(name)) ?? undefined;
  };
  const written = text('outcome');
  const outcome = written === undefined ? undefined : (readOutcome(written, rules) ?? 'unknown');
  const caller = text('caller', 320);
  const callee = text('callee', 320);
  const said = text('direction')?.toLowerCase();
  const ended = time('endedAt') !== undefined || outcome !== undefined;
  const notes = readNotes(get('notes'));
  const keys = get('ivr');
  const facts: CallFacts = {
    source: `generic:${hash('sha256', JSON.stringify(object), 'hex').slice(0, 16)}`,
    authority: ended ? AUTHORITY.record : notes !== undefined && caller === undefined ? AUTHORITY.person : AUTHORITY.live,
    callId,
    ...(object['caller'] === null ? { caller: null } : known({ caller })),
    ...known({ callee, callerName: text('callerName', 256) }),
    ...known({
      direction:
        said === 'inbound' || said === 'outbound' || said === 'internal'
          ? said
          : caller !== undefined && callee !== undefined
            ? directionOf(caller, callee, rules)
            : undefined,
      startedAt: time('startedAt'),
      queuedAt: time('queuedAt'),
      answeredAt: time('answeredAt'),
      endedAt: time('endedAt'),
      durationMs: toWhole(span('duration')),
      talkMs: toWhole(span('talk')),
      waitMs: toWhole(span('wait')),
      outcome,
      hangupBy: text('hangupBy', 64),
      hangupCause: text('hangupCause', 128),
      queue: text('queue', 256),
      satisfaction: asNumber(get('satisfaction')),
      mood: text('mood', 64) ?? asText(asObject(get('mood'))['label'], 64),
      video: get('video') === true ? true : undefined,
      notes,
      transcript: readTranscript(get('transcript')),
      ivr: keys === undefined ? undefined : readKeys(keys),
    }),
    ...listOf('agents', get('agents') ?? get('agent')),
    ...listOf('ringing', get('ringing')),
    ...readRecordings(get('recordings') ?? get('recording'), get('voicemail')),
    ...readSupervisor(get('supervisor'), rules.timeZone),
    precision: 'ms',
    legs: [withoutWords(object)],
  };
  return checkFacts(facts) ?? facts;
}

const toSnake = (name: string) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
const toWhole = (ms: number | undefined) => (ms === undefined ? undefined : Math.round(ms));

function readOutcome(written: string, { outcomes = {} }: GenericRules): CallOutcome | undefined {
  const mapped = Object.hasOwn(outcomes, written) ? outcomes[written] : undefined;
  return mapped ?? CallOutcome.safeParse(written.toLowerCase().replace(/[\s-]/g, '_')).data;
}

function readNotes(value: unknown): NotesFact | undefined {
  if (typeof value === 'string') return known({ problem: asText(value, 20_000) });
  if (!isObject(value)) return undefined;
  const text = (name: string) => asText(value[name], 20_000);
  const steps = Array.isArray(value['steps']) ? value['steps'].flatMap((step) => asText(step) ?? []).join('\n') : text('steps');
  const notes = known({ agent: text('agent'), caller: text('caller'), problem: text('problem'), steps: steps === '' ? undefined : steps });
  return Object.keys(notes).length === 0 ? undefined : notes;
}

function readTranscript(value: unknown): TranscriptLineFact[] | undefined {
  const lines = typeof value === 'string' ? value.split(/\r?\n/) : asArray(isObject(value) ? value['lines'] : value);
  const read = lines.slice(0, 5000).flatMap((line): TranscriptLineFact[] => {
    const object = typeof line === 'string' ? { text: line } : asObject(line);
    const text = asText(object['text'], 10_000);
    return text === undefined
      ? []
      : [{ text, ...known({ speaker: asText(pick(object, 'speaker', 'role'), 64), atMs: asNumber(pick(object, 'atMs', 'at_ms')) }) }];
  });
  return read.length === 0 ? undefined : read;
}

function readKeys(value: unknown): { key: string; label?: string }[] {
  if (typeof value === 'string' || typeof value === 'number') return toKeys(String(value));
  return asArray(value)
    .slice(0, 32)
    .flatMap((each) => {
      const object = isObject(each) ? each : { key: each };
      const key = asText(object['key'], 16);
      return key === undefined ? [] : [{ key, ...known({ label: asText(object['label'], 128) }) }];
    });
}

function listOf<K extends 'agents' | 'ringing'>(name: K, value: unknown): { [P in K]?: string[] } {
  const list = asArray(value).flatMap((each) => asText(isObject(each) ? pick(each, 'extension', 'id', 'name') : each, 128) ?? []);
  return list.length === 0 ? {} : ({ [name]: list.slice(0, 100) } as { [P in K]: string[] });
}

function readRecordings(value: unknown, voicemail: unknown): { recordings?: RecordingFact[] } {
  const one = (each: unknown, kind: RecordingFact['kind']): RecordingFact[] => {
    const object = isObject(each) ? each : { url: each };
    const from = asText(pick(object, 'url', 'path', 'file'), 2048);
    if (from === undefined) return [];
    const durationMs = asNumber(pick(object, 'durationMs', 'duration_ms'));
    return [
      {
        id: asText(object['id'], 128) ?? toRecordingId(from),
        kind: object['kind'] === 'voicemail' ? 'voicemail' : kind,
        from,
        ...known({ durationMs }),
      },
    ];
  };
  const recordings = [
    ...asArray(value).flatMap((each) => one(each, 'recording')),
    ...asArray(voicemail).flatMap((each) => one(each, 'voicemail')),
  ].slice(0, 20);
  return recordings.length === 0 ? {} : { recordings };
}

function readSupervisor(value: unknown, timeZone: string | undefined): { supervisor?: { to?: string; at?: number } } {
  if (!isObject(value)) return {};
  return { supervisor: known({ to: asText(value['to'], 128), at: readTime(value['at'], timeZone) ?? undefined }) };
}

/** A leg tells of the call, not what was said in it. */
function withoutWords(object: Json): Record<string, unknown> {
  const { transcript: _transcript, notes: _notes, ...rest } = object;
  const flat = Object.entries(rest).filter(([, value]) => ['string', 'number', 'boolean'].includes(typeof value));
  return Object.fromEntries(flat.slice(0, 40).map(([name, value]) => [name, typeof value === 'string' ? value.slice(0, 500) : value]));
}
