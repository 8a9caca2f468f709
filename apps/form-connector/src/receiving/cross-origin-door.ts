import { type InboxAnswer, type InboxRequest, RefusedRequest } from '#connector-sdk';
import { RetriableError } from '#runtime';
import type { Door } from './door.js';
import { answerJson } from './json-answer.js';

const PREFLIGHT = {
  'access-control-allow-methods': 'GET, HEAD, POST, OPTIONS',
  'access-control-allow-headers': 'authorization, content-type, idempotency-key',
  'access-control-max-age': '600',
};

/**
 * Which pages of other sites may use a form by script (CORS). Our own page says Origin `null`, for it sends no referrer; so does a page in a sandbox, and
 * neither can read more of the answer by it.
 */
export class CrossOriginDoor implements Door {
  private readonly allowed: ReadonlySet<string>;

  constructor(
    private readonly inner: Door,
    origins: readonly string[],
  ) {
    this.allowed = new Set(origins);
  }

  async answer(request: InboxRequest): Promise<InboxAnswer> {
    const { origin } = request.headers;
    const preflight = request.method === 'OPTIONS' && request.headers['access-control-request-method'] !== undefined;
    if (!preflight && (origin === undefined || origin === 'null' || isOurs(origin, request))) return this.inner.answer(request);
    if (origin === undefined || !this.allowed.has(origin))
      throw new RefusedRequest(403, 'origin_not_allowed', 'This site may not use the form: add its origin to `origins` of the inbox');
    const cors = { 'access-control-allow-origin': origin, 'access-control-expose-headers': 'retry-after', vary: 'origin' };
    if (preflight) return { status: 204, headers: { ...PREFLIGHT, ...cors } };
    const answer = await this.inner.answer(request).catch(explain);
    return { ...answer, headers: { ...answer.headers, ...cors } };
  }

  async close(): Promise<void> {
    await this.inner.close?.();
  }
}

/** Without `http.publicUrl` we do not know by which scheme the browser came, only to whom. */
function isOurs(origin: string, { url, headers }: InboxRequest): boolean {
  const host = /^https?:\/\/(.+)$/.exec(origin)?.[1];
  return host !== undefined && (host === new URL(url).host || host === headers['host']);
}

/** The house's own answer would have no CORS headers, and the page could not read why. */
function explain(error: unknown): InboxAnswer {
  const problem = { 'content-type': 'application/problem+json' };
  if (error instanceof RefusedRequest)
    return answerJson(error.status, { status: error.status, code: error.code, detail: error.message }, problem);
  if (!(error instanceof RetriableError)) throw error;
  return answerJson(503, { status: 503, code: error.code, detail: error.message }, { ...problem, 'retry-after': '5' });
}
