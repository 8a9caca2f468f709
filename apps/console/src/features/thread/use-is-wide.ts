import { useSyncExternalStore } from 'react';

/** Beside a list there is less room. */
export function useIsWide(isPage: boolean): boolean {
  const query = isPage ? '(min-width: 64rem)' : '(min-width: 90rem)';
  return useSyncExternalStore(
    (changed) => {
      const media = matchMedia(query);
      media.addEventListener('change', changed);
      return () => media.removeEventListener('change', changed);
    },
    () => matchMedia(query).matches,
  );
}
