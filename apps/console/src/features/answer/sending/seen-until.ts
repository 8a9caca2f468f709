import type { Answer } from '#page-kit';
import type { QueryClient } from '@tanstack/react-query';
import type { Entry } from './obstacle.js';

/**
 * Until when somebody knows what was written to the ticket: an entry stands in the thread a moment before the ticket itself is asked again, and who answers
 * it at once has seen it.
 */
export function seenUntil(cache: QueryClient, { id, updatedAt }: Answer<'GET /tickets/{id}'>): string {
  const shown = cache.getQueriesData<{ readonly entries?: readonly Entry[] }>({
    queryKey: ['GET /tickets/{id}/entries', { path: { id } }],
  });
  const times = shown.flatMap(([, known]) => known?.entries?.at(-1)?.receivedAt ?? []);
  return [updatedAt, ...times].reduce((latest, at) => (at > latest ? at : latest));
}
