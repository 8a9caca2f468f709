import { useCallback } from 'react';
import { useSearchParams } from 'wouter';

/** What a page is narrowed to stands in its address, so that it can be kept and sent on. An empty value takes its name away. */
export function useFilters(): readonly [of: (name: string) => string, set: (changes: Readonly<Record<string, string>>) => void] {
  const [params, setParams] = useSearchParams();
  const set = useCallback(
    (changes: Readonly<Record<string, string>>) => {
      // Not of `params`: two changes in a row would forget the first.
      const next = new URLSearchParams(location.search);
      for (const [name, value] of Object.entries(changes))
        if (value === '') next.delete(name);
        else next.set(name, value);
      setParams(next, { replace: true });
    },
    [setParams],
  );
  return [(name) => params.get(name) ?? '', set];
}

export function useFilter(name: string): readonly [value: string, set: (value: string) => void] {
  const [of, set] = useFilters();
  return [of(name), (value) => set({ [name]: value })];
}
