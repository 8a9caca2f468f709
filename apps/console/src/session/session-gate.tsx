import { ApiProblem, Failed, Loading, followBrowser, useAsked, useLive } from '#page-kit';
import { useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useEffect } from 'react';
import { SecondFactorSetUp } from './second-factor-set-up.js';
import { SessionContext } from './session.js';
import { SignIn } from './sign-in.js';

/** Who is not signed in sees the sign-in and nothing else; what he had open comes back after it. */
export function SessionGate({ children }: { readonly children: ReactNode }) {
  const cache = useQueryClient();
  const asked = useAsked('GET /session', undefined);
  const leave = () => void cache.invalidateQueries({ queryKey: ['GET /session'] });
  useLive({ state: (state) => state === 'signed-out' && leave() });
  const isIn = asked.data?.agent != null && asked.error === null;
  useEffect(
    () => (isIn && asked.data?.secondFactorMissing === false ? followBrowser() : undefined),
    [isIn, asked.data?.secondFactorMissing],
  );
  useEffect(
    () =>
      cache.getQueryCache().subscribe(({ query }) => {
        const { error } = query.state;
        if (error instanceof ApiProblem && error.status === 401 && query.queryKey[0] !== 'GET /session') leave();
      }),
    // One cache a page.
    [],
  );
  if (asked.isPending) return <Loading />;
  if (asked.error instanceof ApiProblem && asked.error.status === 401) return <SignIn onDone={leave} wasIn={asked.data !== undefined} />;
  if (asked.data === undefined) return <Failed error={asked.error} onRetry={() => void asked.refetch()} />;
  if (asked.data.agent === null) return <SignIn onDone={leave} wasIn={false} />;
  if (asked.data.secondFactorMissing) return <SecondFactorSetUp onDone={leave} />;
  return <SessionContext.Provider value={asked.data}>{children}</SessionContext.Provider>;
}
