import type { ErrorCategory } from '#contracts';

const MINUTE_MS = 60_000;

/** Greylisting lets the same mail through after one to fifteen minutes (RFC 6647 §4.5), and forgets who came too late. */
const GREYLISTED_MS = [2, 5, 10, 15, 30, 60].map((minutes) => minutes * MINUTE_MS);
const WAITS_MS: Partial<Record<ErrorCategory, readonly number[]>> = {
  rate_limited: [1, 2, 5, 10, 20, 30].map((minutes) => minutes * MINUTE_MS),
  // A full mailbox is emptied by a person.
  quota_exceeded: [10, 30, 60, 120].map((minutes) => minutes * MINUTE_MS),
  timeout: [30_000, ...[2, 10, 30].map((minutes) => minutes * MINUTE_MS)],
  provider_unavailable: [5_000, 30_000, ...[2, 10, 30].map((minutes) => minutes * MINUTE_MS)],
};
/** The second answer ends it, so the server gets a moment to be itself again. */
const DOUBTED_MS = [MINUTE_MS];
const LONGEST_ASKED_MS = 60 * MINUTE_MS;

/** Wait before a mail is tried again after its `failures`th failure (1 for the first), by what went wrong; what the server asked for if longer. */
export function computeRetryMs(
  failure: { readonly code: string; readonly category: ErrorCategory; readonly message: string },
  failures: number,
): number {
  const named = failure.code === 'smtp_greylisted' ? GREYLISTED_MS : failure.code === 'smtp_doubted' ? DOUBTED_MS : undefined;
  const waits = named ?? WAITS_MS[failure.category] ?? WAITS_MS.provider_unavailable!;
  const own = waits[Math.min(failures, waits.length) - 1]!;
  const asked = readAskedMs(failure.message);
  if (asked === null) return own;
  // A greylist says exactly when it opens; a second sooner is refused again.
  return failure.code === 'smtp_greylisted' ? asked + 5_000 : Math.max(own, asked);
}

/** "try again in 300 seconds", "retry after 5 min", "Greylisted for 00:04:30"; null where the server names no time. */
export function readAskedMs(message: string): number | null {
  const clock = /(?:for|in|after)\s+(\d{1,2}):(\d{2}):(\d{2})\b/i.exec(message);
  if (clock !== null) return limit(((Number(clock[1]) * 60 + Number(clock[2])) * 60 + Number(clock[3])) * 1_000);
  const words =
    /(?:in|after|for|wait|within|\bretry[-:= ]*)\s*(?:another |at least |about )?(\d{1,5})\s*(s(?:ec(?:ond)?s?)?|m(?:in(?:ute)?s?)?|h(?:ours?)?)\b|请在?\s*(\d{1,5})\s*(秒|分钟|小时)/i.exec(
      message,
    );
  if (words === null) return null;
  const amount = Number(words[1] ?? words[3]);
  const unit = (words[2] ?? words[4])!.toLowerCase();
  return limit(amount * (/^(?:s|秒)/.test(unit) ? 1_000 : /^(?:m|分)/.test(unit) ? MINUTE_MS : 60 * MINUTE_MS));
}

function limit(ms: number): number | null {
  return ms <= 0 ? null : Math.min(ms, LONGEST_ASKED_MS);
}
