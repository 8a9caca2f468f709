import { PermanentError } from '#runtime';

/** Opaque to whoever gets it; values of the last row's sort key. */
export function encodeCursor(values: readonly (string | number)[]): string {
  return Buffer.from(JSON.stringify(values)).toString('base64url');
}

/** Throws `PermanentError` (`cursor_invalid`) for what `encodeCursor` did not make. */
export function decodeCursor(cursor: string, length: number): (string | number)[] {
  try {
    const values: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
    if (
      Array.isArray(values) &&
      values.length === length &&
      values.every((value) => typeof value === 'string' || typeof value === 'number')
    )
      return values as (string | number)[];
  } catch {
    // said below
  }
  throw new PermanentError('the cursor is not one of this list', {
    code: 'cursor_invalid',
    hint: 'take nextCursor of the page before, as it is',
  });
}

export const MOST_ITEMS = 200;

export function toLimit(limit: number | undefined): number {
  return Math.max(1, Math.min(MOST_ITEMS, limit ?? 50));
}
