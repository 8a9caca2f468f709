import { PermanentError } from '#runtime';

/** Opaque place in a list: the sort key of its last row. */
export function writeCursor(fields: readonly string[]): string {
  return Buffer.from(JSON.stringify(fields)).toString('base64url');
}

/** Empty for no cursor. Throws `PermanentError` (`cursor_invalid`) for one that this list never gave. */
export function readCursor(cursor: string | undefined, length: number): string[] {
  if (cursor === undefined) return [];
  try {
    const fields: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    if (Array.isArray(fields) && fields.length === length && fields.every((field) => typeof field === 'string')) return fields;
  } catch {
    // falls through to the refusal
  }
  throw new PermanentError('the cursor is none that this list gave', { code: 'cursor_invalid', hint: 'start again without a cursor' });
}
