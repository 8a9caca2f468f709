import type { CallOutcome } from '#contracts';
import type { CallFacts } from './call-facts.js';
import type { DeskRules } from './desk-rules.js';
import { findChoice } from './menu-keys.js';

const MISSED = new Set<CallOutcome>([
  'no_answer',
  'busy',
  'failed',
  'rejected',
  'abandoned_ivr',
  'abandoned_queue',
  'queue_timeout',
  'unknown',
]);

/** What a call means to the desk, beside its record. */
export interface CallState {
  readonly stage: 'ringing' | 'queued' | 'running' | 'ended';
  /** Somebody called and reached nobody: he wants to be called back. */
  readonly missed: boolean;
  readonly voicemail: boolean;
  /** The urgent line he chose; `key` as settings name the way to it. */
  readonly urgent: { readonly key: string; readonly label?: string } | null;
  /** Runs longer than the desk's limit, and no supervisor has it yet. */
  readonly offersSupervisor: boolean;
}

export function toCallState(call: CallFacts, { urgent, labels }: Pick<DeskRules, 'urgent' | 'labels'>): CallState {
  const ended = call.endedAt !== undefined || call.outcome !== undefined;
  const customers = call.direction !== 'outbound' && call.direction !== 'internal';
  const entered = call.ivr ?? [];
  const key = urgent.find((way) => findChoice(entered, way) >= 0);
  const label = key === undefined ? undefined : (entered[findChoice(entered, key)]!.label ?? labels[key]);
  const voicemail = call.outcome === 'voicemail' || (call.recordings ?? []).some(({ kind }) => kind === 'voicemail');
  return {
    stage: ended
      ? 'ended'
      : call.answeredAt !== undefined
        ? 'running'
        : call.queuedAt !== undefined && (call.ringing ?? []).length === 0
          ? 'queued'
          : 'ringing',
    missed: customers && ended && !voicemail && MISSED.has(call.outcome ?? 'unknown'),
    voicemail: customers && voicemail,
    urgent: key === undefined ? null : { key, ...(label === undefined ? {} : { label }) },
    offersSupervisor: !ended && call.overLimitAt !== undefined && call.supervisor === undefined,
  };
}
