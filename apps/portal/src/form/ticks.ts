const PLACE = 'tributary.ticks.';

/** What was ticked of a checklist in this visit: it goes with the form that is sent next. A browser may keep nothing. */
export function readTicks(list: string): readonly string[] {
  try {
    const kept: unknown = JSON.parse(sessionStorage.getItem(PLACE + list) ?? '[]');
    return Array.isArray(kept) ? kept.filter((each) => typeof each === 'string') : [];
  } catch {
    return [];
  }
}

export function keepTicks(list: string, ticks: readonly string[]): void {
  try {
    sessionStorage.setItem(PLACE + list, JSON.stringify(ticks));
  } catch {
    // They stay on the page.
  }
}
