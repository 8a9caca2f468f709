import { useSyncExternalStore } from 'react';

/** Beside a list there is less room. */
export function useIsWide(isPage: boolean): boolean {
  return useMedia(isPage ? '(min-width: 64rem)' : '(min-width: 90rem)');
}

/** The list gives way to the ticket, which is the page then. */
export function useIsAlone(): boolean {
  return useMedia('(max-width: 60rem)');
}

function useMedia(query: string): boolean {
  return useSyncExternalStore(
    (changed) => {
      const media = matchMedia(query);
      media.addEventListener('change', changed);
      return () => media.removeEventListener('change', changed);
    },
    () => matchMedia(query).matches,
  );
}
