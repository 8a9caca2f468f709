import sanitizeHtml from 'sanitize-html';
import { cleanStyle } from './clean-style.js';
import { toPlainText } from './html-text.js';
import { scanHtml } from './html-tokens.js';
import { markLinks, toLinkTarget } from './mark-links.js';
import { firstOfSrcset, REMOTE_BACKGROUND, REMOTE_SOURCE, toRemoteUrl } from './remote-content.js';

/** Deeper elements lose their tags, not their text: the sanitiser is quadratic in the depth. */
const MAX_DEPTH = 80;
/** Larger HTML is shown as its text alone: the sanitiser takes 20 to 40 µs a tag. */
const MAX_CHARS = 1_000_000;
const MAX_TAGS = 15_000;

const OPTIONS: sanitizeHtml.IOptions = {
  allowedTags: [
    ...'a abbr address article b bdi bdo big blockquote br caption center cite code col colgroup dd del dfn div dl dt em figcaption figure'.split(
      ' ',
    ),
    ...'font footer h1 h2 h3 h4 h5 h6 header hr i img ins kbd li main mark ol p pre q s samp section small span strike strong sub sup'.split(
      ' ',
    ),
    ...'table tbody td tfoot th thead tr tt u ul var wbr'.split(' '),
  ],
  allowedAttributes: {
    '*': ['style', 'dir', 'lang', 'title', 'align', 'valign', 'bgcolor', 'color', 'width', 'height', REMOTE_BACKGROUND],
    a: ['href', 'target', 'rel', 'name'],
    img: ['src', 'alt', REMOTE_SOURCE],
    font: ['face', 'size'],
    table: ['border', 'cellpadding', 'cellspacing'],
    td: ['colspan', 'rowspan', 'nowrap'],
    th: ['colspan', 'rowspan', 'nowrap'],
    ol: ['start', 'type'],
    ul: ['type'],
    col: ['span'],
    colgroup: ['span'],
  },
  allowedSchemes: ['http', 'https', 'mailto', 'tel'],
  allowedSchemesByTag: { img: ['cid', 'data'] },
  allowProtocolRelative: false,
  nonTextTags: ['script', 'style', 'textarea', 'option', 'noscript', 'title', 'template', 'xmp', 'iframe', 'object', 'noembed', 'noframes'],
  parseStyleAttributes: false,
  transformTags: {
    '*': cleanTag,
  },
};

/**
 * HTML of which nothing runs, submits, loads from elsewhere or leaves its place; images only by `cid:` or inline `data:`. Where content elsewhere
 * belongs stands in `data-remote-src` and `data-remote-background`; links that say another place than they lead to are marked. Null when it is
 * too large.
 */
export function sanitiseHtml(html: string, { depth, tags }: { depth: number; tags: number }): string | null {
  if (html.length > MAX_CHARS || tags > MAX_TAGS) return null;
  return markLinks(sanitizeHtml(depth > MAX_DEPTH ? flatten(html) : html, OPTIONS));
}

/** HTML as an agent's browser gets it; empty when it is too large, and then its text alone is shown. */
export function showHtml(html: string): string {
  return sanitiseHtml(html, toPlainText(html)) ?? '';
}

/** What the allow-list looks at: marks of ours in place of the mail's own of that name, styles and addresses as they may stay. */
function cleanTag(tagName: string, attribs: sanitizeHtml.Attributes): sanitizeHtml.Tag {
  if (tagName === 'body') return cleanPage(attribs);
  let clean = attribs;
  if (REMOTE_SOURCE in attribs || REMOTE_BACKGROUND in attribs) {
    const { [REMOTE_SOURCE]: _source, [REMOTE_BACKGROUND]: _background, ...others } = attribs;
    clean = others;
  }
  if (tagName === 'a') clean = cleanLink(clean);
  else if (tagName === 'img') clean = cleanImage(clean);
  const { style, background } = attribs;
  return style === undefined && background === undefined
    ? { tagName, attribs: clean }
    : { tagName, attribs: { ...clean, ...paint(style, background) } };
}

/** The colours that a whole mail is written in belong to it: white letters may count on them. */
function cleanPage({ style = '', bgcolor, text, background }: sanitizeHtml.Attributes): sanitizeHtml.Tag {
  const colours = [bgcolor && `background-color:${bgcolor}`, text && `color:${text}`, style].filter(Boolean).join(';');
  const { style: kept, ...others } = paint(colours, background);
  return kept === '' ? { tagName: 'body', attribs: {} } : { tagName: 'div', attribs: { style: kept, ...others } };
}

function paint(style = '', background?: string): sanitizeHtml.Attributes & { style: string } {
  const clean = cleanStyle(style);
  const remote = toRemoteUrl(background ?? clean.background ?? '');
  return remote === null ? { style: clean.style } : { style: clean.style, [REMOTE_BACKGROUND]: remote };
}

function cleanLink({ href, target: _target, rel: _rel, ...others }: sanitizeHtml.Attributes): sanitizeHtml.Attributes {
  if (href === undefined) return others;
  if (href.startsWith('#')) return { href, ...others };
  const target = toLinkTarget(href);
  if (target === null) return others;
  return { href: target.href, ...others, title: target.shown, target: '_blank', rel: 'noopener noreferrer nofollow' };
}

function cleanImage({ src, srcset, ...others }: sanitizeHtml.Attributes): sanitizeHtml.Attributes {
  const source = src?.trim() ?? '';
  if (/^cid:/i.test(source) || /^data:image\/(?:png|gif|jpeg|webp|bmp);base64,[a-z0-9+/=\s]*$/i.test(source))
    return { src: source, ...others };
  const remote = toRemoteUrl(source) ?? (srcset === undefined ? null : firstOfSrcset(srcset));
  return remote === null ? others : { [REMOTE_SOURCE]: remote, ...others };
}

/** The same HTML without the tags that lie deeper than is drawn. */
function flatten(html: string): string {
  const open: { name: string; kept: boolean }[] = [];
  let out = '';
  let kept = 0;
  scanHtml(html, {
    open(name, attributes, start, end) {
      const draws = kept < MAX_DEPTH;
      if (draws) out += html.slice(start, end);
      if (/^(?:br|hr|img|meta|link|input|area|base|col|wbr)$/.test(name) || attributes.endsWith('/')) return;
      open.push({ name, kept: draws });
      if (draws) kept++;
    },
    close(name, start, end) {
      const from = Math.max(0, open.length - 200);
      let at = open.length - 1;
      while (at >= from && open[at]!.name !== name) at--;
      if (at < from) return;
      for (const element of open.splice(at)) if (element.kept) kept--;
      if (kept < MAX_DEPTH) out += html.slice(start, end);
    },
    text(text) {
      out += text;
    },
  });
  return out;
}
