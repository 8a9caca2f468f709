import type { IncomingMessage } from 'node:http';
import type { TLSSocket } from 'node:tls';
import type { Settings } from '#runtime';

const NAME = 'tributary_session';

export function readSessionCookie(request: IncomingMessage): string | null {
  for (const pair of (request.headers.cookie ?? '').split(';')) {
    const [name, value] = pair.trim().split('=', 2);
    if (name === NAME && value !== undefined && /^[\w-]{20,100}$/.test(value)) return value;
  }
  return null;
}

/** `Set-Cookie`; an empty token takes the cookie away. It lives as long as the browser: the server ends it by its last use. */
export function writeSessionCookie(token: string, request: IncomingMessage, settings: Settings): string {
  const more = [...(isSecure(request, settings) ? ['Secure'] : []), ...(token === '' ? ['Max-Age=0'] : [])];
  return [`${NAME}=${token}`, 'Path=/', 'HttpOnly', 'SameSite=Lax', ...more].join('; ');
}

/** Do browsers reach us by https? */
export function isSecure(request: IncomingMessage, settings: Settings): boolean {
  return settings.http.publicUrl?.startsWith('https:') === true || (request.socket as TLSSocket).encrypted === true;
}
