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

/** Says at once that the network is gone; comes back at once when it does, and when the page is shown after a sleep. Returns what stops it. */
export function followBrowser(): () => void {
  let hiddenAt = 0;
  const wake = () => live.wake();
  const lose = () => live.loseNetwork();
  const show = () => {
    if (document.visibilityState === 'hidden') hiddenAt = Date.now();
    else if (Date.now() - hiddenAt > SLEPT_MS || live.state !== 'live') wake();
  };
  addEventListener('online', wake);
  addEventListener('offline', lose);
  document.addEventListener('visibilitychange', show);
  live.start();
  return () => {
    removeEventListener('online', wake);
    removeEventListener('offline', lose);
    document.removeEventListener('visibilitychange', show);
    live.stop();
  };
}
