/** Both ends count. */
export interface ByteRange {
  readonly first: number;
  readonly last: number;
}

/** One range of RFC 9110 §14.2; all of it where none, several or something else is asked for; null where there is nothing at that place. */
export function readRange(asked: string | undefined, bytes: number): ByteRange | null {
  const whole = { first: 0, last: bytes - 1 };
  const found = asked === undefined ? null : /^bytes=(\d{0,15})-(\d{0,15})$/.exec(asked.trim());
  if (found === null) return whole;
  const [, from = '', to = ''] = found;
  if (from === '' && to === '') return whole;
  if (from === '') return Number(to) === 0 ? null : { first: Math.max(0, bytes - Number(to)), last: bytes - 1 };
  const first = Number(from);
  const last = to === '' ? bytes - 1 : Math.min(Number(to), bytes - 1);
  return first >= bytes || last < first ? null : { first, last };
}
