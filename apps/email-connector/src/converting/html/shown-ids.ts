/** Content-IDs that sanitised HTML shows at their place, in lower case. */
export function findShownIds(html: string | null): ReadonlySet<string> {
  const ids = new Set<string>();
  if (html === null || !html.includes(' src="cid:')) return ids;
  for (const [, source] of html.matchAll(/ src="cid:([^"]*)"/g)) ids.add(decode(source!.replaceAll('&amp;', '&')).toLowerCase());
  return ids;
}

/** RFC 2392: as in a URL. */
function decode(id: string): string {
  try {
    return decodeURIComponent(id);
  } catch {
    return id;
  }
}
