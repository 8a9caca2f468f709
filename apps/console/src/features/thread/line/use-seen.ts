import { api } from '#page-kit';
import { useEffect, useRef, useState } from 'react';
import type { Entry } from '../entry.js';
import { lastSeq } from './merge-entries.js';

const KEPT = 'tributary.seen.';
const SHOWN_FOR_MS = 800;

/**
 * Tells that the end of the thread was shown to somebody who looks at it, and gives the place up to which he read last time: this browser
 * keeps it, for the API knows only that somebody of the desk looked.
 */
export function useSeen(ticketId: string, entries: readonly Entry[], isAtEnd: boolean, mayWrite: boolean): number | null {
  const [before] = useState(() => read(ticketId));
  const told = useRef(0);
  const last = lastSeq(entries);
  useEffect(() => {
    if (!isAtEnd || last === 0 || told.current >= last) return;
    const tell = () => {
      if (document.visibilityState !== 'visible' || told.current >= last) return;
      told.current = last;
      keep(ticketId, last);
      // Nobody is helped by hearing that it failed: the next entry tells it again.
      if (mayWrite) api.ask('POST /tickets/{id}/seen', { path: { id: ticketId }, body: { seq: last } }).catch(() => undefined);
    };
    const timer = setTimeout(tell, SHOWN_FOR_MS);
    document.addEventListener('visibilitychange', tell);
    return () => {
      clearTimeout(timer);
      document.removeEventListener('visibilitychange', tell);
    };
  }, [isAtEnd, last, mayWrite, ticketId]);
  return before;
}

/** A browser may forbid to keep anything. */
function read(ticketId: string): number | null {
  try {
    const kept = localStorage.getItem(KEPT + ticketId);
    return kept === null ? null : Number(kept);
  } catch {
    return null;
  }
}

function keep(ticketId: string, seq: number): void {
  try {
    localStorage.setItem(KEPT + ticketId, String(seq));
  } catch {
    // The line before what is unread is left out then.
  }
}
