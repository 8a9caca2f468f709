import { createPrivateKey } from 'node:crypto';
import { z } from 'zod';
import type { InboxClaim } from '#runtime';
import { isLoopback, OAuthConfig } from './authorising/oauth.config.js';
import { splitAddress, toClaims } from './receiving/addresses.js';

/** Any mailbox, domains in Unicode or punycode alike. */
const EmailAddress = z
  .string()
  .max(320)
  .refine(
    (address) => splitAddress(address)?.domain.includes('.') === true && !/[\s<>,;]/.test(address),
    'an email address, e.g. support@example.com',
  );
const MIN_RSA_BITS = 1_024;

/** What nodemailer can sign with, and verifiers take (RFC 8301 §3.2). */
function isRsaKey(pem: string): boolean {
  try {
    const { asymmetricKeyType, asymmetricKeyDetails } = createPrivateKey(pem);
    return asymmetricKeyType === 'rsa' && (asymmetricKeyDetails?.modulusLength ?? 0) >= MIN_RSA_BITS;
  } catch {
    return false;
  }
}

const Folder = z.string().min(1);

const InboxFields = z.strictObject({
  address: EmailAddress.describe('mails to it (and to it with a +part) are taken; answers come from it'),
  displayName: z.string().max(200).optional().describe('name beside the address on answers'),
  aliases: z.array(EmailAddress).default([]).describe('further addresses of the same inbox'),
  catchAll: z.boolean().default(false).describe("takes every address of the inbox's domain that no other inbox has"),
  imap: z
    .strictObject({
      host: z.string().min(1),
      port: z.int().min(1).max(65_535).default(993),
      user: z.string().min(1),
      password: z.string().optional(),
      accessToken: z.string().optional().describe('OAuth 2 access token instead of a password, never renewed: see oauth'),
      tls: z.boolean().default(true).describe('false: plain text, only sensible on loopback'),
      folders: z.array(Folder).min(1).default(['INBOX']),
      trustedAuthserv: z
        .string()
        .min(1)
        .optional()
        .describe(
          'name in the Authentication-Results of this server, whose word on senders is taken (mx.google.com; * where it writes none, as Microsoft 365); it must remove foreign ones',
        ),
      sentFolder: z
        .union([z.boolean(), Folder])
        .default(false)
        .describe('answers that agents write in their own mail program appear in the thread; true: the folder the server marks as \\Sent'),
      since: z.iso
        .datetime({ offset: true })
        .or(z.iso.date())
        .optional()
        .describe('first sync takes mails from this day on; default: the day the inbox is added'),
      routeByAddress: z
        .boolean()
        .default(false)
        .describe(
          'the mailbox is of several inboxes: each mail goes to those whose address it was written to, what names none of them stays here',
        ),
      maxMessageBytes: z.int().min(1024).default(52_428_800).describe('a larger mail is parked with its headers, not fetched'),
    })
    .optional(),
  smtp: z
    .strictObject({ url: z.string().regex(/^smtps?:\/\//, 'smtp://user:pass@host:port or smtps://…') })
    .optional()
    .describe('outgoing server of this inbox'),
  oauth: OAuthConfig.optional().describe('logs in by OAuth 2 where imap.password is not set and smtp.url has no password'),
  dkim: z
    .strictObject({
      selector: z
        .string()
        .regex(/^[a-z0-9]+(?:[._-][a-z0-9]+)*$/i, 'a selector, e.g. tributary2026: its record is <selector>._domainkey.<domain>'),
      privateKey: z.string().refine(isRsaKey, 'an RSA private key of at least 1024 bits in PEM, without a passphrase'),
      domain: z.string().min(1).optional().describe("default: the address's domain"),
    })
    .optional()
    .describe('signs answers (RFC 6376) where the outgoing server does not'),
});
/** One email inbox: an address behind the SMTP door, a mailbox read by IMAP, or both. */
export const EmailInboxConfig = InboxFields.superRefine(({ imap, oauth }, fault) => {
  if (imap !== undefined && oauth === undefined && imap.password === undefined && imap.accessToken === undefined)
    fault.addIssue({ code: 'custom', path: ['imap', 'password'], message: 'is needed, or oauth of the inbox' });
  // A token in clear could be read and used by whoever listens.
  const byToken = imap !== undefined && (imap.accessToken !== undefined || (oauth !== undefined && imap.password === undefined));
  if (byToken && !imap.tls && !isLoopback(imap.host))
    fault.addIssue({ code: 'custom', path: ['imap', 'tls'], message: 'must be on where the login is by token, off loopback' });
});
export type EmailInboxConfig = z.infer<typeof EmailInboxConfig>;

/** What only one inbox may have: each address, and as a catch-all the rest of each domain. */
export function claimsOf({ address, aliases, catchAll }: EmailInboxConfig): InboxClaim[] {
  return [address, ...aliases].flatMap((each, at) =>
    toClaims(each, catchAll).map((key) => ({
      key,
      path: key.startsWith('@') ? ['catchAll'] : at === 0 ? ['address'] : ['aliases', at - 1],
    })),
  );
}
