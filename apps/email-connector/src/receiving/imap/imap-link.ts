import { ImapFlow } from 'imapflow';
import type { Settings } from '#runtime';
import type { EmailInboxConfig } from '../../email.config.js';
import { findSentFolder } from './sent-folder.js';

export type ImapConfig = NonNullable<EmailInboxConfig['imap']>;

/** How to log in: the user of the mailbox, and what proves him. */
export type ImapLogin = { readonly user: string } & ({ readonly pass: string } | { readonly accessToken: string });

/** A folder to follow. */
export interface FolderChoice {
  /** Null: the one the server marks as \Sent. */
  readonly path: string | null;
  /** What lies there was written by agents, elsewhere. */
  readonly sent: boolean;
}

/** An opened folder: EXAMINE, so nothing we do changes a flag. */
export interface OpenFolder {
  readonly client: ImapFlow;
  readonly path: string;
  /** Rejects when the link is gone. */
  readonly broken: Promise<never>;
  readonly uidValidity: string;
  readonly uidNext: number;
}

const CONNECT_MS = 20_000;
/** From the greeting until the folder is open, however slow the server is at checking a password. */
const OPEN_MS = 60_000;

type LinkSettings = Pick<Settings['email'], 'imapIdleMs' | 'imapReconcileMs' | 'imapSocketTimeoutMs'>;

/**
 * Longest until a link is known to be dead although nothing says so (a frozen server, a NAT that forgot it). IDLE is quiet by nature; the
 * server is asked something each time we look anyway, issue IDLE again, or find the socket silent, and has one socket timeout to answer.
 */
export function longestSilenceMs({ imapIdleMs, imapReconcileMs, imapSocketTimeoutMs }: LinkSettings): number {
  return Math.min(imapIdleMs, imapReconcileMs, imapSocketTimeoutMs) + imapSocketTimeoutMs;
}

/** A fresh connection (an ImapFlow cannot be used twice), logged in, the folder open read-only. The caller closes it. */
export async function openFolder(
  config: ImapConfig,
  login: ImapLogin,
  folder: FolderChoice,
  settings: LinkSettings,
  signal: AbortSignal,
): Promise<OpenFolder> {
  const client = new ImapFlow({
    host: config.host,
    port: config.port,
    secure: config.tls,
    doSTARTTLS: config.tls ? undefined : false,
    auth: { ...login },
    // NetEase (163, 126) refuses clients that do not name themselves.
    clientInfo: { name: 'Tributary', vendor: 'Tributary' },
    logger: false,
    disableAutoIdle: true,
    maxIdleTime: settings.imapIdleMs,
    socketTimeout: settings.imapSocketTimeoutMs,
    connectionTimeout: CONNECT_MS,
    greetingTimeout: CONNECT_MS,
    maxLiteralSize: config.maxMessageBytes + 1024 * 1024,
    maxResponseSize: config.maxMessageBytes + 2 * 1024 * 1024,
  });
  let fail: (error: Error) => void = () => undefined;
  const broken = new Promise<never>((_resolve, reject) => (fail = reject));
  broken.catch(() => undefined);
  // Without a listener an error event ends the process.
  client.on('error', fail);
  // A moment later: what the server said before it closed tells more.
  client.on('close', () => setImmediate(() => fail(new Error('connection closed by the server'))));
  const stop = () => fail(new Error('stopped'));
  signal.addEventListener('abort', stop, { once: true });
  client.on('close', () => signal.removeEventListener('abort', stop));
  const late = setTimeout(() => fail(new Error(`folder ${folder.path ?? '\\Sent'} was not open after ${OPEN_MS} ms`)), OPEN_MS);
  try {
    // Raced: imapflow was seen (twice in some fifty cut links) to leave an answered EXAMINE unsettled, without an error, for good.
    await Promise.race([client.connect(), broken]);
    const path = folder.path ?? (await Promise.race([findSentFolder(client, config.folders), broken]));
    const mailbox = await Promise.race([client.mailboxOpen(path, { readOnly: true }), broken]);
    return { client, broken, path, uidValidity: String(mailbox.uidValidity), uidNext: mailbox.uidNext };
  } catch (error) {
    client.close();
    throw error;
  } finally {
    clearTimeout(late);
  }
}

/** RFC 5530: the login is right, the server cannot or will not now. */
const NOT_NOW = new Set(['UNAVAILABLE', 'INUSE', 'LIMIT', 'SERVERBUG', 'CONTACTADMIN']);
/** Gmail, Exchange and others say it in words alone. */
const NOT_NOW_WORDS = /too many (?:simultaneous )?(?:connections|logins|sessions)|temporar|try again later|server (?:busy|unavailable)/i;

/** Did the server refuse the login itself? Trying again with the same password may lock the account. */
export function isBadLogin(error: unknown): boolean {
  const { authenticationFailed, serverResponseCode = '', responseText = '' } = error as ImapFailure;
  // NetEase lets a client it does not trust log in, and refuses the folder.
  if (/unsafe login/i.test(responseText)) return true;
  return authenticationFailed === true && !NOT_NOW.has(serverResponseCode) && !NOT_NOW_WORDS.test(responseText);
}

interface ImapFailure {
  readonly authenticationFailed?: boolean;
  readonly serverResponseCode?: string;
  readonly responseText?: string;
}
