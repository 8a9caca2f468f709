import { forget, type Happening, type Read, useLive } from '#page-kit';
import { useQueryClient } from '@tanstack/react-query';
import { useRef } from 'react';

/** Lists that any ticket's change may touch: asked again at once, and once more for all that happens within a moment. */
const LISTS: readonly Read[] = [
  'GET /tickets',
  'GET /views',
  'GET /tasks',
  'GET /notices',
  'GET /consultations',
  'GET /clocks',
  'GET /feedback',
  'GET /compensations',
  'GET /entry-reviews',
  'GET /ledger',
  'GET /quarantine',
  'GET /quarantine/domains',
];
const GATHER_MS = 500;

/** What of a ticket is kept: asked again when something happened to it. */
const OF_TICKET: readonly Read[] = [
  'GET /tickets/{id}',
  'GET /tickets/{id}/clocks',
  'GET /tickets/{id}/request',
  'GET /tickets/{id}/reply-channels',
  'GET /tickets/{id}/hand-over',
  'GET /tickets/{id}/changes',
  'GET /tickets/{id}/rule-runs',
  'GET /tickets/{id}/recognition',
  'GET /tickets/{id}/links',
  'GET /tickets/{id}/watchers',
  'GET /tickets/{id}/checklists',
  'GET /tickets/{id}/plan-runs',
  'GET /tickets/{id}/purchases',
];

/** Keeps what is shown true: an event of a ticket makes its kept answers old; a gap in the stream makes all of them old. */
export function useFreshAnswers(): void {
  const cache = useQueryClient();
  const gathering = useRef<{ timer: ReturnType<typeof setTimeout>; more: boolean } | null>(null);
  const forgetLists = () => {
    for (const route of LISTS) forget(cache, route);
  };
  const gather = () => {
    if (gathering.current !== null) {
      gathering.current.more = true;
      return;
    }
    forgetLists();
    const timer = setTimeout(() => {
      const { more } = gathering.current!;
      gathering.current = null;
      if (more) gather();
    }, GATHER_MS);
    gathering.current = { timer, more: false };
  };
  useLive({
    happening: (happening) => {
      const id = ticketOf(happening);
      if (id !== null)
        void cache.invalidateQueries({
          predicate: ({ queryKey, state }) =>
            OF_TICKET.includes(queryKey[0] as Read) &&
            ((queryKey[1] as { path?: { id?: string } }).path?.id === id || (state.data as { id?: string } | undefined)?.id === id),
        });
      gather();
    },
    gap: () => void cache.invalidateQueries(),
  });
}

export function ticketOf({ data }: Happening): string | null {
  const id = data['ticketId'];
  return typeof id === 'string' ? id : null;
}
