import { keepPreviousData, useInfiniteQuery, useMutation, useQuery, useQueryClient, type QueryClient } from '@tanstack/react-query';
import { ApiClient, type Answer, type Asking, type Route } from '#api-client';
import { useToasts } from '../look/toasts.js';

/** The API of the page's own origin, by the session's cookie. */
export const api = new ApiClient({ url: location.origin });

export type Read = Extract<Route, `GET ${string}`>;
type Given<R extends Route> = Omit<Asking<R>, 'idempotencyKey' | 'signal'>;
type GivenIfAny<R extends Route> = Record<never, never> extends Given<R> ? [asking?: Given<R> | undefined] : [asking: Given<R>];

/** What an answer is kept under: the route, then what was asked. */
export function keyOf<R extends Read>(route: R, ...[asking]: GivenIfAny<R>): readonly unknown[] {
  return [route, asking ?? {}];
}

export interface AskOptions {
  readonly enabled?: boolean;
  /** Milliseconds between looks, where no event tells of changes. */
  readonly every?: number;
  /** The answer before stays while another page or filter is asked for. */
  readonly keep?: boolean;
}

interface AskOneOptions<T> extends AskOptions {
  /** What is known of it from elsewhere, such as a list: shown until the answer is there. */
  readonly meanwhile?: (cache: QueryClient) => T | undefined;
}

/** How `useAsked` asks and keeps, for who asks before anything is shown. */
export function askingOf<R extends Read>(route: R, asking: Given<R> | undefined) {
  return {
    queryKey: [route, asking ?? {}],
    queryFn: ({ signal }: { readonly signal: AbortSignal }): Promise<Answer<R>> => ask(route, { ...asking, signal } as Asking<R>),
  };
}

/** Something asked for, kept and asked again when events say that it changed. `GET` routes only. */
export function useAsked<R extends Read>(
  route: R,
  asking: Given<R> | undefined,
  { enabled = true, every, keep, meanwhile }: AskOneOptions<Answer<R>> = {},
) {
  const cache = useQueryClient();
  return useQuery<Answer<R>>({
    ...askingOf(route, asking),
    enabled,
    ...(every === undefined ? {} : { refetchInterval: every }),
    ...(keep === true ? { placeholderData: keepPreviousData as never } : {}),
    ...(meanwhile === undefined ? {} : { placeholderData: (() => meanwhile(cache)) as never }),
  });
}

type PageOf<R extends Read> = Answer<R> & { readonly items: readonly unknown[]; readonly nextCursor: string | null };
export type ItemOf<R extends Read> = Answer<R> extends { readonly items: readonly (infer T)[] } ? T : never;

/** How `useAskedPages` asks and keeps. */
export function askingPagesOf<R extends Read>(route: R, asking: Given<R> | undefined) {
  return {
    queryKey: [route, asking ?? {}, 'pages'],
    queryFn: ({ signal, pageParam }: { readonly signal: AbortSignal; readonly pageParam: string | null }) => {
      const query = { ...(asking as { query?: object } | undefined)?.query, ...(pageParam === null ? {} : { cursor: pageParam }) };
      return ask(route, { ...asking, query, signal } as unknown as Asking<R>) as Promise<PageOf<R>>;
    },
    initialPageParam: null as string | null,
    getNextPageParam: (last: PageOf<R>) => last.nextCursor,
  };
}

/** One function for all, so that what it gives is made anew only when the pages are. */
function itemsOf<R extends Read>(data: { readonly pages: readonly PageOf<R>[] }): ItemOf<R>[] {
  return data.pages.flatMap((page) => page.items) as ItemOf<R>[];
}

/** A list, page by page: `fetchNextPage` brings the next one. */
export function useAskedPages<R extends Read>(route: R, asking: Given<R> | undefined, { enabled = true, every }: AskOptions = {}) {
  return useInfiniteQuery({
    ...askingPagesOf(route, asking),
    enabled,
    ...(every === undefined ? {} : { refetchInterval: every }),
    select: itemsOf<R>,
  });
}

interface DoOptions<R extends Route> {
  /** Routes whose kept answers are out of date by it. */
  readonly changes?: readonly Read[];
  readonly onDone?: (answer: Answer<R>) => void;
  /** Who shows its failure himself; else it is told at the foot of the page. */
  readonly tellsFailure?: boolean;
}

/** A change: with a key of its own, so that a try that was lost on the way does nothing twice. */
export function useDoing<R extends Exclude<Route, Read>>(route: R, { changes = [], onDone, tellsFailure = false }: DoOptions<R> = {}) {
  const cache = useQueryClient();
  const toasts = useToasts();
  return useMutation<Answer<R>, unknown, Given<R>>({
    mutationFn: (asking) => ask(route, { ...asking, idempotencyKey: makeKey() } as unknown as Asking<R>),
    onSuccess: (answer) => {
      for (const changed of changes) forget(cache, changed);
      onDone?.(answer);
    },
    onError: (error) => {
      if (!tellsFailure) toasts.fail(error);
    },
  });
}

/** Asks all kept answers of a route again, of those that are shown at once. */
export function forget(cache: QueryClient, route: Read, path?: Readonly<Record<string, string>>): void {
  void cache.invalidateQueries({
    predicate: ({ queryKey }) => {
      if (queryKey[0] !== route) return false;
      if (path === undefined) return true;
      const asked = (queryKey[1] as { path?: Record<string, string> } | undefined)?.path ?? {};
      return Object.entries(path).every(([name, value]) => asked[name] === value);
    },
  });
}

function ask<R extends Route>(route: R, asking: Asking<R>): Promise<Answer<R>> {
  return (api.ask as (route: R, asking: Asking<R>) => Promise<Answer<R>>).call(api, route, asking);
}

/** `crypto.randomUUID` is only there on https and localhost. */
export function makeKey(): string {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
