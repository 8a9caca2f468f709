import { readForward } from './forwarding/read-forward.js';
import { toPlainText } from './html/html-text.js';
import { decodeCharset } from './mime/charset.js';
import type { Forward, SplitBody } from './parsed-mail.js';
import { splitBody } from './quoting/split-body.js';

/** A body without its mail: what is new in it. */
export function readBodyText(bytes: Buffer, html: boolean): SplitBody & { forward: Forward | null } {
  const source = decodeCharset(bytes, null).text.replace(/\r\n?/g, '\n').replaceAll('\0', '');
  const body = html ? toPlainText(source) : { text: source, quoted: [] };
  return { ...splitBody(body.text, body.quoted), forward: readForward(body.text, null) };
}
