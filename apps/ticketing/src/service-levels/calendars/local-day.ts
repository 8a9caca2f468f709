/** A date without a place: days since 1970-01-01. */
export type LocalDay = number;

export const DAY_MS = 86_400_000;
export const MINUTE_MS = 60_000;

export const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
export type Weekday = (typeof WEEKDAYS)[number];

export function weekdayOf(day: LocalDay): Weekday {
  // 1970-01-01 was a Thursday.
  return WEEKDAYS[(((day + 3) % 7) + 7) % 7]!;
}

/** Null for what is no date, such as the 30th of February. */
export function parseDay(text: string): LocalDay | null {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return null;
  const ms = Date.parse(`${text}T00:00:00Z`);
  return Number.isNaN(ms) || formatDay(ms / DAY_MS) !== text ? null : ms / DAY_MS;
}

export function formatDay(day: LocalDay): string {
  return new Date(day * DAY_MS).toISOString().slice(0, 10);
}

export function yearOf(day: LocalDay): number {
  return new Date(day * DAY_MS).getUTCFullYear();
}
