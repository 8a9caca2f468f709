import { type Happening, type Read, useLive } from '#page-kit';
import { type QueryClient, useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { Gathered } from './gathered.js';

/** Lists that any ticket's change may touch. */
const LISTS: readonly Read[] = [
  'GET /tickets',
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
/** Counts over everything: dearer, and nobody waits for them. */
const COUNTS: readonly Read[] = ['GET /views'];

const LEAST_REST_MS = 100;
const COUNTS_REST_MS = 1_000;
const HIDDEN_REST_MS = 2_000;
/** Of its time a page asks a third at most, however slow the answers; one that nobody sees hardly asks at all. */
const restOf = (leastMs: number) => (tookMs: number) => Math.max(document.hidden ? HIDDEN_REST_MS : leastMs, 2 * tookMs);

/** What of a ticket is kept: asked again when something happened to it. */
const OF_TICKET: readonly Read[] = [
  'GET /tickets/{id}',
  'GET /tickets/{id}/clocks',
  'GET /tickets/{id}/request',
  'GET /tickets/{id}/reply-channels',
  'GET /tickets/{id}/hand-over',
  'GET /tickets/{id}/closing',
  'GET /tickets/{id}/measures',
  'GET /tickets/{id}/changes',
  'GET /tickets/{id}/rule-runs',
  'GET /tickets/{id}/recognition',
  'GET /tickets/{id}/links',
  'GET /tickets/{id}/watchers',
  'GET /tickets/{id}/checklists',
  'GET /tickets/{id}/plan-runs',
  'GET /tickets/{id}/purchases',
];

/** What was asked a moment before the first connection is asked again when the page stands, not while it is being drawn. */
const FIRST_GAP_MS = 250;
const THREAD = 'GET /tickets/{id}/entries' satisfies Read;

/** Keeps what is shown true: an event of a ticket makes its kept answers old; a gap in the stream makes all of them old. */
export function useFreshAnswers(): void {
  const cache = useQueryClient();
  const wasLive = useRef(false);
  const [gathered] = useState(() => {
    const tickets = new Set<string>();
    const askAll = (routes: readonly Read[]) =>
      cache.invalidateQueries({ predicate: ({ queryKey }) => routes.includes(queryKey[0] as Read) });
    return {
      tickets,
      all: [
        new Gathered(() => askTickets(cache, tickets), restOf(LEAST_REST_MS)),
        new Gathered(() => askAll(LISTS), restOf(LEAST_REST_MS)),
        new Gathered(() => askAll(COUNTS), restOf(COUNTS_REST_MS)),
      ],
    };
  });
  useLive({
    happening: (happening) => {
      const id = ticketOf(happening);
      if (id !== null) gathered.tickets.add(id);
      for (const each of gathered.all) each.call();
    },
    gap: () => {
      const askAgain = () => void cache.invalidateQueries();
      if (wasLive.current) askAgain();
      else setTimeout(askAgain, FIRST_GAP_MS);
      wasLive.current = true;
    },
  });
}

/** Asks anew what is kept of these tickets, which are told by then. */
async function askTickets(cache: QueryClient, tickets: Set<string>): Promise<void> {
  const ids = new Set(tickets);
  tickets.clear();
  // A thread that is shown asks for what is new by itself; one that is only kept is asked for when it is shown again.
  void cache.invalidateQueries({
    predicate: ({ queryKey }) => queryKey[0] === THREAD && ids.has((queryKey[1] as { path?: { id?: string } }).path?.id ?? ''),
    refetchType: 'none',
  });
  await cache.invalidateQueries({
    predicate: ({ queryKey, state }) => {
      const asked = (queryKey[1] as { path?: { id?: string } }).path?.id ?? '';
      return OF_TICKET.includes(queryKey[0] as Read) && (ids.has(asked) || ids.has((state.data as { id?: string } | undefined)?.id ?? ''));
    },
  });
}

export function ticketOf({ data }: Happening): string | null {
  const id = data['ticketId'];
  return typeof id === 'string' ? id : null;
}
