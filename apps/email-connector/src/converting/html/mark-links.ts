import { decodeHTML } from 'entities';
import { scanHtml } from './html-tokens.js';
import { hostNamedIn, isDeceptive, isSameSite, toReadableHost } from './link-hosts.js';

const MAX_LINK_CHARS = 16_384;
const MAX_SHOWN_PATH = 60;
const MAX_TEXT = 500;
const SCHEMES = new Set(['http:', 'https:', 'mailto:', 'tel:']);

export interface LinkTarget {
  /** As a browser would open it. */
  readonly href: string;
  /** For people: where it leads. */
  readonly shown: string;
}

/** Where a link leads; null for what is relative (a mail lies nowhere) or of a scheme that is not opened. */
export function toLinkTarget(href: string): LinkTarget | null {
  const address = href.trim();
  if (address === '' || address.length > MAX_LINK_CHARS) return null;
  const whole = /^[/\\]{2}/.test(address) ? `https:${address}` : /^www\./i.test(address) ? `http://${address}` : address;
  if (!URL.canParse(whole)) return null;
  const url = new URL(whole);
  if (!SCHEMES.has(url.protocol)) return null;
  if (url.host === '') return { href: url.href, shown: url.href.slice(0, 2 * MAX_SHOWN_PATH) };
  const path = url.pathname === '/' ? '' : url.pathname;
  const port = url.port === '' ? '' : `:${url.port}`;
  return {
    href: url.href,
    shown: `${toReadableHost(url.hostname)}${port}${path.length > MAX_SHOWN_PATH ? `${path.slice(0, MAX_SHOWN_PATH)}…` : path}`,
  };
}

/**
 * Sanitised HTML in which links that say another place than they lead to are followed by the host they lead to. `data-link-host` marks our
 * words: the sanitiser lets no such attribute of the mail's own through.
 */
export function markLinks(html: string): string {
  if (!html.includes('<a href="')) return html;
  const marks: { at: number; host: string }[] = [];
  let link: { href: string; text: string } | null = null;
  const end = (at: number) => {
    const host = link === null ? null : misleadingHost(link.href, decodeHTML(link.text));
    if (host !== null) marks.push({ at, host });
    link = null;
  };
  scanHtml(html, {
    open(name, attributes, start) {
      if (name !== 'a') return;
      end(start);
      const href = /^ href="([^"]*)"/.exec(attributes)?.[1];
      if (href !== undefined) link = { href: decodeHTML(href), text: '' };
    },
    close(name, _start, stop) {
      if (name === 'a') end(stop);
    },
    text(text) {
      if (link !== null && link.text.length < MAX_TEXT) link.text += text.slice(0, MAX_TEXT);
    },
  });
  end(html.length);
  if (marks.length === 0) return html;
  let out = '';
  let done = 0;
  for (const { at, host } of marks) {
    // Isolated, for a mail may turn the direction of what follows.
    out += `${html.slice(done, at)}<bdi data-link-host="${host}"> [${host}]</bdi>`;
    done = at;
  }
  return out + html.slice(done);
}

/** The host (or mailbox) a link leads to, when its text names another, or when its name could be taken for another's. */
function misleadingHost(href: string, text: string): string | null {
  if (!URL.canParse(href)) return null;
  const { protocol, hostname, username, pathname } = new URL(href);
  if (protocol === 'mailto:') return misleadingMailbox(pathname, text);
  if (protocol !== 'http:' && protocol !== 'https:') return null;
  if (username !== '' || isDeceptive(hostname)) return escape(hostname);
  const named = hostNamedIn(text);
  return named === null || isSameSite(named, hostname) ? null : escape(toReadableHost(hostname));
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
