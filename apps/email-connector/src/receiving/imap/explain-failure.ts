import { reason, type StateReport, toReason } from '#connector-sdk';
import { TributaryError } from '#runtime';
import { hintForLogin, loginCodeOf, REFUSED_TOKEN_HINT } from '../../authorising/login-hints.js';
import { GrantRefusedError } from '../../authorising/token-request.js';
import { type FolderChoice, type ImapConfig, isBadLogin } from './imap-link.js';

/** After a refused login: trying often would lock the account at many providers. */
const BAD_LOGIN_WAIT_MS = 600_000;

interface Circumstances {
  readonly config: ImapConfig;
  readonly folder: FolderChoice;
  /** Logged in with a token that was fetched for it. */
  readonly byToken: boolean;
  /** The folder had been caught up over the link that broke. */
  readonly wasWell: boolean;
}

/** Pure: a failure in words an operator can act on, and how long to wait where the usual backoff would do harm. */
export function explainFailure(
  error: unknown,
  { config, folder, byToken, wasWell }: Circumstances,
): { report: StateReport; waitMs?: number } {
  const { host, user } = config;
  if (error instanceof GrantRefusedError)
    return {
      report: { state: 'bad_credentials', detail: `${user} at ${host}: ${error.message}`, hint: error.hint, reasons: [toReason(error)] },
      waitMs: BAD_LOGIN_WAIT_MS,
    };
  const message = wordsOf(error);
  if (isBadLogin(error))
    return {
      report: {
        state: 'bad_credentials',
        detail: `${host} refused the login of ${user}: ${message}`,
        hint: byToken ? REFUSED_TOKEN_HINT : hintForLogin(host),
        reasons: [reason('imap_login_refused', { host, user, said: message }), reason(byToken ? 'login_token' : loginCodeOf(host))],
      },
      waitMs: BAD_LOGIN_WAIT_MS,
    };
  // Providers end a session when its token expires, every hour at some: that is how it should be, and nothing for an operator.
  if (byToken && wasWell && !(error instanceof TributaryError))
    return {
      report: {
        state: 'connecting',
        detail: `${user} at ${host}: the session ended (${message}), logging in again`,
        reasons: [reason('imap_session_ended', { host, user, said: message })],
      },
    };
  const missing = (error as { mailboxMissing?: boolean }).mailboxMissing === true;
  const ours = error instanceof TributaryError ? error.hint : undefined;
  const where = { folder: folder.path ?? '', host, said: message };
  const why = error instanceof TributaryError ? toReason(error) : reason('imap_down', where);
  const hint = missing ? `there is no folder ${folder.path}: correct the folders under imap of the inbox` : ours;
  return {
    report: {
      state: 'degraded',
      detail: `${folder.path ?? 'sent mail'} at ${host}: ${message}`,
      hint: hint ?? 'it connects again by itself; check host and port if it stays',
      reasons: [missing ? reason('imap_folder_missing', where) : why],
    },
  };
}

/** imapflow's own message is often a mere "Command failed"; the server's words say why. */
function wordsOf(error: unknown): string {
  const words = (error as { responseText?: string }).responseText;
  return (words !== undefined && words !== '' ? words : error instanceof Error ? error.message : String(error)).slice(0, 300);
}
