import type { InboxAnswer } from '#connector-sdk';

const CSS = `
:root { color-scheme: light dark; font: 16px/1.5 system-ui, "PingFang SC", "Microsoft YaHei", sans-serif; }
body { margin: 0; padding: 1rem; }
main { max-width: 40rem; margin: 0 auto; }
fieldset { border: 1px solid #8886; border-radius: .5rem; margin: 1rem 0; padding: .5rem 1rem 1rem; }
legend { font-weight: 600; padding: 0 .25rem; }
.field { margin: .75rem 0; }
.field > label { display: block; font-weight: 500; }
fieldset.field { border: 0; padding: 0; }
.box { display: block; min-height: 44px; }
input:not([type=checkbox]):not([type=file]), select, textarea { box-sizing: border-box; width: 100%; min-height: 44px; font: inherit; padding: .5rem; }
button { min-height: 44px; min-width: 8rem; font: inherit; font-weight: 600; cursor: pointer; }
.hint, .needed { font-size: .875rem; opacity: .8; margin: .25rem 0 0; }
.fault, .notice { color: #b00020; margin: .25rem 0 0; }
.receipt { font-size: 1.25rem; font-weight: 600; overflow-wrap: anywhere; }
.away { position: absolute; left: -100vw; width: 1px; height: 1px; overflow: hidden; }
@media (prefers-color-scheme: dark) { .fault, .notice { color: #ff8a8a; } }
`;

/** Looks for a number that makes the hash of token and number begin with so many zero bits, while the person types. */
const JS = `
(async () => {
  const form = document.querySelector('form[data-bits]');
  if (!form || !window.crypto || !crypto.subtle) return;
  const bits = Number(form.dataset.bits), token = form.elements.token.value, text = new TextEncoder();
  for (let n = 0; ; n += 1) {
    const hash = new DataView(await crypto.subtle.digest('SHA-256', text.encode(token + ':' + n)));
    if (hash.getUint32(0) >>> (32 - bits) === 0) { form.elements.proof.value = String(n); return; }
  }
})();
`;

const FILES: Readonly<Record<string, { type: string; text: string }>> = {
  '/form.css': { type: 'text/css; charset=utf-8', text: CSS },
  '/form.js': { type: 'text/javascript; charset=utf-8', text: JS },
};

/** What a page loads beside itself; null for any other path. */
export function findAsset(path: string): InboxAnswer | null {
  const file = Object.hasOwn(FILES, path) ? FILES[path]! : null;
  if (file === null) return null;
  return { status: 200, headers: { 'content-type': file.type, 'cache-control': 'public, max-age=3600' }, body: file.text };
}
