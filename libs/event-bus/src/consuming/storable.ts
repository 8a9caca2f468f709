const UNSTORABLE = /\0|[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g;

/** PostgreSQL takes neither NUL in text nor lone surrogates in JSON; a row that it refuses would hold its partition up for ever. */
export function toStorable(text: string): string {
  return text.replace(UNSTORABLE, '\uFFFD');
}
