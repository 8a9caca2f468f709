import { ToastsProvider } from '#page-kit';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { Router } from 'wouter';

const cache = new QueryClient({ defaultOptions: { queries: { retry: 1, refetchOnWindowFocus: false } } });

export function App() {
  return (
    <QueryClientProvider client={cache}>
      <ToastsProvider>
        <Router base="/help">{null}</Router>
      </ToastsProvider>
    </QueryClientProvider>
  );
}
