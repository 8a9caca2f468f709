import { reason, type StateReport } from '#connector-sdk';
import type { ScanStatus } from '../../converting/personal/puppet-events.js';
import { GRPC, type PuppetFailure } from './puppet-failure.js';

/** How an account is doing, in words for an operator. */
const AT_MOST_ONCE = 'at most once: what comes while the link is down is kept by nobody, and told as a gap';

export function connecting(endpoint: string): StateReport {
  return {
    state: 'connecting',
    detail: `connecting to the puppet service at ${endpoint}`,
    reasons: [reason('puppet_connecting', { endpoint })],
  };
}

export function waitingForLogin(endpoint: string): StateReport {
  return {
    state: 'connecting',
    detail: `the puppet service at ${endpoint} runs, no account is logged in yet`,
    hint: 'Its code for the login appears here; if none comes, look at the log of the puppet service.',
    reasons: [reason('puppet_no_account', { endpoint })],
  };
}

export function loggedIn(accountId: string, name: string | null): StateReport {
  const who = name === null ? accountId : `${name} (${accountId})`;
  return { state: 'connected', detail: `logged in as ${who}; ${AT_MOST_ONCE}`, reasons: [reason('puppet_logged_in', { who })] };
}

const SCAN_WORDS: Readonly<Record<ScanStatus, string>> = {
  unknown: 'waits for the login',
  waiting: 'waits for its login code to be scanned',
  scanned: 'login code scanned, waits for the phone to confirm',
  confirmed: 'login confirmed on the phone',
  timeout: 'the login code has run out, a new one follows',
  cancelled: 'the login was cancelled on the phone',
};

export function scanning(code: string, status: ScanStatus): StateReport {
  const why = reason(`puppet_scan_${status}`, { code });
  const report = { state: 'connecting', detail: `${SCAN_WORDS[status]}${code === '' ? '' : `: ${code}`}`, reasons: [why] } as const;
  if (code === '' || status === 'scanned' || status === 'confirmed') return report;
  const hint = `Show this address as a QR code and scan it with the WeChat app of the account: ${code}`;
  return { ...report, hint, reasons: [why, reason('puppet_shows_code', { code })] };
}

export function loggedOut(why: string): StateReport {
  return {
    state: 'bad_credentials',
    detail: `the account was logged out${why === '' ? '' : ` (${why.slice(0, 200)})`}; answers wait`,
    hint: 'Log it in again by the code of the puppet service: it appears here as soon as the service asks for it.',
    reasons: [reason('puppet_logged_out', { said: why.slice(0, 200) })],
  };
}

export interface Trouble {
  readonly report: StateReport;
  /** Trying again sooner would only bother; null: by the usual backoff. */
  readonly waitMs: number | null;
}

const REFUSED_MS = 5 * 60_000;
const TAKEN_MS = 5_000;

export function explainFailure({ code, details }: PuppetFailure, endpoint: string): Trouble {
  if (code === GRPC.unauthenticated)
    return {
      report: {
        state: 'bad_credentials',
        detail: `the puppet service at ${endpoint} refuses the token: ${details}`,
        hint: 'Put the token with which the service was started into the settings of this inbox.',
        reasons: [reason('puppet_token_refused', { endpoint, said: details })],
      },
      waitMs: REFUSED_MS,
    };
  if (code === GRPC.alreadyExists)
    return {
      report: {
        state: 'degraded',
        detail: `another program reads the events of the puppet service at ${endpoint}; it gives them to one only`,
        hint: 'Stop the other program, or start a service with a token of its own for it. We try again by ourselves.',
        reasons: [reason('puppet_taken', { endpoint })],
      },
      waitMs: TAKEN_MS,
    };
  return {
    report: {
      state: 'degraded',
      detail: `the link to the puppet service at ${endpoint} is down: ${details}`,
      hint: 'Look whether the service runs and speaks TLS as the settings say. We try again by ourselves; what comes meanwhile is told as a gap.',
      reasons: [reason('puppet_down', { endpoint, said: details })],
    },
    waitMs: null,
  };
}
