export interface Sniffed {
  /** What the bytes are; `application/octet-stream` where nobody can tell. */
  readonly type: string;
  /** Of a name that would say so. */
  readonly extension?: string;
}

const OCTETS: Sniffed = { type: 'application/octet-stream' };
const HTML_START =
  /^\s*(<!doctype\s+html|<(html|head|body|script|iframe|meta|title|style|table|div|p|a|img|form|object|embed|link)[\s>/])/i;
const XML_START = /^\s*<\?xml[\s?]/i;
/** Comments, declarations and instructions that may stand before the first element. */
const SVG_START = /^\s*(<\?[^>]*\?>\s*|<!--[\s\S]*?-->\s*|<!doctype\s+svg[^>[]*(\[[\s\S]*?\])?\s*>\s*)*<svg[\s>/]/i;
const LOOK = 4_096;

/** What bytes are, by what they say and not by what is said of them. `head`: the first of them, a mebibyte or all. */
export async function sniffType(head: Buffer): Promise<Sniffed> {
  // A mark of UTF-16 looks like the beginning of an MP3.
  const wide = isWide(head) ? readText(head) : null;
  const found = wide === null ? await findSignature(head) : undefined;
  // An SVG begins as XML.
  if (found !== undefined && found.mime !== 'application/xml') return { type: found.mime, extension: found.ext };
  const text = wide ?? readText(head);
  if (text === null) return OCTETS;
  const start = text.slice(0, LOOK);
  if (SVG_START.test(start)) return { type: 'image/svg+xml', extension: 'svg' };
  if (HTML_START.test(start) || /<script[\s>]/i.test(start)) return { type: 'text/html', extension: 'html' };
  if (XML_START.test(start)) return { type: 'text/xml', extension: 'xml' };
  return { type: 'text/plain', extension: 'txt' };
}

async function findSignature(head: Buffer) {
  // Loaded with the first file: most desks get few here, and it takes 10 MiB.
  const { fileTypeFromBuffer } = await import('file-type');
  return fileTypeFromBuffer(head).catch(() => undefined);
}

function isWide(head: Buffer): boolean {
  return head.length >= 2 && ((head[0] === 0xff && head[1] === 0xfe) || (head[0] === 0xfe && head[1] === 0xff));
}

/** Null for what is no text in any of the usual encodings. */
function readText(head: Buffer): string | null {
  for (const encoding of isWide(head) ? [head[0] === 0xff ? 'utf-16le' : 'utf-16be'] : ['utf-8', 'gb18030']) {
    try {
      const text = new TextDecoder(encoding, { fatal: true }).decode(head, { stream: true });
      return /[\u0000-\u0008\u000b\u000e-\u001a\u001c-\u001f]/.test(text) ? null : text;
    } catch {
      continue;
    }
  }
  return null;
}
