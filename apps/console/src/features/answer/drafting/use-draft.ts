import { api } from '#page-kit';
import { useCallback, useEffect, useRef, useState } from 'react';
import { askDraft, isSame, saveAtOnce, type Draft, type DraftInput } from './draft.js';

const PAUSE_MS = 800;
/** After so long somebody may have gone on at another computer. */
const ALONE_MS = 10_000;

interface DraftKeeper {
  /** What lay on the server when the page came; undefined: not known yet. */
  readonly found: Draft | null | undefined;
  readonly savedAt: string | null;
  /** The last save failed: what was typed is only here. */
  readonly isUnsaved: boolean;
  /** The same agent wrote something else at another place. */
  readonly elsewhere: Draft | null;
  /** Later, when the typing pauses; null: nothing is written. */
  readonly keep: (input: DraftInput | null) => void;
  readonly keepNow: () => void;
  /** It was sent: the server has dropped it. */
  readonly sent: () => void;
  readonly settle: () => void;
}

/** Keeps what is being written on the server, and notices when it was changed at another place. */
export function useDraft(ticketId: string): DraftKeeper {
  const [found, setFound] = useState<Draft | null | undefined>(undefined);
  const [state, setState] = useState<{ savedAt: string | null; isUnsaved: boolean }>({ savedAt: null, isUnsaved: false });
  const [elsewhere, setElsewhere] = useState<Draft | null>(null);
  const wanted = useRef<{ input: DraftInput | null } | null>(null);
  const known = useRef<{ savedAt: string | null; at: number; input: DraftInput | null }>({ savedAt: null, at: 0, input: null });
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null);
  const running = useRef<Promise<void>>(Promise.resolve());

  const hold = useCallback((draft: Draft | null) => {
    known.current = { savedAt: draft?.savedAt ?? null, at: Date.now(), input: draft };
    setState({ savedAt: draft?.savedAt ?? null, isUnsaved: false });
  }, []);

  /** True: something else lies there than what we know. */
  const look = useCallback(async (): Promise<boolean> => {
    const there = await askDraft(ticketId);
    known.current = { ...known.current, at: Date.now() };
    const isOther = there !== null && there.savedAt !== known.current.savedAt && !isSame(there, known.current.input);
    if (isOther) setElsewhere(there);
    return isOther;
  }, [ticketId]);

  const save = useCallback(async () => {
    const next = wanted.current;
    if (next === null) return;
    try {
      if (Date.now() - known.current.at > ALONE_MS && (await look())) return;
      wanted.current = null;
      const { input } = next;
      const path = { id: ticketId };
      if (input !== null) hold(await api.ask('PUT /tickets/{id}/draft', { path, body: input }));
      else if (known.current.savedAt !== null) {
        await api.ask('DELETE /tickets/{id}/draft', { path });
        hold(null);
      }
    } catch {
      wanted.current ??= next;
      setState((now) => ({ ...now, isUnsaved: true }));
      timer.current ??= setTimeout(flushLater, PAUSE_MS * 5);
    }
    function flushLater() {
      timer.current = null;
      void save();
    }
  }, [ticketId, look, hold]);

  const keepNow = useCallback(() => {
    if (timer.current !== null) clearTimeout(timer.current);
    timer.current = null;
    running.current = running.current.then(save);
  }, [save]);

  const keep = useCallback(
    (input: DraftInput | null) => {
      wanted.current = { input };
      if (timer.current !== null) clearTimeout(timer.current);
      timer.current = setTimeout(keepNow, PAUSE_MS);
    },
    [keepNow],
  );

  useEffect(() => {
    let isGone = false;
    askDraft(ticketId).then(
      (draft) => {
        if (isGone) return;
        hold(draft);
        setFound(draft);
      },
      () => !isGone && setFound(null),
    );
    const leave = () => {
      const next = wanted.current;
      if (next === null) return;
      wanted.current = null;
      saveAtOnce(ticketId, next.input);
    };
    const comeBack = () =>
      document.visibilityState === 'visible' && Date.now() - known.current.at > 1_000 && void look().catch(() => false);
    addEventListener('pagehide', leave);
    addEventListener('focus', comeBack);
    return () => {
      isGone = true;
      removeEventListener('pagehide', leave);
      removeEventListener('focus', comeBack);
      if (timer.current !== null) clearTimeout(timer.current);
      leave();
    };
  }, [ticketId, hold, look]);

  const sent = useCallback(() => {
    wanted.current = null;
    if (timer.current !== null) clearTimeout(timer.current);
    timer.current = null;
    hold(null);
  }, [hold]);
  const settle = useCallback(() => {
    if (elsewhere !== null) hold(elsewhere);
    setElsewhere(null);
  }, [elsewhere, hold]);
  return { found, ...state, elsewhere, keep, keepNow, sent, settle };
}
