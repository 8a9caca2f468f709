import type { BootOptions, ToLoader, ToPanel } from './commands.js';

// One small script for sites: a button, and a frame of our own origin that is loaded when it is first wanted. No inline script or style is made,
// so a strict Content-Security-Policy needs `script-src` and `frame-src` for this address only.

type Listener = (value?: unknown) => void;
type Call = (command: string, ...rest: unknown[]) => void;
type Queue = Call & { q?: IArguments[] };

const script = document.currentScript as HTMLScriptElement;
/** `https://desk.example/in/shop/`: where this script came from. */
const base = new URL('.', script.src);
const zh = /^zh/i.test(document.documentElement.lang || navigator.language);

let booted: BootOptions | null = null;
let frame: HTMLIFrameElement | null = null;
let loaded = false;
let shown = false;
let unread = 0;
const waiting: ToPanel[] = [];
const listeners: Record<string, Listener[]> = {};

const button = document.createElement('button');
button.type = 'button';
button.setAttribute('aria-haspopup', 'dialog');
button.addEventListener('click', () => show(!shown));
place(button, { bottom: '20px', right: '20px', width: '56px', height: '56px', border: '0', cursor: 'pointer' });
place(button, { borderRadius: '28px', background: '#1d4ed8', color: '#fff', font: '600 14px system-ui,sans-serif' });

function place(element: HTMLElement, style: Partial<CSSStyleDeclaration>): void {
  Object.assign(element.style, { position: 'fixed', zIndex: '2147483000' }, style);
}

function label(): void {
  button.textContent = shown ? '×' : unread > 0 ? String(unread) : zh ? '咨询' : 'Chat';
  const news = unread > 0 ? (zh ? `，${unread} 条新消息` : `, ${unread} new`) : '';
  button.setAttribute('aria-label', (shown ? (zh ? '关闭聊天' : 'Close chat') : zh ? '打开聊天' : 'Open chat') + news);
  button.setAttribute('aria-expanded', String(shown));
}

function tell(message: ToPanel): void {
  // To our own origin exactly: a frame that was led elsewhere gets nothing.
  if (loaded) frame!.contentWindow!.postMessage(message, base.origin);
  else waiting.push(message);
}

function load(): void {
  if (frame !== null) return;
  frame = document.createElement('iframe');
  // The panel must know whom to answer, and answers only sites that the inbox names.
  frame.src = new URL(`panel#${location.origin}`, base).href;
  frame.title = zh ? '聊天' : 'Chat';
  frame.allow = 'clipboard-write';
  place(frame, { bottom: '88px', right: '20px', width: 'min(380px, calc(100vw - 40px))', height: 'min(600px, calc(100vh - 108px))' });
  place(frame, { border: '0', borderRadius: '12px', boxShadow: '0 8px 32px rgba(0,0,0,.25)', display: 'none', background: '#fff' });
  document.body.append(frame);
}

function show(on: boolean): void {
  if (booted === null) return;
  load();
  shown = on;
  frame!.style.display = on ? 'block' : 'none';
  if (on) frame!.focus();
  else if (button.isConnected) button.focus();
  label();
  tell({ tributary: 1, say: 'shown', on });
  emit(on ? 'open' : 'close');
}

function emit(name: string, value?: unknown): void {
  for (const listener of listeners[name] ?? []) {
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
  const { locale, jwt } = options;
  const page = { url: location.href, title: document.title };
  waiting.push({ tributary: 1, say: 'boot', ...(locale ? { locale } : {}), ...(jwt ? { jwt } : {}), page });
  label();
  if (options.launcher !== false) document.body.append(button);
  // Who was here before may have an answer waiting: the panel says so, without being seen.
  if (jwt !== undefined || known()) load();
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
  identify: (jwt: string) => (load(), tell({ tributary: 1, say: 'identify', jwt })),
  logout: () => {
    known(false);
    // What the panel keeps is the panel's to forget, whether or not it was opened.
    load();
    tell({ tributary: 1, say: 'logout' });
  },
  open: () => show(true),
  close: () => show(false),
  on: (name: string, listener: Listener) => void (listeners[name] ??= []).push(listener),
};

function call(command: string, ...rest: unknown[]): void {
  const run = Object.hasOwn(commands, command) ? commands[command] : undefined;
  if (run === undefined) console.warn(`tributary: there is no command ${command}`);
  else run(...(rest as never[]));
}

window.addEventListener('message', (event: MessageEvent) => {
  if (frame === null || event.source !== frame.contentWindow || event.origin !== base.origin) return;
  const message = event.data as ToLoader;
  if (message?.tributary !== 1) return;
  if (message.say === 'loaded') {
    loaded = true;
    for (const each of waiting.splice(0)) tell(each);
  } else if (message.say === 'ready') {
    known(true);
    emit('ready');
  } else if (message.say === 'unread') {
    unread = message.count;
    label();
    emit('unread', unread);
  } else if (message.say === 'status') emit('status', message.status);
  else if (message.say === 'close') show(false);
});

const stub = (window as unknown as { tributary?: Queue }).tributary;
(window as unknown as { tributary: Call }).tributary = call;
for (const args of stub?.q ?? []) call(...(Array.from(args) as [string]));
