import type { IncomingMessage } from 'node:http';
import { PermanentError, type Settings } from '#runtime';

/** Any value will do: a page of another site cannot set it without asking us first, and we never allow that. */
export const REQUEST_HEADER = 'x-tributary-request';
const SAFE = new Set(['GET', 'HEAD', 'OPTIONS']);

/** Refuses what a page of another site may have made a browser send with its cookie. Throws `PermanentError` (`cross_site`). */
export function refuseCrossSite(request: IncomingMessage, settings: Settings): void {
  if (SAFE.has(request.method ?? 'GET')) return;
  refuseForeignOrigin(request, settings);
  if (request.headers[REQUEST_HEADER] === undefined)
    throw new PermanentError('a change that is asked for with a cookie must come from a page of ours', {
      code: 'cross_site',
      hint: `send the header ${REQUEST_HEADER}: 1, or use an API key`,
    });
}

/** What has no `Origin` was not sent by a browser's page, for none leaves it out in a request that changes something or opens a socket. */
export function refuseForeignOrigin(request: IncomingMessage, settings: Settings): void {
  const { origin, host } = request.headers;
  if (origin === undefined || isOwn(origin, host, settings)) return;
  throw new PermanentError(`requests of ${origin} are not taken here`, {
    code: 'cross_site',
    hint: 'if that is this installation, set http.publicUrl (TRIBUTARY_HTTP_PUBLIC_URL) to it',
  });
}

function isOwn(origin: string, host: string | undefined, settings: Settings): boolean {
  try {
    const asked = new URL(origin);
    if (settings.http.publicUrl !== undefined && asked.origin === new URL(settings.http.publicUrl).origin) return true;
    return asked.host === host;
  } catch {
    return false;
  }
}
