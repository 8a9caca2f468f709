import type { ChatConfig } from '#contracts';
import type { ToLoader, ToPanel } from '../loader/commands.js';
import { openStorage } from './browser-storage.js';
import { Connection } from './connection.js';
import { PanelView } from './view.js';
import { wordsFor } from './words.js';

const base = new URL('.', location.href);

/** The page that holds us: known once it has spoken from an origin that the inbox names. */
let host: { readonly window: Window; readonly origin: string } | null = null;

async function begin(): Promise<void> {
  const config = (await (await fetch('config')).json()) as ChatConfig;
  const allowed = new Set([location.origin, ...config.origins]);
  const storage = openStorage(`tributary:${base.pathname}`);
  let locale = navigator.language;
  let page: { url: string; title: string } | undefined;
  let shown = window.parent === window;
  let ready = false;
  const view: PanelView = new PanelView(config, wordsFor(locale), {
    say: (frame) => connection.say(frame),
    typing: () => connection.tellTyping(performance.now()),
    older: () => connection.loadOlder(),
    close: () => tell({ tributary: 1, say: 'close' }),
    token: () => storage.get().token,
  });
  const connection = new Connection({
    open: () => new WebSocket(new URL('socket', base.href.replace(/^http/, 'ws'))) as never,
    storage,
    later: (work, ms) => void setTimeout(work, ms),
    random: Math.random,
    about: () => ({ locale, ...(page ? { page } : {}) }),
    show: (state) => {
      view.show(state);
      if (shown && document.visibilityState === 'visible') connection.tellSeen(true);
      tell({ tributary: 1, say: 'status', status: state.status });
      const unread = state.lines.filter(({ seq, from }) => from !== 'visitor' && from !== 'system' && seq > state.read).length;
      tell({ tributary: 1, say: 'unread', count: unread });
      if (!ready && state.welcome !== null) {
        ready = true;
        tell({ tributary: 1, say: 'ready' });
      }
    },
  });
  // A socket that lost its network may not know it for minutes.
  window.addEventListener('offline', () => connection.cut());
  window.addEventListener('online', () => connection.hurry());
  document.addEventListener('visibilitychange', () => connection.tellSeen(shown && document.visibilityState === 'visible'));

  window.addEventListener('message', (event: MessageEvent) => {
    // Exactly the page around us, and only where the inbox names its site.
    if (event.source !== window.parent || !allowed.has(event.origin)) return;
    const message = event.data as ToPanel;
    if (message?.tributary !== 1) return;
    host = { window: window.parent, origin: event.origin };
    if (message.say === 'boot') {
      if (message.locale) locale = message.locale;
      page = message.page;
      view.speak(wordsFor(locale), locale);
      connection.start(message.jwt ? { jwt: message.jwt } : undefined);
    } else if (message.say === 'identify') connection.identify({ jwt: message.jwt });
    else if (message.say === 'logout') connection.logOut();
    else if (message.say === 'shown') {
      shown = message.on;
      connection.tellSeen(shown);
      if (shown) view.focus();
    }
  });
  if (window.parent === window) return connection.start();
  const site = location.hash.slice(1);
  if (allowed.has(site)) window.parent.postMessage({ tributary: 1, say: 'loaded' } satisfies ToLoader, site);
}

function tell(message: ToLoader): void {
  host?.window.postMessage(message, host.origin);
}

void begin();
