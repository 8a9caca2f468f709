import type { InboxAnswer } from '#connector-sdk';

export function toJson(body: unknown, status = 200, headers: Record<string, string> = {}): InboxAnswer {
  return { status, headers: { 'content-type': 'application/json; charset=utf-8', ...headers }, body: JSON.stringify(body) };
}

/** An error with words, where the caller must also be told when to come again. */
export function toTooMany(message: string, waitMs: number): InboxAnswer {
  const seconds = Math.max(1, Math.ceil(waitMs / 1000));
  return toJson({ code: 'rate_limited', message, retryAfterMs: waitMs }, 429, { 'retry-after': String(seconds) });
}
