import { ToastsProvider } from '#page-kit';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { Router } from 'wouter';
import { features } from './features/index.js';
import { SessionGate } from './session/session-gate.js';
import { Shell } from './shell/shell.js';

/** Events say what changed: nothing is asked again for its age alone, but for what was missed while the page was hidden. */
const cache = new QueryClient({
  defaultOptions: {
    queries: { staleTime: 30_000, retry: false, refetchOnWindowFocus: false, networkMode: 'always' },
    mutations: { networkMode: 'always' },
  },
});

const BASE = '/console';

/** Asks for what will be shown first, while words and code are on their way. */
export function prepare(): void {
  for (const feature of features) feature.prepare?.(location.pathname.slice(BASE.length), cache);
}

export function App() {
  return (
    <QueryClientProvider client={cache}>
      <ToastsProvider>
        <Router base={BASE}>
          <SessionGate>
            <Shell />
          </SessionGate>
        </Router>
      </ToastsProvider>
    </QueryClientProvider>
  );
}
