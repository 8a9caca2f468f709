/** White space of any script and control separators; a byte order mark is none (`trim` takes it), for it may be all that a text says. */
const BEFORE = /^(?:[^\S\ufeff]|[\x1c-\x1f\x85])+/;
const BEHIND = /(?:[^\S\ufeff]|[\x1c-\x1f\x85])$/;

/** A text without the white space around it. */
export function stripBlanks(text: string): string {
  const start = BEFORE.exec(text)?.[0].length ?? 0;
  let end = text.length;
  // From the back by hand: an expression would look at every run of blanks within.
  while (end > start && BEHIND.test(text.charAt(end - 1))) end -= 1;
  return text.slice(start, end);
}
