import type Mail from 'nodemailer/lib/mailer/index.js';
import type { BlobRef, MessagePart, ReplyRequested } from '#contracts';
import { toBounceAddress, toMessageId, toReplyAddress } from '../email.ids.js';
import type { EmailInboxConfig } from '../email.config.js';

export interface OwnIdentity {
  readonly config: EmailInboxConfig;
  /** Key of the mac in Message-ID and return path. */
  readonly idKey: Buffer;
  readonly readBlob: (ref: BlobRef) => Promise<Buffer>;
}

export interface ComposedMail {
  readonly messageId: string;
  readonly mail: Mail.Options;
}

/** A reply as a mail: threading headers on every one, the ticket's token in Reply-To, a return path that leads a bounce back to the command. */
export async function composeMail(reply: ReplyRequested, own: OwnIdentity): Promise<ComposedMail> {
  const { config, idKey } = own;
  const domain = config.address.slice(config.address.lastIndexOf('@') + 1);
  const messageId = toMessageId(reply.commandId, domain, idKey);
  const to = reply.to.map((address) => ({ name: address.displayName ?? '', address: address.value }));
  const cc = (reply.cc ?? []).map((address) => ({ name: address.displayName ?? '', address: address.value }));
  const replyTo = reply.ticketToken ? toReplyAddress(config.address, reply.ticketToken) : null;
  const mail: Mail.Options = {
    messageId: `<${messageId}>`,
    from: { name: config.displayName ?? '', address: config.address },
    to,
    cc: cc.length > 0 ? cc : undefined,
    replyTo: replyTo === null ? undefined : { name: config.displayName ?? '', address: replyTo },
    subject: reply.subject ?? '',
    inReplyTo: reply.inReplyTo === undefined ? undefined : bracket(reply.inReplyTo),
    references: reply.references?.map(bracket),
    headers: headersOf(reply),
    // RFC 3834 §3.3: an automatic answer has the null return path, so nothing can loop on it.
    envelope: {
      from: reply.automatic ? '' : (toBounceAddress(config.address, reply.commandId, idKey) ?? config.address),
      to: [...to, ...cc].map(({ address }) => address),
    },
    ...(await bodiesOf(reply.parts, own)),
    attachments: await attachmentsOf(reply.parts, own),
    dkim: config.dkim && {
      domainName: config.dkim.domain ?? domain,
      keySelector: config.dkim.selector,
      privateKey: config.dkim.privateKey,
    },
    disableFileAccess: true,
    disableUrlAccess: true,
  };
  return { messageId, mail };
}

function headersOf(reply: ReplyRequested): Record<string, string> {
  const headers: Record<string, string> = {};
  if (reply.ticketNumber) headers['X-Ticket-Number'] = reply.ticketNumber;
  if (!reply.automatic) return headers;
  return { ...headers, 'Auto-Submitted': 'auto-replied', 'X-Auto-Response-Suppress': 'All', Precedence: 'auto_reply' };
}

async function bodiesOf(parts: readonly MessagePart[], own: OwnIdentity): Promise<{ text?: string; html?: string }> {
  const texts: string[] = [];
  const htmls: string[] = [];
  for (const part of parts) {
    if (part.type === 'text') texts.push(part.textRef ? (await own.readBlob(part.textRef)).toString('utf8') : (part.text ?? part.fallback));
    else if (part.type === 'html')
      htmls.push(part.htmlRef ? (await own.readBlob(part.htmlRef)).toString('utf8') : (part.html ?? part.fallback));
    else if (!('media' in part)) texts.push(part.fallback);
  }
  const html = htmls.length > 0 ? htmls.join('\n') : toParagraphs(texts.join('\n\n'));
  const text = texts.length > 0 ? texts.join('\n\n') : parts.map((part) => part.fallback).join('\n\n');
  return { text, html };
}

async function attachmentsOf(parts: readonly MessagePart[], own: OwnIdentity): Promise<Mail.Attachment[]> {
  const attachments: Mail.Attachment[] = [];
  for (const part of parts) {
    if (!('media' in part) || !part.media?.blobRef) continue;
    attachments.push({
      filename: part.media.fileName ?? part.partId,
      content: await own.readBlob(part.media.blobRef),
      contentType: part.media.detectedType ?? part.media.declaredType,
      cid: 'contentId' in part ? part.contentId : undefined,
    });
  }
  return attachments;
}

/** Plain text as simple html, for clients that show nothing else. */
function toParagraphs(text: string): string {
  const escaped = text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;');
  return escaped
    .split(/\n{2,}/)
    .map((paragraph) => `<p>${paragraph.replace(/\n/g, '<br>\n')}</p>`)
    .join('\n');
}

const bracket = (id: string) => `<${id.replace(/[<>\s]/g, '')}>`;
