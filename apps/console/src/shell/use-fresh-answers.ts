import { forget, type Happening, type Read, useLive } from '#page-kit';
import { useQueryClient } from '@tanstack/react-query';
import { useRef } from 'react';

/** Lists that any ticket's change may touch: asked again a little later, once for many events. */
const LISTS: readonly Read[] = ['GET /tickets', 'GET /tasks', 'GET /notices', 'GET /ledger', 'GET /quarantine', 'GET /quarantine/domains'];
const GATHER_MS = 400;

/** What of a ticket is kept: asked again when something happened to it. */
const OF_TICKET: readonly Read[] = [
  'GET /tickets/{id}',
  'GET /tickets/{id}/clocks',
  'GET /tickets/{id}/request',
  'GET /tickets/{id}/reply-channels',
];

/** Keeps what is shown true: an event of a ticket makes its kept answers old; a gap in the stream makes all of them old. */
export function useFreshAnswers(): void {
  const cache = useQueryClient();
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null);
  useLive({
    happening: (happening) => {
      const id = ticketOf(happening);
      if (id !== null)
        void cache.invalidateQueries({
          predicate: ({ queryKey, state }) =>
            OF_TICKET.includes(queryKey[0] as Read) &&
            ((queryKey[1] as { path?: { id?: string } }).path?.id === id || (state.data as { id?: string } | undefined)?.id === id),
        });
      timer.current ??= setTimeout(() => {
        timer.current = null;
        for (const route of LISTS) forget(cache, route);
      }, GATHER_MS);
    },
    gap: () => void cache.invalidateQueries(),
  });
}

export function ticketOf({ data }: Happening): string | null {
  const id = data['ticketId'];
  return typeof id === 'string' ? id : null;
}
