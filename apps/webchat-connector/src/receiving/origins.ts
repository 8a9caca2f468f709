import { RefusedRequest, type InboxRequest } from '#connector-sdk';
import type { WebchatInboxConfig } from '../webchat.config.js';

type Asked = Pick<InboxRequest, 'headers' | 'url' | 'method'>;

/** Which pages may use an inbox. */
export class Origins {
  private readonly allowed: ReadonlySet<string>;

  constructor(private readonly config: Pick<WebchatInboxConfig, 'origins' | 'withoutOrigin'>) {
    this.allowed = new Set(config.origins);
  }

  /**
   * The origin to name in CORS headers; null for our own pages, and for a caller without one where that is right: browsers leave it out where they
   * read from the page's own origin, and never when they write or open a socket. Throws `RefusedRequest` (403, `origin_not_allowed`).
   */
  check(request: Asked, kind: 'read' | 'write'): string | null {
    const { origin } = request.headers;
    if (origin === undefined) {
      if (kind === 'read' || this.config.withoutOrigin) return null;
      throw refuse('A request without an Origin comes from no browser; `withoutOrigin: true` of the inbox lets apps in');
    }
    if (origin === new URL(request.url).origin) return null;
    if (this.allowed.has(origin)) return origin;
    throw refuse('This site may not use the chat: add its origin to `origins` of the inbox');
  }
}

/** What lets a page of another origin read an answer. */
export function corsHeaders(origin: string | null): Record<string, string> {
  if (origin === null) return { vary: 'origin' };
  return {
    'access-control-allow-origin': origin,
    'access-control-expose-headers': 'upload-offset, upload-length, retry-after',
    vary: 'origin',
  };
}

export const PREFLIGHT = {
  'access-control-allow-methods': 'GET, HEAD, POST, PATCH, OPTIONS',
  'access-control-allow-headers': 'authorization, content-type, upload-offset',
  'access-control-max-age': '600',
};

function refuse(message: string): RefusedRequest {
  return new RefusedRequest(403, 'origin_not_allowed', message);
}
