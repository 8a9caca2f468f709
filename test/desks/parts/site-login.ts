import { createHmac, randomUUID } from 'node:crypto';
import { LOGIN_SECRET, SITE } from '../overlay.js';
import type { RunningDesk } from '../running-desk.js';

/** What the desk's site vouches with for somebody who is logged in there: a JWT for ten minutes, for one session. */
export function vouchFor(desk: RunningDesk, user: string): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const at = Math.floor(desk.clock.now().getTime() / 1_000);
  const claims = { iss: SITE, aud: SITE, sub: user, iat: at, exp: at + 600, jti: randomUUID() };
  const signed = `${part({ alg: 'HS256', typ: 'JWT' })}.${part(claims)}`;
  return `${signed}.${createHmac('sha256', LOGIN_SECRET).update(signed).digest('base64url')}`;
}
