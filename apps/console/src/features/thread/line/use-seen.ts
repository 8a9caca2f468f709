import { api } from '#page-kit';
import { useEffect, useRef, useState } from 'react';
import type { Entry } from '../entry.js';
import { lastSeq } from './merge-entries.js';

const SHOWN_FOR_MS = 800;

/**
 * Up to where an agent had read a thread when he opened it, as the desk knows it from whatever computer he read it on; null: nobody knows, or not yet. Once its end
 * was shown for a moment to somebody who looks at it, the desk is told: from then on it is read.
 */
export function useSeen(ticketId: string, entries: readonly Entry[], isAtEnd: boolean, mayWrite: boolean): number | null {
  const [before, setBefore] = useState<number | null>(null);
  const [isKnown, setKnown] = useState(false);
  const told = useRef(0);
  const last = lastSeq(entries);
  useEffect(() => {
    const leaving = new AbortController();
    // Where it cannot be asked there is no line; it is read all the same.
    api
      .ask('GET /tickets/{id}/seen', { path: { id: ticketId }, signal: leaving.signal })
      .then(
        ({ seq }) => setBefore(seq),
        () => undefined,
      )
      .finally(() => setKnown(true));
    return () => leaving.abort();
  }, [ticketId]);
  useEffect(() => {
    if (!isKnown || !isAtEnd || last === 0 || told.current >= last) return;
    const tell = () => {
      if (document.visibilityState !== 'visible' || told.current >= last) return;
      told.current = last;
      // Nobody is helped by hearing that it failed: the next entry tells it again.
      if (mayWrite) api.ask('POST /tickets/{id}/seen', { path: { id: ticketId }, body: { seq: last } }).catch(() => undefined);
    };
    const timer = setTimeout(tell, SHOWN_FOR_MS);
    document.addEventListener('visibilitychange', tell);
    return () => {
      clearTimeout(timer);
      document.removeEventListener('visibilitychange', tell);
    };
  }, [isKnown, isAtEnd, last, mayWrite, ticketId]);
  return before;
}
