import type { BlobRef, MessagePart, ReplyRequested } from '#contracts';
import { toPlainText } from '../converting/html/html-text.js';
import { escapeHtml, toParagraphs } from './plain-html.js';
import { quoteAsHtml, quoteAsText } from './quoted-history.js';

export interface MailBodies {
  readonly text: string;
  readonly html: string;
}

/** What would end a mail's text for some programs, or show as a box: controls but tab and line end, lone halves of characters. */
const UNPRINTABLE =
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

/**
 * The words of a reply in both forms, always: each is made of the other where only one was written. Below them the signature behind `-- `, and
 * what is answered, quoted.
 */
export async function toBodies(
  reply: Pick<ReplyRequested, 'parts' | 'signature' | 'quoted'>,
  readBlob: (ref: BlobRef) => Promise<Buffer>,
): Promise<MailBodies> {
  const written = await readWords(reply.parts, readBlob);
  const { signature, quoted = [] } = reply;
  const text = [
    written.text,
    ...(signature === undefined ? [] : [`-- \n${clean(signature.text).trim()}`]),
    ...(quoted.length === 0 ? [] : [quoteAsText(quoted)]),
  ].join('\n\n');
  const html = [
    written.html,
    ...(signature === undefined ? [] : [signatureAsHtml(signature)]),
    ...(quoted.length === 0 ? [] : [quoteAsHtml(quoted)]),
  ].join('\n');
  return { text: `${text}\n`, html: `<!DOCTYPE html>\n<html><head><meta charset="utf-8"></head><body>\n${html}\n</body></html>\n` };
}

async function readWords(parts: readonly MessagePart[], readBlob: (ref: BlobRef) => Promise<Buffer>): Promise<MailBodies> {
  const texts: string[] = [];
  const htmls: string[] = [];
  for (const part of parts) {
    if (part.type === 'text') texts.push(part.textRef ? (await readBlob(part.textRef)).toString('utf8') : (part.text ?? part.fallback));
    else if (part.type === 'html')
      htmls.push(part.htmlRef ? (await readBlob(part.htmlRef)).toString('utf8') : (part.html ?? part.fallback));
    else if (!('media' in part)) texts.push(part.fallback);
  }
  const html = clean(htmls.map(takeBody).join('\n'));
  const text = clean(texts.length > 0 || html === '' ? texts.join('\n\n') : toPlainText(html).text).trimEnd();
  // A mail of files alone says so, for programs that show nothing where there is no text.
  const said = text.trim() === '' && html.trim() === '' ? clean(parts.map((part) => part.fallback).join('\n\n')) : text;
  return { text: said, html: html.trim() === '' ? toParagraphs(said) : html };
}

/** What stands in the body of a whole document; ours has its own head. */
function takeBody(html: string): string {
  const open = /<body\b[^>]*>/i.exec(html);
  const from = open === null ? 0 : open.index + open[0].length;
  const to = html.toLowerCase().lastIndexOf('</body');
  return html.slice(from, to > from ? to : undefined).replace(/<\/?(?:html|body)\b[^>]*>|<!doctype[^>]*>/gi, '');
}

function signatureAsHtml({ text, html }: NonNullable<ReplyRequested['signature']>): string {
  const words = html === undefined ? escapeHtml(clean(text).trim()).replace(/\n/g, '<br>\n') : clean(html);
  // The delimiter stands in the HTML too: programs that read it take off what follows, ours among them.
  return `<div class="signature">-- <br>\n${words}</div>`;
}

function clean(text: string): string {
  return text.replace(/\r\n?|\u2028|\u2029|\u0085/g, '\n').replace(UNPRINTABLE, '\ufffd');
}
