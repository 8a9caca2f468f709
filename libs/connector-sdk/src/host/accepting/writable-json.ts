const UNWRITABLE = /\\u0000|\\ud[89a-f]/;
const LONE_SURROGATES = /[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g;

/**
 * JSON that PostgreSQL's jsonb takes: it refuses NUL and lone surrogates, and a refused row would block its mailbox for ever. They become
 * U+FFFD; the exact bytes stay in the raw payload. `value` is returned changed only when it had to be.
 */
export function toWritableJson<T>(value: T): { value: T; json: string } {
  const json = JSON.stringify(value);
  if (isWritable(json)) return { value, json };
  const cleaned = replaceUnwritable(value) as T;
  return { value: cleaned, json: JSON.stringify(cleaned) };
}

function replaceUnwritable(value: unknown): unknown {
  if (typeof value === 'string') return value.replaceAll('\0', '\uFFFD').replace(LONE_SURROGATES, '\uFFFD');
  if (Array.isArray(value)) return value.map(replaceUnwritable);
  if (value === null || typeof value !== 'object') return value;
  if ('toJSON' in value && typeof value.toJSON === 'function') return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [replaceUnwritable(key) as string, replaceUnwritable(inner)] as const),
  );
}

/** No escaped NUL and no lone surrogate in it (or an escape that looks like one). Nearly no JSON has such an escape at all, which is found out faster. */
export function isWritable(json: string): boolean {
  return !json.includes('\\u') || !UNWRITABLE.test(json);
}
