import type { Tone } from '#page-kit';
import type { Delivery } from '../entry.js';

export const DELIVERY_WORDS = [
  'queued',
  'held',
  'sending',
  'unknown',
  'sent',
  'delivered',
  'read',
  'failed',
  'expired',
  'cancelled',
  'recalled',
  'recalling',
  'recallRefused',
] as const;
export type DeliveryWord = (typeof DELIVERY_WORDS)[number];

export const FAULTS = [
  'window_closed',
  'quota_exceeded',
  'recipient_invalid',
  'recipient_blocked',
  'content_rejected',
  'too_large',
  'unsupported_part',
  'auth',
  'rate_limited',
  'provider_unavailable',
  'timeout',
  'misconfigured',
  'loop_guard',
  'unknown',
] as const;
export type Fault = (typeof FAULTS)[number];

export interface DeliveryState {
  readonly word: DeliveryWord;
  readonly tone: Tone;
  /** Words for why, and what to do; null when there is nothing to explain. */
  readonly fault: Fault | null;
  /** What the other side said itself. */
  readonly said: string | null;
  readonly address: string | null;
}

const TONES: Readonly<Partial<Record<DeliveryWord, Tone>>> = {
  ...{ held: 'warn', unknown: 'bad', failed: 'bad', expired: 'bad', recallRefused: 'warn' },
  ...{ delivered: 'good', read: 'good' },
};

/** How an answer's way stands, for whoever wrote it; one of many addresses that failed is a failure to be told. */
export function toDeliveryState(delivery: Delivery): DeliveryState {
  const [address, failed] = Object.entries(delivery.recipients ?? {}).find(([, { status }]) => status === 'failed') ?? [null, null];
  const refused = delivery.recall?.refused;
  const error = failed?.error ?? delivery.error ?? refused;
  const word = failed === null ? toWord(delivery) : 'failed';
  const explains = word === 'failed' || word === 'held' || word === 'expired' || word === 'recallRefused';
  return {
    word,
    tone: TONES[word] ?? 'plain',
    fault: explains && error !== undefined ? toFault(error.category) : null,
    said: explains ? (error?.message ?? null) : null,
    address,
  };
}

function toWord({ status, error, recall }: Delivery): DeliveryWord {
  const isWaiting = status === 'accepted' || status === 'queued';
  if (status === 'recalled' || status === 'cancelled' || status === 'failed') return status;
  if (recall !== undefined) return recall.refused === undefined ? 'recalling' : 'recallRefused';
  if (isWaiting) return error?.category === 'window_closed' || error?.category === 'quota_exceeded' ? 'held' : 'queued';
  return DELIVERY_WORDS.find((word) => word === status) ?? 'unknown';
}

function toFault(category: string): Fault {
  return FAULTS.find((fault) => fault === category) ?? 'unknown';
}
