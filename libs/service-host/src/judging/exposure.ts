import { isIP } from 'node:net';
import type { Settings, SettingsFault } from '#runtime';

/** As for every other password of an agent. */
const LEAST_LETTERS = 10;

/** An API that others can reach must not be open by a password that stands in a log: refused until one was set. */
export function findUnguardedBind(settings: Settings): SettingsFault[] {
  const { password } = settings.admin;
  if (isLoopback(settings.http.host) || (password !== undefined && password.length >= LEAST_LETTERS)) return [];
  return [
    {
      path: 'http.host',
      where: 'TRIBUTARY_HTTP_HOST',
      found: JSON.stringify(settings.http.host),
      allowed: `a loopback address, until admin.password (TRIBUTARY_ADMIN_PASSWORD) is set to ${LEAST_LETTERS} letters or more: others could reach the first login`,
    },
  ];
}

export function isLoopback(host: string): boolean {
  if (host === 'localhost') return true;
  if (isIP(host) === 4) return host.startsWith('127.');
  return isIP(host) === 6 && (host === '::1' || /^::ffff:127\./i.test(host));
}
