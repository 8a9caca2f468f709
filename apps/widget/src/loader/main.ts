import { ACCENT, type Look } from '../look.js';
import { launcherWordsFor } from '../panel/words/languages.js';
import type { Announcement, BootOptions, ToLoader, ToPanel } from './commands.js';
import { Launcher } from './launcher.js';
import { PanelFrame } from './panel-frame.js';
import { SiteBanner } from './site-banner.js';

// One small script for sites: a button, and a frame of our own origin that is loaded when it is first wanted. No inline script or style is made,
// so a strict Content-Security-Policy needs `script-src` and `frame-src` for this address only.

type Listener = (value?: unknown) => void;
type Call = (command: string, ...rest: unknown[]) => void;
type Queue = Call & { q?: IArguments[] };

// The connector writes the inbox's look before this script, onto its own element.
const script = document.currentScript as HTMLScriptElement & { tributaryLook?: Look };
const look = script.tributaryLook || {};
/** `https://desk.example/in/shop/`: where this script came from. */
const base = new URL('.', script.src);

let booted: BootOptions | null = null;
let frame: PanelFrame | null = null;
let launcher: Launcher | null = null;
let banner: SiteBanner | null = null;
let loaded = false;
let shown = false;
let unread = 0;
let waiting: ToPanel[] = [];
const listeners: Record<string, Listener[]> = {};

function localeOf(): string {
  return (booted && booted.locale) || document.documentElement.lang || navigator.language;
}

function sideOf(): 'left' | 'right' {
  const rightToLeft = getComputedStyle(document.documentElement).direction === 'rtl';
  return (look.launcherSide === 'start') === rightToLeft ? 'right' : 'left';
}

function tell(message: ToPanel): void {
  // To our own origin exactly: a frame that was led elsewhere gets nothing.
  if (loaded) frame!.window!.postMessage(message, base.origin);
  else waiting.push(message);
}

/** `wait`: nobody has asked for the chat yet. */
function load(wait: boolean): PanelFrame {
  if (frame !== null) return frame;
  const { locale, jwt } = booted || {};
  const page = { url: location.href, title: document.title };
  waiting.unshift({ tributary: 1, say: 'boot', ...(locale ? { locale } : {}), ...(jwt ? { jwt } : {}), page, wait });
  // The panel must know whom to answer, and answers only sites that the inbox names.
  const address = new URL(`panel#${location.origin};${localeOf()}`, base).href;
  frame = new PanelFrame({ words: launcherWordsFor(localeOf()), side: sideOf(), address, onCover: tellShown });
  return frame;
}

function tellShown(): void {
  tell({ tributary: 1, say: 'shown', on: shown, cover: frame!.covers });
}

function label(): void {
  if (launcher !== null) launcher.show({ open: shown, unread });
}

function show(on: boolean): void {
  if (booted === null || (!on && frame === null)) return;
  const was = shown;
  shown = on;
  load(false).show(on);
  if (!on && was && launcher !== null) launcher.button.focus();
  label();
  tellShown();
  emit(on ? 'open' : 'close');
}

function emit(name: string, value?: unknown): void {
  for (const listener of listeners[name] || []) {
    try {
      listener(value);
    } catch (error) {
      console.error(error);
    }
  }
}

function boot(options: BootOptions = {}): void {
  if (booted !== null) return;
  booted = options;
  const parts = { words: launcherWordsFor(localeOf()), accent: look.accent || ACCENT, side: sideOf() };
  if (options.launcher !== false) {
    launcher = new Launcher({ ...parts, onPress: () => show(!shown), onNear: () => void load(true) });
    launcher.button.addEventListener('keydown', ({ key }) => key === 'Escape' && shown && show(false));
    document.body.appendChild(launcher.button);
  }
  label();
  // Who was here before may have an answer waiting: the panel says so, without being seen.
  if (options.jwt !== undefined || known()) afterPage(() => void load(false));
}

/** The site's own files come first. */
function afterPage(work: () => void): void {
  if (document.readyState === 'complete') work();
  else window.addEventListener('load', work);
}

const KNOWN = `tributary:${base.pathname}`;

function known(on?: boolean): boolean {
  try {
    if (on === true) localStorage.setItem(KNOWN, '1');
    if (on === false) localStorage.removeItem(KNOWN);
    return localStorage.getItem(KNOWN) !== null;
  } catch {
    return false;
  }
}

const commands: Record<string, (...rest: never[]) => void> = {
  boot,
  identify: (jwt: string) => {
    load(false);
    tell({ tributary: 1, say: 'identify', jwt });
  },
  logout: () => {
    known(false);
    // What the panel keeps is the panel's to forget, whether or not it was opened.
    load(false);
    tell({ tributary: 1, say: 'logout' });
  },
  open: () => show(true),
  close: () => show(false),
  banner: () => {
    // The panel reads them: the site's policy need not name the desk's API.
    load(true);
    banner = banner || new SiteBanner(launcherWordsFor(localeOf()), `${KNOWN}:away`);
    tell({ tributary: 1, say: 'banner' });
  },
  on: (name: string, listener: Listener) => void (listeners[name] = listeners[name] || []).push(listener),
};

function call(command: string, ...rest: unknown[]): void {
  const run = Object.prototype.hasOwnProperty.call(commands, command) ? commands[command] : undefined;
  if (run === undefined) console.warn(`tributary: there is no command ${command}`);
  else run(...(rest as never[]));
}

function announce(items: readonly Announcement[]): void {
  if (banner !== null) banner.show(items);
}

window.addEventListener('message', (event: MessageEvent) => {
  if (frame === null || event.source !== frame.window || event.origin !== base.origin) return;
  const message = event.data as ToLoader;
  if (!message || message.tributary !== 1) return;
  if (message.say === 'loaded') {
    loaded = true;
    frame.arrive();
    const told = waiting;
    waiting = [];
    for (const each of told) tell(each);
  } else if (message.say === 'ready') {
    known(true);
    emit('ready');
  } else if (message.say === 'unread') {
    if (message.count !== unread) emit('unread', message.count);
    unread = message.count;
    label();
  } else if (message.say === 'status') emit('status', message.status);
  else if (message.say === 'announcements') announce(message.items);
  else if (message.say === 'close') show(false);
});

const stub = (window as unknown as { tributary?: Queue }).tributary;

function start(): void {
  (window as unknown as { tributary: Call }).tributary = call;
  for (const args of (stub && stub.q) || []) call(...(Array.from(args) as [string]));
  if (script.hasAttribute('data-boot')) boot();
}

// An async script may run before there is anything to put a button on: until then the site's own stub keeps what is called.
if (document.body) start();
else document.addEventListener('DOMContentLoaded', start);
