import { api, useLive } from '#page-kit';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, useRef, useState } from 'react';
import type { Entry } from '../entry.js';
import { type KnownEntries, lastSeq, mergeEntries } from './merge-entries.js';

const PAGE = 50;
const MOST = 200;
const ROUTE = 'GET /tickets/{id}/entries';

/** The end of a thread, more of it on demand, and what the stream tells of it: only what is new is asked for. */
export function useEntries(ticketId: string) {
  const cache = useQueryClient();
  const key = [ROUTE, { path: { id: ticketId } }, 'line'];
  const [isLoadingOlder, setLoadingOlder] = useState(false);
  const loading = useRef(false);
  const ask = (limit: number, cursor: string | null, signal?: AbortSignal) =>
    api.ask(ROUTE, {
      path: { id: ticketId },
      query: { limit, order: 'desc', ...(cursor === null ? {} : { cursor }) },
      ...(signal === undefined ? {} : { signal }),
    });
  const known = () => cache.getQueryData<KnownEntries>(key);
  const keep = (come: readonly Entry[]) =>
    cache.setQueryData<KnownEntries>(key, (had) => had && { ...had, entries: mergeEntries(had.entries, come) });
  // Asked anew (after a gap, a move): as much of it as is shown, in the place of what was there.
  const asked = useQuery<KnownEntries>({
    queryKey: key,
    queryFn: async ({ signal }) => {
      const { items, nextCursor } = await ask(Math.min(MOST, Math.max(PAGE, known()?.entries.length ?? 0)), null, signal);
      return { entries: mergeEntries([], items), older: nextCursor };
    },
  });
  const again = useCallback(() => void cache.invalidateQueries({ queryKey: [ROUTE, { path: { id: ticketId } }] }), [cache, ticketId]);

  const catching = useRef<Promise<void> | null>(null);
  /** What came behind the last one that is known: once for however many are told of at a time, as after a stream that was away. */
  const catchUp = async () => {
    for (let after = lastSeq(known()?.entries ?? []); ;) {
      const { items, nextCursor } = await api.ask(ROUTE, { path: { id: ticketId }, query: { after, limit: MOST } });
      keep(items);
      if (nextCursor === null) return;
      after = items.at(-1)!.seq;
    }
  };
  const takeAdded = async (seq: number): Promise<void> => {
    // Told of while others are fetched: it may be among them.
    await catching.current;
    if (known() === undefined || seq <= lastSeq(known()!.entries)) return;
    catching.current ??= catchUp().finally(() => (catching.current = null));
    await catching.current;
  };
  const takeChanged = async (entryId: string) => {
    if (known()?.entries.some(({ id }) => id === entryId)) keep([await api.ask('GET /entries/{id}', { path: { id: entryId } })]);
  };
  useLive({
    happening: ({ type, data }) => {
      if (type === 'ticket.merged.v1' && (data['ticketId'] === ticketId || data['intoTicketId'] === ticketId)) return again();
      if (data['ticketId'] !== ticketId) return;
      const entryId = String(data['entryId']);
      if (type === 'ticket.entry_added.v1') takeAdded(Number(data['seq'])).catch(again);
      if (type === 'ticket.entry_changed.v1') {
        if (data['change'] === 'moved') again();
        else takeChanged(entryId).catch(again);
      }
    },
  });

  const older = asked.data?.older ?? null;
  const loadOlder = async () => {
    if (older === null || loading.current) return;
    loading.current = true;
    setLoadingOlder(true);
    try {
      const { items, nextCursor } = await ask(PAGE, older);
      cache.setQueryData<KnownEntries>(key, (had) => had && { entries: mergeEntries(had.entries, items), older: nextCursor });
    } finally {
      loading.current = false;
      setLoadingOlder(false);
    }
  };
  return { asked, hasOlder: older !== null, isLoadingOlder, loadOlder, keep, again };
}
