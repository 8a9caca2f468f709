const MORNING = 9;

/** Ready times to sleep until, in the reader's own time zone. */
export function snoozeTimes(now: Date): { readonly later: Date; readonly tomorrow: Date; readonly monday: Date } {
  const later = new Date(now.getTime() + 3 * 3_600_000);
  const tomorrow = morning(now, 1);
  const monday = morning(now, (8 - now.getDay()) % 7 || 7);
  return { later, tomorrow, monday };
}

function morning(now: Date, days: number): Date {
  return new Date(now.getFullYear(), now.getMonth(), now.getDate() + days, MORNING);
}
