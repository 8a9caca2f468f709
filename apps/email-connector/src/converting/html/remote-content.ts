const MAX_URL_CHARS = 4_096;
/** Only these and `src` of what is elsewhere are kept, under names that no browser loads. The sanitiser lets no `data-` of the mail's own through. */
export const REMOTE_SOURCE = 'data-remote-src';
export const REMOTE_BACKGROUND = 'data-remote-background';

const REMOTE = new RegExp(`<[a-z][^<>]*? (?:${REMOTE_SOURCE}|${REMOTE_BACKGROUND})="`, 'g');

/** As a browser would write it, as most are. */
const PLAIN = /^https?:\/\/(?:[a-z0-9-]+\.)+[a-z]{2,24}\/[!$&-;=@-[\]_a-z|~%]*(?:\?[!$&-;=?-[\]_a-z|~%]*)?$/;

/** Address of content elsewhere as a browser would ask for it; null for what is no web address. `//host/…` is taken for https. */
export function toRemoteUrl(source: string): string | null {
  const address = source.trim();
  if (PLAIN.test(address) && address.length <= MAX_URL_CHARS) return address;
  if (address.length > MAX_URL_CHARS || !/^(?:https?:|[/\\]{2})/i.test(address)) return null;
  const whole = /^[/\\]/.test(address) ? `https:${address}` : address;
  if (!URL.canParse(whole)) return null;
  const url = new URL(whole);
  url.username = url.password = '';
  return url.href.length > MAX_URL_CHARS ? null : url.href;
}

/** The first web address of a `srcset`. */
export function firstOfSrcset(srcset: string): string | null {
  for (const candidate of srcset.slice(0, 8 * MAX_URL_CHARS).split(/,\s+|,(?=https?:)/)) {
    const url = toRemoteUrl(candidate.trim().split(/\s+/, 1)[0]!);
    if (url !== null) return url;
  }
  return null;
}

/** How many elements of sanitised HTML have content elsewhere that is not loaded. */
export function countRemoteContents(html: string): number {
  return html.includes(' data-remote-') ? (html.match(REMOTE)?.length ?? 0) : 0;
}
