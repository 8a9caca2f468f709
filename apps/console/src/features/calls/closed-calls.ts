const KEPT = 'closed-calls';
const MOST = 50;

/** Entries of calls that were closed in this tab, the newest last. */
export function closedBefore(): readonly string[] {
  try {
    const kept: unknown = JSON.parse(sessionStorage.getItem(KEPT) ?? '[]');
    return Array.isArray(kept) ? kept.filter((each): each is string => typeof each === 'string') : [];
  } catch {
    return [];
  }
}

export function keepClosed(closed: readonly string[], entryId: string): readonly string[] {
  const now = [...closed.filter((each) => each !== entryId), entryId].slice(-MOST);
  sessionStorage.setItem(KEPT, JSON.stringify(now));
  return now;
}
