import { type Asking, askingOf, askingPagesOf } from '#page-kit';
import type { QueryClient } from '@tanstack/react-query';
import type { TicketQuery } from './filters.js';

const PAGE = 60;

/** How a list of tickets is asked for: a page of what the view, the search line and its chips say. */
export function listAsking(query: TicketQuery) {
  return { query: { ...query, limit: PAGE } as NonNullable<Asking<'GET /tickets'>['query']> };
}

/** What the page of a view shows, asked for one after the other while its code and its words are still coming. Who is not signed in is asked to by the page. */
export async function askFirstList(cache: QueryClient, key: string): Promise<void> {
  const session = await cache.fetchQuery(askingOf('GET /session', undefined));
  if (session.agent === null || session.secondFactorMissing) return;
  const views = await cache.fetchQuery(askingOf('GET /views', undefined));
  const view = views.items.find(({ id }) => id === key);
  if (view !== undefined) await cache.prefetchInfiniteQuery(askingPagesOf('GET /tickets', listAsking(view.query as TicketQuery)));
}
