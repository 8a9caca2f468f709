import type { WantedInbox } from './inbox.js';

/** What seeding looks at in a row. */
export interface SeededRow {
  readonly id: string;
  /** Print of the configuration the row was last made from; null when it was made by hand, or when configuration no longer had it. */
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

/**
 * A row edited or taken away by hand stays so until its configuration changes; a row made by hand stays unless configuration claims its id.
 */
export function planSeeding(
  rows: readonly SeededRow[],
  wanted: readonly WantedInbox[],
  printOf: (inbox: WantedInbox) => string,
): SeedingPlan {
  return plan(rows, wanted, {
    isOther: (row, inbox) => row.seededFrom !== printOf(inbox),
    mayGo: ({ seededFrom, removed }) => seededFrom !== null && !removed,
  });
}

/** A row as it is, for a change by hand. */
export interface PresentRow {
  readonly id: string;
  /** Print of what it says now; null: its secrets cannot be read. */
  readonly print: string | null;
  readonly removed: boolean;
}

/** Rows become what is wanted, whatever configuration said. */
export function planApplying(
  rows: readonly PresentRow[],
  wanted: readonly WantedInbox[],
  printOf: (inbox: WantedInbox) => string,
): SeedingPlan {
  return plan(rows, wanted, { isOther: (row, inbox) => row.removed || row.print !== printOf(inbox), mayGo: ({ removed }) => !removed });
}

function plan<Row extends { readonly id: string }>(
  rows: readonly Row[],
  wanted: readonly WantedInbox[],
  { isOther, mayGo }: { readonly isOther: (row: Row, inbox: WantedInbox) => boolean; readonly mayGo: (row: Row) => boolean },
): SeedingPlan {
  const known = new Map(rows.map((row) => [row.id, row]));
  const names = new Set(wanted.map((inbox) => inbox.id));
  return {
    insert: wanted.filter((inbox) => !known.has(inbox.id)),
    update: wanted.filter((inbox) => {
      const row = known.get(inbox.id);
      return row !== undefined && isOther(row, inbox);
    }),
    remove: rows.filter((row) => mayGo(row) && !names.has(row.id)).map((row) => row.id),
  };
}
