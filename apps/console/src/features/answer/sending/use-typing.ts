import { api } from '#page-kit';
import { useEffect, useRef } from 'react';

const AGAIN_MS = 3_500;

/** Tells the customer's channel that an answer is being typed, for as long as it is. Nothing depends on it. */
export function useTyping(ticketId: string, inboxId: string | undefined): { readonly typed: () => void; readonly stopped: () => void } {
  const toldAt = useRef(0);
  const tell = (on: boolean) => {
    if (inboxId === undefined) return;
    api.ask('POST /tickets/{id}/typing', { path: { id: ticketId }, body: { on, inboxId } }).catch(() => undefined);
  };
  const stopped = () => {
    if (toldAt.current === 0) return;
    toldAt.current = 0;
    tell(false);
  };
  const latest = useRef(stopped);
  useEffect(() => {
    latest.current = stopped;
  });
  useEffect(() => () => latest.current(), []);
  return {
    typed: () => {
      if (Date.now() - toldAt.current < AGAIN_MS) return;
      toldAt.current = Date.now();
      tell(true);
    },
    stopped,
  };
}
