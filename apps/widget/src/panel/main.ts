import type { ChatConfig } from '#contracts';
import type { Announcement, ToLoader, ToPanel } from '../loader/commands.js';
import { ACCENT, inkOn, readableOn, type Look } from '../look.js';
import { readAnnouncements } from './announcements.js';
import { openStorage } from './browser-storage.js';
import { Connection } from './connection.js';
import { Format } from './format.js';
import { readHours } from './hours.js';
import { PanelView } from './view.js';
import { loadWords } from './words/load-words.js';
import { directionOf, formatLocaleOf, LANGUAGES, pickLanguage } from './words/pick-language.js';

/** What the connector says of an inbox, `hours` being a channel of the desk. */
type PanelConfig = ChatConfig & { readonly look?: Look; readonly hours?: string };

const base = new URL('.', location.href);
const api = new URL('../../api/v1/', base);
const alone = window.parent === window;
const [site = '', told = ''] = decodeURI(location.hash.slice(1)).split(';');
const LOOK_EVERY_MS = 5 * 60_000;
/** The grounds that words in the accent stand on, at worst: `--raised` of the style. */
const GROUNDS = { light: '#f2f4f5', dark: '#22272d' };
const WAITS_MS = [500, 2_000, 5_000, 10_000];

/** The page that holds us: known once it has spoken from an origin that the inbox names. */
let host: { readonly window: Window; readonly origin: string } | null = null;

async function begin(): Promise<void> {
  let locale = told || navigator.language;
  const [config, words] = await Promise.all([again(readConfig), again(() => loadWords(pickLanguage(locale)))]);
  const allowed = new Set([location.origin, ...config.origins]);
  const storage = openStorage(`tributary:${base.pathname}`);
  let page: { url: string; title: string } | undefined;
  let shown = alone;
  let [ready, started, overSite] = [false, false, false];
  let proof: { jwt: string } | undefined;
  let announcements: readonly Announcement[] | null = [];
  dress(config.look ?? {});
  const isLooking = () => shown && document.visibilityState === 'visible';
  const connection: Connection = new Connection({
    open: () => new WebSocket(new URL('socket', base.href.replace(/^http/, 'ws')).href) as never,
    storage,
    later: (work, ms) => void setTimeout(work, ms),
    random: Math.random,
    about: () => ({ locale, ...(page ? { page } : {}) }),
    show: (state) => {
      view.show(state);
      if (isLooking()) connection.tellSeen(true);
      tell({ tributary: 1, say: 'status', status: state.status });
      const unread = state.lines.filter(({ seq, from }) => from !== 'visitor' && from !== 'system' && seq > state.read).length;
      tell({ tributary: 1, say: 'unread', count: unread });
      if (!ready && state.welcome !== null) {
        ready = true;
        tell({ tributary: 1, say: 'ready' });
      }
    },
  });
  const makeView = (spoken: typeof words) => {
    const language = pickLanguage(locale);
    document.documentElement.lang = LANGUAGES[language];
    document.documentElement.dir = directionOf(language);
    document.documentElement.classList.toggle('alone', alone);
    return new PanelView(
      config,
      { words: spoken, format: new Format(formatLocaleOf(locale), spoken) },
      {
        say: (frame) => connection.say(frame),
        typing: () => connection.tellTyping(performance.now()),
        older: () => connection.loadOlder(),
        close: () => tell({ tributary: 1, say: 'close' }),
        token: () => storage.get().token,
      },
    );
  };
  let view = makeView(words);
  const speak = async (wanted: string) => {
    const other = pickLanguage(wanted) !== pickLanguage(locale);
    locale = wanted;
    if (!other) return;
    const spoken = await again(() => loadWords(pickLanguage(wanted)));
    view.remove();
    view = makeView(spoken);
    connection.showAgain();
    void look();
  };
  const look = async () => {
    if (announcements !== null && (shown || overSite)) {
      announcements = await readAnnouncements(api);
      // One place is enough.
      if (overSite) tell({ tributary: 1, say: 'announcements', items: announcements ?? [] });
      else view.announce(announcements ?? []);
    }
    if (shown && config.hours !== undefined) view.setHours(await readHours(api, config.hours));
  };
  const start = () => {
    if (started) return;
    started = true;
    connection.start(proof);
  };
  setInterval(() => document.visibilityState === 'visible' && void look(), LOOK_EVERY_MS);
  // A socket that lost its network may not know it for minutes.
  window.addEventListener('offline', () => connection.cut());
  window.addEventListener('online', () => connection.hurry());
  document.addEventListener('visibilitychange', () => connection.tellSeen(isLooking()));

  window.addEventListener('message', (event: MessageEvent) => {
    // Exactly the page around us, and only where the inbox names its site.
    if (event.source !== window.parent || !allowed.has(event.origin)) return;
    const message = event.data as ToPanel;
    if (message?.tributary !== 1) return;
    host = { window: window.parent, origin: event.origin };
    if (message.say === 'boot') {
      page = message.page;
      if (message.jwt) proof = { jwt: message.jwt };
      if (message.locale) void speak(message.locale);
      if (!message.wait) start();
    } else if (message.say === 'identify') {
      proof = { jwt: message.jwt };
      if (started) connection.identify(proof);
      start();
    } else if (message.say === 'logout') {
      start();
      connection.logOut();
    } else if (message.say === 'shown') {
      const opens = message.on && !shown;
      shown = message.on;
      view.cover(message.cover);
      if (shown) start();
      connection.tellSeen(isLooking());
      if (opens) view.focus();
      if (opens) void look();
    } else if (message.say === 'banner') {
      overSite = true;
      view.announce([]);
      void look();
    }
  });
  if (alone) {
    void look();
    return connection.start();
  }
  if (allowed.has(site)) window.parent.postMessage({ tributary: 1, say: 'loaded' } satisfies ToLoader, site);
}

async function readConfig(): Promise<PanelConfig> {
  const answer = await fetch('config');
  if (!answer.ok) throw new Error(String(answer.status));
  return (await answer.json()) as PanelConfig;
}

/** The inbox's colour, as much changed as words in it and on it need to be read. */
function dress({ accent = ACCENT }: Look): void {
  const dark = matchMedia('(prefers-color-scheme: dark)');
  const { style } = document.documentElement;
  const paint = () => {
    style.setProperty('--accent', accent);
    style.setProperty('--on-accent', inkOn(accent));
    style.setProperty('--link', readableOn(dark.matches ? GROUNDS.dark : GROUNDS.light, accent));
  };
  dark.addListener(paint);
  paint();
}

/** On a bad line until it works; the loader says meanwhile that there is no connection. */
async function again<T>(work: () => Promise<T>): Promise<T> {
  for (let times = 0; ; times += 1) {
    try {
      return await work();
    } catch {
      await new Promise((resolve) => setTimeout(resolve, WAITS_MS[Math.min(times, WAITS_MS.length - 1)]));
    }
  }
}

function tell(message: ToLoader): void {
  host?.window.postMessage(message, host.origin);
}

void begin();
