import type { BlobRef, CallRecord, Media } from '#contracts';
import type { CallFacts, RecordingFact } from './call-facts.js';
import type { DeskRules } from './desk-rules.js';
import { begin } from './begin.js';

/** More legs than this are those of a dialler that ran wild; a queue that rings everybody has some dozens. */
const MOST_LEGS = 100;
const MOST_RECORDINGS = 20;

/** A call in the words of the contract. `at` (ms) stands for a beginning that nobody told. */
export function toCallRecord(told: CallFacts, revision: number, at: number, { labels }: Pick<DeskRules, 'labels'>): CallRecord {
  const call = begin(told);
  const time = (moment: number | undefined) => (moment === undefined ? undefined : new Date(moment).toISOString());
  const over = call.endedAt !== undefined || call.outcome !== undefined;
  const some = {
    queuedAt: time(call.queuedAt),
    answeredAt: time(call.answeredAt),
    endedAt: time(call.endedAt),
    durationMs: over ? toSpan(call.durationMs) : undefined,
    talkMs: over ? toSpan(call.talkMs) : undefined,
    waitMs: toSpan(call.waitMs),
    outcome: over ? (call.outcome ?? 'unknown') : undefined,
    video: call.video === true ? true : undefined,
    hangupBy: call.hangupBy,
    hangupCause: call.hangupCause,
    queue: call.queue,
    satisfaction: call.satisfaction,
  };
  return {
    callId: call.callId,
    revision,
    legs: (call.legs ?? []).slice(0, MOST_LEGS).map((leg) => ({ ...leg })),
    direction: call.direction ?? 'unknown',
    caller: call.caller ?? null,
    callee: call.callee ?? null,
    startedAt: new Date(call.startedAt ?? at).toISOString(),
    ...Object.fromEntries(Object.entries(some).filter(([, value]) => value !== undefined)),
    agents: [...(call.agents ?? [])],
    ivr: (call.ivr ?? []).map(({ key, label = labels[key] }) => (label === undefined ? { key } : { key, label })),
    recordings: (call.recordings ?? []).slice(0, MOST_RECORDINGS).map(toMedia),
  };
}

const toSpan = (ms: number | undefined) => (ms === undefined ? undefined : Math.max(0, Math.round(ms)));

export function toMedia({ from, durationMs, stored }: RecordingFact): Media {
  // A URL may carry a signature that opens the file to whoever reads it.
  const source = from === undefined ? {} : { source: { ref: from.split('?')[0]!.slice(0, 2048) } };
  const length = durationMs === undefined ? {} : { durationMs: Math.round(durationMs) };
  if (stored === undefined) return { state: 'pending', ...source, ...length };
  if (stored.state !== 'stored') return { state: stored.state, ...source, ...length };
  const { blobRef, sha256, bytes, type } = stored;
  return {
    state: 'stored',
    blobRef: blobRef as BlobRef,
    sha256,
    sizeBytes: bytes,
    detectedType: type,
    ...length,
    ...source,
    fileName: nameOf(from, type),
    scan: { status: 'not_scanned' },
  };
}

const EXTENSIONS: Readonly<Record<string, string>> = {
  'audio/wav': 'wav',
  'audio/mpeg': 'mp3',
  'audio/ogg': 'ogg',
  'video/mp4': 'mp4',
  'audio/mp4': 'm4a',
  'video/webm': 'webm',
};

/** Last name of a path, with nothing in it that leads elsewhere; named by what it is. */
function nameOf(from: string | undefined, type: string): string {
  const base = (from ?? '')
    .split('?')[0]!
    .split(/[/\\]/)
    .at(-1)!
    .replace(/[^\p{L}\p{N}._-]/gu, '_')
    .replace(/\.[A-Za-z0-9]{1,5}$/, '');
  return `${base.slice(0, 120) || 'recording'}.${EXTENSIONS[type] ?? 'bin'}`;
}
