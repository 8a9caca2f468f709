import { decodeHTML } from 'entities';
import { hostNamedIn, isDeceptive, isSameSite, toReadableHost } from './link-hosts.js';

const MAX_LINK_CHARS = 16_384;
const MAX_SHOWN_PATH = 60;
const MAX_CONTENT = 4_000;
const OPENS = '<a href="';
const CLOSES = '</a>';
const LINK_END = /<\/a>|<a[ >]/g;
/** Whatever is read as a full stop in a name. */
const DOT = /[.\u2024-\u2026\u3002\ufe52\uff0e\uff61]/;
const SCHEMES = new Set(['http:', 'https:', 'mailto:', 'tel:']);

export interface LinkTarget {
  /** As a browser would open it. */
  readonly href: string;
  /** For people: where it leads. */
  readonly shown: string;
}

/** An address that is written as a browser would write it, as most are: to take it apart otherwise costs more than all else done to a tag. */
const PLAIN = /^https?:\/\/((?:[a-z0-9-]+\.)+[a-z]{2,24})(?=[/?#]|$)((?:\/[!$&-;=@-[\]_a-z|~%]*)?)(?:[?#][!#$&-;=?-[\]_a-z|~%]*)?$/i;

/** The host, when an address is a plain one: in lower case, and no number in disguise. */
function plainHost(href: string): { host: string; path: string } | null {
  const found = PLAIN.exec(href);
  return found === null || found[1]!.includes('xn--') || /[A-Z]/.test(href.slice(0, 8 + found[1]!.length))
    ? null
    : { host: found[1]!, path: found[2]! };
}

/** Where a link leads; null for what is relative (a mail lies nowhere) or of a scheme that is not opened. */
export function toLinkTarget(href: string): LinkTarget | null {
  const address = href.trim();
  if (address === '' || address.length > MAX_LINK_CHARS) return null;
  const plain = plainHost(address);
  if (plain !== null) return { href: address, shown: plain.host + shorten(plain.path) };
  const whole = /^[/\\]{2}/.test(address) ? `https:${address}` : /^www\./i.test(address) ? `http://${address}` : address;
  if (!URL.canParse(whole)) return null;
  const url = new URL(whole);
  if (!SCHEMES.has(url.protocol)) return null;
  if (url.protocol === 'mailto:') url.search = keepFields(url.search);
  if (url.host === '') return { href: url.href, shown: url.href.slice(0, 2 * MAX_SHOWN_PATH) };
  const port = url.port === '' ? '' : `:${url.port}`;
  return { href: url.href, shown: toReadableHost(url.hostname) + port + shorten(url.pathname) };
}

/** Some programs attach a file of the reader's when a link asks for it (`attach=`). */
function keepFields(search: string): string {
  const kept = search
    .slice(1)
    .split('&')
    .filter((field) => /^(?:to|cc|bcc|subject|body|in-reply-to)=/i.test(field));
  return kept.length === 0 ? '' : `?${kept.join('&')}`;
}

function shorten(path: string): string {
  if (path.length <= 1) return '';
  return path.length > MAX_SHOWN_PATH ? `${path.slice(0, MAX_SHOWN_PATH)}…` : path;
}

/**
 * HTML as the sanitiser wrote it, in which links that say another place than they lead to are followed by the host they lead to.
 * `data-link-host` marks our words: the sanitiser lets no such attribute of the mail's own through.
 */
export function markLinks(html: string): string {
  let out = '';
  let done = 0;
  for (let start = html.indexOf(OPENS); start >= 0;) {
    const hrefEnd = html.indexOf('"', start + OPENS.length);
    const textStart = html.indexOf('>', hrefEnd) + 1;
    LINK_END.lastIndex = textStart;
    const end = LINK_END.exec(html);
    const text = html.slice(textStart, end?.index ?? html.length);
    const host = misleadingHost(html.slice(start + OPENS.length, hrefEnd), text);
    // A link within a link begins where the outer one ends.
    const at = end === null ? html.length : end[0] === CLOSES ? end.index + CLOSES.length : end.index;
    if (host !== null) {
      // Isolated, for a mail may turn the direction of what follows.
      out += `${html.slice(done, at)}<bdi data-link-host="${host}"> [${host}]</bdi>`;
      done = at;
    }
    start = html.indexOf(OPENS, textStart);
  }
  return done === 0 ? html : out + html.slice(done);
}

/** The host (or mailbox) a link leads to, when its text names another, or when its name could be taken for another's. Both as in the source. */
function misleadingHost(source: string, content: string): string | null {
  const plain = plainHost(source);
  if (plain !== null && !DOT.test(content)) return null;
  const text = decodeHTML(content.slice(0, MAX_CONTENT).replace(/<[^>]*>/g, ''));
  if (plain !== null) return otherHost(plain.host, text);
  const href = decodeHTML(source);
  if (!URL.canParse(href)) return null;
  const { protocol, hostname, username, pathname } = new URL(href);
  if (protocol === 'mailto:') return misleadingMailbox(pathname, text);
  if (protocol !== 'http:' && protocol !== 'https:') return null;
  return username !== '' || isDeceptive(hostname) ? escape(hostname) : otherHost(hostname, text);
}

function otherHost(host: string, text: string): string | null {
  const named = hostNamedIn(text);
  return named === null || isSameSite(named, host) ? null : escape(toReadableHost(host));
}

function misleadingMailbox(written: string, text: string): string | null {
  const said = /^\s*(?:mailto:)?([^\s@<>()]{1,64}@[^\s@<>()]{1,253}?)[.,;]?\s*$/i.exec(text)?.[1];
  if (said === undefined) return null;
  let target = written;
  try {
    target = decodeURIComponent(written);
  } catch {
    // shown as written
  }
  return target.toLowerCase().includes(said.toLowerCase()) ? null : escape(target.slice(0, 320));
}

function escape(text: string): string {
  return text.replace(/[&<>"]/g, (letter) => `&#${letter.charCodeAt(0)};`);
}
