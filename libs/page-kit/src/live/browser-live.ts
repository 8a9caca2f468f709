import { LiveStream, type SocketLike } from './live-stream.js';

/** The page's one stream, by the session's cookie. */
export const live = new LiveStream({
  open: (since) => {
    const url = new URL('/api/v1/stream', location.href);
    url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
    if (since !== null) url.searchParams.set('since', since);
    return new WebSocket(url) as unknown as SocketLike;
  },
  wait: (run, ms) => {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
});

const SLEPT_MS = 30_000;

/** Comes back at once when the network does, and when the page is shown after a sleep. Returns what stops it. */
export function followBrowser(): () => void {
  let hiddenAt = 0;
  const wake = () => live.wake();
  const show = () => {
    if (document.visibilityState === 'hidden') hiddenAt = Date.now();
    else if (Date.now() - hiddenAt > SLEPT_MS || live.state !== 'live') wake();
  };
  addEventListener('online', wake);
  document.addEventListener('visibilitychange', show);
  live.start();
  return () => {
    removeEventListener('online', wake);
    document.removeEventListener('visibilitychange', show);
    live.stop();
  };
}
