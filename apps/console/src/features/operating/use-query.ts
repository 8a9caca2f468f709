import { useSearch, useLocation } from 'wouter';

/** Filters of a page stand in its address: they survive a reload and can be sent to a colleague. */
export function useQuery<K extends string>(): [Readonly<Partial<Record<K, string>>>, (change: Partial<Record<K, string>>) => void] {
  const search = useSearch();
  const [path, go] = useLocation();
  const now = Object.fromEntries(new URLSearchParams(search)) as Partial<Record<K, string>>;
  const change = (wanted: Partial<Record<K, string>>) => {
    const next = new URLSearchParams();
    for (const [name, value] of Object.entries<string | undefined>({ ...now, ...wanted })) if (value) next.set(name, value);
    go(next.size === 0 ? path : `${path}?${next.toString()}`, { replace: true });
  };
  return [now, change];
}
