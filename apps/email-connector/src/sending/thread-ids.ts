/** A line may have 998 octets (RFC 5322 §2.1.1), and servers refuse mail for its headers long before ours would be too many. */
const MAX_ID = 900;
const MAX_LIST = 2_000;

/** `<id>`, or null for what is no id: one that we would have to change names nothing that the other side knows. */
export function toThreadId(id: string): string | null {
  const bare = id.trim().replace(/^<(.*)>$/s, '$1');
  return bare.length <= MAX_ID && /^[\x21-\x3b\x3d\x3f-\x7e]+$/.test(bare) ? `<${bare}>` : null;
}

/**
 * References of an answer (RFC 5322 §3.6.4): those of the message it answers, then that one. Where they are too many the first stays, for it
 * names the thread, and the newest that fit behind it, for the first program on the way that cut them kept these.
 */
export function toReferences(references: readonly string[], inReplyTo: string | undefined): string[] {
  const given = [...references, ...(inReplyTo === undefined ? [] : [inReplyTo])].flatMap((id) => toThreadId(id) ?? []);
  // An id that comes twice stands where it came last: that is the one that is answered.
  const ids = given.filter((id, at) => given.lastIndexOf(id) === at);
  const [root, ...rest] = ids;
  if (root === undefined) return [];
  let left = MAX_LIST - root.length;
  const newest: string[] = [];
  for (const id of rest.reverse()) {
    left -= id.length + 1;
    if (left < 0) break;
    newest.unshift(id);
  }
  return [root, ...newest];
}
