import type { Operations } from './generated/operations.js';

/** A route of the API: `GET /tickets/{id}`. */
export type Route = keyof Operations;
type Fields<R extends Route> = Omit<Operations[R], 'answer'>;
export type Answer<R extends Route> = Operations[R]['answer'];
/** What a route takes in its path, its query and its body, and how it is asked. */
export type Asking<R extends Route> = Fields<R> & {
  /** The same key and request: one effect, one answer, for 7 days. Without it a write that failed on the way is not tried again. */
  readonly idempotencyKey?: string;
  readonly signal?: AbortSignal;
};

/** What the API said instead of an answer (RFC 9457). `code` is stable, `detail` and `hint` are for people. */
export class ApiProblem extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    readonly body: Readonly<Record<string, unknown>>,
  ) {
    super(`${status} ${code}: ${String(body['detail'] ?? 'no detail')}`);
    this.name = 'ApiProblem';
  }
}

export interface ClientOptions {
  /** Where the product is: `http://127.0.0.1:8080`. */
  readonly url: string;
  /** An API key; without it a browser's cookie does it. */
  readonly key?: string;
  readonly fetch?: typeof fetch;
  /** Tries of what may be tried again: reads, and writes with an Idempotency-Key. */
  readonly tries?: number;
}

const TRIED_AGAIN = new Set([429, 503]);
const LONGEST_WAIT_S = 30;

export class ApiClient {
  constructor(private readonly options: ClientOptions) {}

  /** Throws `ApiProblem`; what `fetch` throws when nobody answers passes through after the last try. */
  async ask<R extends Route>(
    route: R,
    ...[asking]: Record<never, never> extends Fields<R> ? [Asking<R>?] : [Asking<R>]
  ): Promise<Answer<R>> {
    const given = (asking ?? {}) as AnyAsking;
    const again = route.startsWith('GET ') || given.idempotencyKey !== undefined ? (this.options.tries ?? 3) : 1;
    for (let left = again - 1; ; left -= 1) {
      const response = await this.send(route, given).catch((error: unknown) => {
        if (left <= 0 || given.signal?.aborted === true) throw error;
        return null;
      });
      if (response !== null && (left <= 0 || !TRIED_AGAIN.has(response.status))) return read<Answer<R>>(response);
      await wait(response?.headers.get('retry-after') ?? '1');
    }
  }

  /** Every item of a list, page by page. */
  async *items<R extends ListRoute>(route: R, asking?: Asking<R>): AsyncGenerator<ItemOf<R>> {
    for (let cursor: string | undefined; ;) {
      const query = { ...(asking as AnyAsking | undefined)?.query, ...(cursor === undefined ? {} : { cursor }) };
      const page = (await (this.ask as (route: Route, asking: object) => Promise<unknown>).call(this, route, {
        ...asking,
        query,
      })) as ListOf<ItemOf<R>>;
      yield* page.items;
      if (page.nextCursor === null) return;
      cursor = page.nextCursor;
    }
  }

  private send(route: string, { path = {}, query = {}, body, idempotencyKey, signal }: AnyAsking): Promise<Response> {
    const [method, template] = route.split(' ') as [string, string];
    const url = new URL(
      `/api/v1${template.replaceAll(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(String(path[name])))}`,
      this.options.url,
    );
    for (const [name, value] of Object.entries(query)) if (value !== undefined) url.searchParams.set(name, String(value));
    const raw = body instanceof Uint8Array;
    const headers: Record<string, string> = {
      ...(this.options.key === undefined ? { 'x-tributary-request': '1' } : { authorization: `Bearer ${this.options.key}` }),
      ...(idempotencyKey === undefined ? {} : { 'idempotency-key': idempotencyKey }),
      ...(body === undefined ? {} : { 'content-type': raw ? 'application/octet-stream' : 'application/json' }),
    };
    const sent = body === undefined ? {} : { body: raw ? (body as Uint8Array<ArrayBuffer>) : JSON.stringify(body) };
    return (this.options.fetch ?? fetch)(url, { method, headers, ...sent, ...(signal === undefined ? {} : { signal }) });
  }
}

interface AnyAsking {
  readonly path?: Readonly<Record<string, unknown>>;
  readonly query?: Readonly<Record<string, unknown>>;
  readonly body?: unknown;
  readonly idempotencyKey?: string;
  readonly signal?: AbortSignal;
}
interface ListOf<T> {
  readonly items: readonly T[];
  readonly nextCursor: string | null;
}
type ListRoute = { [R in Route]: Answer<R> extends ListOf<unknown> ? R : never }[Route];
type ItemOf<R extends Route> = Answer<R> extends { readonly items: readonly (infer T)[] } ? T : never;

async function read<T>(response: Response): Promise<T> {
  const type = response.headers.get('content-type') ?? '';
  if (response.ok) {
    if (response.status === 204) return undefined as T;
    return (/^application\/json\b/.test(type) ? await response.json() : new Uint8Array(await response.arrayBuffer())) as T;
  }
  const body = /\bjson\b/.test(type) ? ((await response.json()) as Record<string, unknown>) : { detail: await response.text() };
  throw new ApiProblem(response.status, String((body as { code?: unknown }).code ?? 'unknown'), body);
}

function wait(retryAfter: string): Promise<void> {
  const seconds = Math.min(Number(retryAfter) || 1, LONGEST_WAIT_S);
  return new Promise((resolve) => setTimeout(resolve, seconds * 1_000));
}
