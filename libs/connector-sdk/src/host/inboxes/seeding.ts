import type { WantedInbox } from './inbox.js';

/** What seeding looks at in a row. */
export interface SeededRow {
  readonly id: string;
  /** Print of the configuration the row was last made from; null when it was made by hand. */
  readonly seededFrom: string | null;
  readonly removed: boolean;
}

export interface SeedingPlan {
  readonly insert: readonly WantedInbox[];
  /** Configuration says something else than last time: it wins, the version rises. */
  readonly update: readonly WantedInbox[];
  /** Seeded once, no longer configured. */
  readonly remove: readonly string[];
}

/** A row edited by hand stays as it is until its configuration changes; a row made by hand stays unless configuration claims its id. */
export function planSeeding(
  rows: readonly SeededRow[],
  wanted: readonly WantedInbox[],
  printOf: (inbox: WantedInbox) => string,
): SeedingPlan {
  const known = new Map(rows.map((row) => [row.id, row]));
  const names = new Set(wanted.map((inbox) => inbox.id));
  const isChanged = (inbox: WantedInbox, row: SeededRow) => row.removed || row.seededFrom !== printOf(inbox);
  return {
    insert: wanted.filter((inbox) => !known.has(inbox.id)),
    update: wanted.filter((inbox) => {
      const row = known.get(inbox.id);
      return row !== undefined && isChanged(inbox, row);
    }),
    remove: rows.filter((row) => row.seededFrom !== null && !row.removed && !names.has(row.id)).map((row) => row.id),
  };
}
