import { ConfigurationError, RetriableError } from '#runtime';

const REMOTE_WAITS_MS = [5_000, 30_000, 120_000, 600_000];
const LONGEST_WAIT_MS = 600_000;
/** Thousands of held replies must not keep the house busy: this many tries a second, all together. */
const TRIES_PER_SECOND = 10;

/**
 * Wait before the next try: what the other side asked for, else by who must act: an operator (`operatorMs`, more when many wait), or time, longer
 * with each of the `failures` that `isForTime` counts.
 */
export function computeHoldMs(reason: unknown, failures: number, operatorMs: number, held: number): number {
  if (reason instanceof RetriableError && reason.retryAfterMs !== undefined) return reason.retryAfterMs;
  if (!isForTime(reason)) return Math.min(LONGEST_WAIT_MS, Math.max(operatorMs, (held / TRIES_PER_SECOND) * 1_000));
  return REMOTE_WAITS_MS[Math.min(failures, REMOTE_WAITS_MS.length) - 1] ?? LONGEST_WAIT_MS;
}

/** Is it for nobody to mend, and nobody said for how long? */
export function isForTime(reason: unknown): boolean {
  if (reason instanceof ConfigurationError) return false;
  return !(reason instanceof RetriableError) || (reason.retryAfterMs === undefined && !isForOperator(reason));
}

/** Long waits end together, for fifty looked at at once cost as much as one: at the next of these marks. */
const TOGETHER_MS = 5_000;

/** When a wait that begins at `at` ends. */
export function endOfHold(at: Date, waitMs: number): Date {
  const end = at.getTime() + waitMs;
  return new Date(waitMs < 2 * TOGETHER_MS ? end : Math.ceil(end / TOGETHER_MS) * TOGETHER_MS);
}

/** A refused account is one too: its connector looks by itself whether it is good again, so these tries cost the other side nothing. */
function isForOperator({ code, fields }: RetriableError): boolean {
  return code === 'outgoing_not_configured' || code === 'inbox_not_running' || code === 'inbox_unknown' || fields['category'] === 'auth';
}
