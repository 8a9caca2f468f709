/**
 * The same value, in a form that text columns can hold: NUL is left out, half surrogate pairs become U+FFFD. Returns `value` itself when
 * nothing is wrong with it, which is nearly always.
 */
export function toStorable<T>(value: T): T {
  return isStorable(value) ? value : (mend(value) as T);
}

/** Node 20 has them, the library of ES2023 does not name them. */
type Text = string & { isWellFormed(): boolean; toWellFormed(): string };

/** Would `toStorable` leave it as it is? */
export function isStorable(value: unknown): boolean {
  if (typeof value === 'string') return (value as Text).isWellFormed() && !value.includes('\0');
  if (typeof value !== 'object' || value === null) return true;
  if (Array.isArray(value)) return value.every(isStorable);
  // Not Object.entries: this looks at every field of every message.
  const fields = value as Record<string, unknown>;
  for (const key in fields) if (!isStorable(fields[key]) || !isStorable(key)) return false;
  return true;
}

function mend(value: unknown): unknown {
  if (typeof value === 'string') return (value.replaceAll('\0', '') as Text).toWellFormed();
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(mend);
  return Object.fromEntries(Object.entries(value).map(([key, field]) => [mend(key), mend(field)]));
}
