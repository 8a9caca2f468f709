import { isAnswering } from '../answering.js';
import { readBody } from '../body.js';
import { toPlainText } from '../html/html-text.js';
import { sanitiseHtml } from '../html/sanitise.js';
import { readPartTree } from '../mime/part-tree.js';
import type { Attachment, ParsedMail } from '../parsed-mail.js';
import { splitBody } from '../quoting/split-body.js';
import { isOpaquelySigned } from './protection.js';
import { readSignedContent } from './signed-content.js';
import { readTnefBody } from './tnef-body.js';

const MAX_BYTES = 16_777_216;

/**
 * A mail without words of its own, with those that lie in an attachment no other program opens: Outlook's `winmail.dat`, or S/MIME that is signed
 * and not encrypted. The mail itself where it has words, or where there are none.
 */
export function openHiddenBody(mail: ParsedMail): ParsedMail {
  if (mail.attachments.length === 0 || mail.text !== '' || mail.htmlPresent || mail.salvaged !== null) return mail;
  for (const attachment of mail.attachments) {
    if (attachment.content.length > MAX_BYTES) continue;
    const opened = isTnef(attachment) ? openTnefBody(mail, attachment) : isOpaquelySigned(attachment) ? openSigned(mail, attachment) : null;
    if (opened !== null) return opened;
  }
  return mail;
}

export function isTnef({ contentType, fileName }: Attachment): boolean {
  return /^application\/(?:vnd\.)?ms-tnef$/.test(contentType) || fileName?.toLowerCase() === 'winmail.dat';
}

function openTnefBody(mail: ParsedMail, { content }: Attachment): ParsedMail | null {
  const body = readTnefBody(content);
  if (body === null) return null;
  const plain = body.html === null ? null : toPlainText(body.html);
  const html = body.html === null || plain === null ? null : sanitiseHtml(body.html, plain);
  return { ...mail, text: body.text, html, htmlPresent: html !== null, ...splitBody(body.text, plain?.quoted ?? [], isAnswering(mail)) };
}

function openSigned(mail: ParsedMail, { content }: Attachment): ParsedMail | null {
  const inner = readSignedContent(content);
  if (inner === null) return null;
  const { text, html, htmlPresent, quoted, attachments } = readBody(inner, readPartTree(inner));
  if (text.trim() === '' && attachments.length === 0) return null;
  return {
    ...mail,
    text,
    html,
    htmlPresent,
    attachments: [...mail.attachments, ...attachments],
    ...splitBody(text, quoted, isAnswering(mail)),
  };
}
