import { useQuery } from '@tanstack/react-query';
import { type Metrics, readMetrics } from './read-metrics.js';

export interface Health {
  readonly ok: boolean;
  readonly checks: Readonly<Record<string, { readonly ok: boolean; readonly detail?: string }>>;
}

const LOOK_MS = 5_000;

/** Not of the API: asked where monitors ask. Not ready is an answer too. */
export function useHealth() {
  return useQuery<Health>({
    queryKey: ['/health/ready'],
    queryFn: async ({ signal }) => {
      const answer = await fetch('/health/ready', { signal });
      const { checks } = (await answer.json()) as Pick<Health, 'checks'>;
      return { ok: answer.ok, checks };
    },
    refetchInterval: LOOK_MS,
  });
}

export function useMetrics() {
  return useQuery<Metrics>({
    queryKey: ['/metrics'],
    queryFn: async ({ signal }) => readMetrics(await (await fetch('/metrics', { signal })).text()),
    refetchInterval: LOOK_MS,
  });
}
