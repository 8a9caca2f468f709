/**
 * What a browser may do with the document of an entry: show it. It has no origin of its own, so it reaches nothing of ours; links open
 * elsewhere, as pages like any other.
 */
export const DOCUMENT_POLICY = [
  "default-src 'none'",
  "img-src 'self' data:",
  "style-src 'unsafe-inline'",
  "form-action 'none'",
  "base-uri 'none'",
  "frame-ancestors 'self'",
  'sandbox allow-popups allow-popups-to-escape-sandbox',
].join('; ');

/** For a page of ours that makes its frame as high as the document: it may look into it. Nothing runs there all the same, for scripts stay forbidden. */
export const MEASURED_POLICY = `${DOCUMENT_POLICY} allow-same-origin`;

const STYLE = `
html{background:#fff;color:#1b1b1b;color-scheme:light}
body{margin:12px;font:14px/1.5 system-ui,-apple-system,"Segoe UI","PingFang SC","Microsoft YaHei",sans-serif;overflow-wrap:anywhere}
img{max-width:100%}
img[data-remote-src]:not([src]),img[data-missing-src]{box-sizing:border-box;min-width:16px;min-height:16px;border:1px dashed #999;color:#666}
[data-link-host]{background:#fff0c2;color:#6b4500;font-weight:600}
pre.text{margin:0;font:inherit;white-space:pre-wrap}`;

/** A whole document of sanitised HTML. */
export function toDocument(html: string): string {
  return `<!doctype html><html><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta name="referrer" content="no-referrer"><title></title><style>${STYLE}</style></head><body>${html}</body></html>`;
}

/** A text as the document of an entry that has no HTML. */
export function toTextHtml(text: string): string {
  return `<pre class="text">${text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')}</pre>`;
}
