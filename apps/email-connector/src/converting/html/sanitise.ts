import sanitizeHtml from 'sanitize-html';
import { toPlainText } from './html-text.js';
import { scanHtml } from './html-tokens.js';

/** Deeper elements lose their tags, not their text: the sanitiser is quadratic in the depth. */
const MAX_DEPTH = 80;
/** Larger HTML is shown as its text alone: the sanitiser takes 20 to 40 µs a tag. */
const MAX_CHARS = 1_000_000;
const MAX_TAGS = 15_000;

const STYLES =
  /^(?:color|background-color|font(?:-family|-size|-style|-weight)?|text-align|text-decoration|text-indent|line-height|vertical-align|white-space|width|height|max-width|(?:margin|padding)(?:-(?:top|right|bottom|left))?|border(?:-(?:top|right|bottom|left))?(?:-(?:color|style|width))?|border-collapse|border-spacing|list-style-type|direction)$/;
const SAFE_VALUE = /^(?!.*(?:url|expression|image|import|var|attr|env)\s*\()[\w\s.,%#'"!()+/-]{1,200}$/i;

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
    '*': ['style', 'dir', 'lang', 'title', 'align', 'valign', 'bgcolor', 'color', 'width', 'height'],
    a: ['href', 'target', 'rel', 'name'],
    img: ['src', 'alt'],
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
    '*': (tagName, attribs) => ({
      tagName,
      attribs: attribs.style === undefined ? attribs : { ...attribs, style: cleanStyle(attribs.style) },
    }),
    a: (tagName, attribs) => ({ tagName, attribs: { ...cleanStyled(attribs), target: '_blank', rel: 'noopener noreferrer nofollow' } }),
    img: (tagName, attribs) => ({ tagName, attribs: cleanImage(cleanStyled(attribs)) }),
  },
};

/** HTML of which nothing runs, submits or loads from elsewhere; images only by `cid:` or inline `data:`. Null when it is too large. */
export function sanitiseHtml(html: string, { depth, tags }: { depth: number; tags: number }): string | null {
  if (html.length > MAX_CHARS || tags > MAX_TAGS) return null;
  return sanitizeHtml(depth > MAX_DEPTH ? flatten(html) : html, OPTIONS);
}

/** HTML as an agent's browser gets it; empty when it is too large, and then its text alone is shown. */
export function showHtml(html: string): string {
  return sanitiseHtml(html, toPlainText(html)) ?? '';
}

function cleanStyled(attribs: sanitizeHtml.Attributes): sanitizeHtml.Attributes {
  return attribs.style === undefined ? attribs : { ...attribs, style: cleanStyle(attribs.style) };
}

function cleanImage(attribs: sanitizeHtml.Attributes): sanitizeHtml.Attributes {
  const source = attribs.src?.trim() ?? '';
  if (/^cid:/i.test(source) || /^data:image\/(?:png|gif|jpeg|webp|bmp);base64,[a-z0-9+/=\s]*$/i.test(source)) return attribs;
  const { src: _dropped, ...others } = attribs;
  return others;
}

function cleanStyle(style: string): string {
  const kept = [];
  for (const declaration of style.slice(0, 4_096).split(';')) {
    const colon = declaration.indexOf(':');
    const property = declaration.slice(0, colon).trim().toLowerCase();
    const value = declaration.slice(colon + 1).trim();
    if (colon > 0 && STYLES.test(property) && SAFE_VALUE.test(value)) kept.push(`${property}:${value}`);
  }
  return kept.join(';');
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
