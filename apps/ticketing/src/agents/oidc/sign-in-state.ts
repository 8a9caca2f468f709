import type { IncomingMessage } from 'node:http';
import { PermanentError, type SecretKey } from '#runtime';
import { digestOf, isSameText } from '../secret-text.js';

/** How long somebody may take at the provider. */
export const STATE_MS = 10 * 60_000;
const PURPOSE = 'sign-in-state';
const MOST_LETTERS = 1_000;

/** What one sign-in needs when the browser comes back. It travels sealed in a cookie of that browser, so that no other one can end what it began. */
export interface SignInState {
  readonly state: string;
  readonly nonce: string;
  readonly verifier: string;
  /** Where to go then: a path of ours. */
  readonly to: string;
  /** Ms since 1970. */
  readonly until: number;
}

/** `Set-Cookie`. One for each sign-in, for there may be several tabs. */
export function writeStateCookie(state: SignInState, secret: SecretKey, secure: boolean): string {
  const value = secret.seal(PURPOSE, JSON.stringify(state));
  return [`${nameOf(state.state)}=${value}`, `Max-Age=${STATE_MS / 1000}`, ...attributes(secure)].join('; ');
}

export function clearStateCookie(state: string, secure: boolean): string {
  return [`${nameOf(state)}=`, 'Max-Age=0', ...attributes(secure)].join('; ');
}

/** Throws `PermanentError`: `oidc_state_unknown` (another browser began it, or nobody), `oidc_state_expired`. */
export function readState(request: IncomingMessage, state: string | undefined, secret: SecretKey, now: Date): SignInState {
  const sealed = state === undefined ? undefined : findCookie(request, nameOf(state));
  const known = sealed === undefined ? null : open(sealed, secret);
  if (state === undefined || known === null || !isSameText(known.state, state))
    throw new PermanentError('this sign-in was not begun in this browser', { code: 'oidc_state_unknown', hint: 'begin again' });
  if (known.until < now.getTime())
    throw new PermanentError('this sign-in took too long', { code: 'oidc_state_expired', hint: 'begin again' });
  return known;
}

/** A path on this installation, and nothing that a browser would take for another one. Throws `PermanentError` (`redirect_refused`). */
export function readPath(to: string | undefined): string {
  if (to === undefined) return '/';
  const base = 'http://tributary.invalid';
  const isPath = to.length <= MOST_LETTERS && /^\/(?![/\\])[^\\\p{Cc}\s]*$/u.test(to) && URL.canParse(to, base);
  if (isPath && new URL(to, base).origin === base) return to;
  throw new PermanentError('after a login one goes to a page of this installation only', {
    code: 'redirect_refused',
    hint: 'to is a path, such as /tickets',
  });
}

function attributes(secure: boolean): string[] {
  return ['Path=/', 'HttpOnly', 'SameSite=Lax', ...(secure ? ['Secure'] : [])];
}

function nameOf(state: string): string {
  return `tributary_sign_in_${digestOf(state).slice(0, 12)}`;
}

function findCookie(request: IncomingMessage, name: string): string | undefined {
  const pairs = (request.headers.cookie ?? '').split(';').map((pair) => pair.trim().split('=', 2));
  return pairs.find(([each]) => each === name)?.[1];
}

function open(sealed: string, secret: SecretKey): SignInState | null {
  try {
    return JSON.parse(secret.unseal(PURPOSE, sealed)) as SignInState;
  } catch {
    return null;
  }
}
