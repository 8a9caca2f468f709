/** At most `max` UTF-16 units, no character cut in half, no lone surrogate and no NUL: PostgreSQL refuses both in JSON. */
export function cutText(text: string, max: number): string {
  const cut = text.length > max ? text.slice(0, isHighSurrogate(text.charCodeAt(max - 1)) ? max - 1 : max) : text;
  const whole = cut.includes('\0') ? cut.replaceAll('\0', '') : cut;
  return /[\ud800-\udfff]/.test(whole) ? whole.replace(/\p{Surrogate}/gu, '\ufffd') : whole;
}

function isHighSurrogate(code: number): boolean {
  return code >= 0xd800 && code <= 0xdbff;
}
