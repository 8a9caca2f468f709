import { useEffect, useRef, useSyncExternalStore } from 'react';
import { live } from './browser-live.js';
import type { LiveListener, LiveState } from './live-stream.js';

/** Hears the stream while the component is there. */
export function useLive(listener: LiveListener): void {
  const latest = useRef(listener);
  useEffect(() => {
    latest.current = listener;
  });
  useEffect(
    () =>
      live.listen({
        happening: (happening) => latest.current.happening?.(happening),
        passing: (passing) => latest.current.passing?.(passing),
        gap: () => latest.current.gap?.(),
        state: (state) => latest.current.state?.(state),
      }),
    [],
  );
}

export function useLiveState(): LiveState {
  return useSyncExternalStore(
    (changed) => live.listen({ state: changed }),
    () => live.state,
  );
}
