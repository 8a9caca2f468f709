import { toStatusError, toError, type ErrorTable } from '../converting/error-table.js';
import type { GatewayResponse, Outcome } from './gateway.js';

const RETRY_MS = 30_000;
const MOST_RETRY_MS = 3_600_000;

/** Body of an answer as an object; empty where it is none. */
export function readObject({ body }: GatewayResponse): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(body);
    return value !== null && typeof value === 'object' && !Array.isArray(value) ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

/** A code of the provider's own, by its table: what may be taken later was surely not taken now. */
export function toRefusal(table: ErrorTable, code: string, words: string, response: GatewayResponse): Outcome {
  const error = toError(table, code, words);
  // A code nobody knows is no promise that nothing was sent, but the provider said no.
  return error.permanent ? { kind: 'failed', error } : { kind: 'later', error, retryAfterMs: readRetryAfter(response) };
}

/**
 * What the status alone says. 429 and 503 are refusals before the work (RFC 9110 §15.6.4); after 500, 502 and 504 the message may have gone out.
 */
export function toStatusOutcome(response: GatewayResponse): Outcome {
  const { status, body } = response;
  const error = toStatusError(status, body);
  if (status === 429 || status === 503) return { kind: 'later', error, retryAfterMs: readRetryAfter(response) };
  return status >= 500 || status < 300 ? { kind: 'unknown', error: { ...error, permanent: false } } : { kind: 'failed', error };
}

function readRetryAfter({ headers }: GatewayResponse): number {
  const seconds = Number(headers['retry-after']);
  return Number.isFinite(seconds) && seconds > 0 ? Math.min(seconds * 1_000, MOST_RETRY_MS) : RETRY_MS;
}
