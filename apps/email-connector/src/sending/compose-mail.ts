import type Mail from 'nodemailer/lib/mailer/index.js';
import type { Address, BlobRef, ReplyRequested } from '#contracts';
import type { EmailInboxConfig } from '../email.config.js';
import { toBounceAddress, toMessageId, toReplyAddress } from '../email.ids.js';
import { toDisplayName, toSubject, toToken } from './header-values.js';
import { toAttachments } from './mail-attachments.js';
import { toBodies } from './mail-bodies.js';
import { toAsciiDomain, toOutgoingAddress, type OutgoingAddress } from './outgoing-address.js';
import { toReferences, toThreadId } from './thread-ids.js';

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

/** What ticketing makes; anything else would be no part of an address. */
const TOKEN = /^[\w.-]+$/;

/**
 * A reply as a mail: threading headers on every one, the ticket's token in Reply-To, a return path that leads a bounce back to the command.
 * Nothing that a person wrote goes into a header but through `header-values`, `thread-ids` and `outgoing-address`: what comes out of them
 * cannot end a header, whatever goes in.
 */
export async function composeMail(reply: ReplyRequested, own: OwnIdentity): Promise<ComposedMail> {
  const { config, idKey } = own;
  const domain = config.address.slice(config.address.lastIndexOf('@') + 1);
  const messageId = toMessageId(reply.commandId, toAsciiDomain(domain) || domain, idKey);
  const to = reply.to.map(toMailbox);
  const cc = (reply.cc ?? []).map(toMailbox);
  const name = toDisplayName(config.displayName);
  const replyTo = reply.ticketToken && TOKEN.test(reply.ticketToken) ? toReplyAddress(config.address, reply.ticketToken) : null;
  const inReplyTo = reply.inReplyTo === undefined ? null : toThreadId(reply.inReplyTo);
  const references = toReferences(reply.references ?? [], reply.inReplyTo);
  const { text, html } = await toBodies(reply, own.readBlob);
  const mail: Mail.Options = {
    messageId: `<${messageId}>`,
    from: { name, address: config.address },
    to,
    cc: cc.length > 0 ? cc : undefined,
    replyTo: replyTo === null ? undefined : { name, address: replyTo },
    subject: toSubject(reply.subject ?? ''),
    inReplyTo: inReplyTo ?? undefined,
    references: references.length > 0 ? references : undefined,
    headers: headersOf(reply),
    // RFC 3834 §3.3: an automatic answer has the null return path, so nothing can loop on it.
    envelope: {
      from: reply.automatic ? '' : (toBounceAddress(config.address, reply.commandId, idKey) ?? config.address),
      to: [...to, ...cc].map(({ address }) => address),
    },
    text,
    html,
    attachments: await toAttachments(reply.parts, html, own.readBlob),
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

/** Only for addresses that `toOutgoingAddress` takes. */
function toMailbox(address: Address): { name: string; address: string } {
  return { name: toDisplayName(address.displayName), address: (toOutgoingAddress(address) as OutgoingAddress).address };
}

function headersOf(reply: ReplyRequested): Record<string, string> {
  const headers: Record<string, string> = {};
  const number = reply.ticketNumber === undefined ? null : toToken(reply.ticketNumber);
  if (number !== null) headers['X-Ticket-Number'] = number;
  if (!reply.automatic) return headers;
  return { ...headers, 'Auto-Submitted': 'auto-replied', 'X-Auto-Response-Suppress': 'All', Precedence: 'auto_reply' };
}
