import type { LauncherWords } from '../panel/words/languages.js';
import { restyle, styled } from './styled.js';

/** A phone, or a window that a zoom made as small as one. */
const SMALL = '(max-width: 480px), (max-height: 480px)';
const FIRST_PATIENCE_MS = 12_000;
const MOST_PATIENCE_MS = 60_000;

export interface FrameParts {
  readonly words: LauncherWords;
  readonly side: 'left' | 'right';
  readonly address: string;
  readonly onCover: () => void;
}

/** The box with the frame: beside the button, or over the whole window where that is small. Comes again where the panel does not. */
export class PanelFrame {
  readonly box = styled('div', { position: 'fixed', zIndex: '2147483001', display: 'none', overflow: 'hidden', border: '0' });
  private frame!: HTMLIFrameElement;
  private readonly word = styled('p', { position: 'absolute', top: '45%', left: '0', right: '0', margin: '0', padding: '0 24px' });
  private readonly small = matchMedia(SMALL);
  private open = false;
  private here = false;
  private patienceMs = FIRST_PATIENCE_MS;
  private timer = 0;
  private overflow = '';

  constructor(private readonly parts: FrameParts) {
    const { box, word } = this;
    box.setAttribute('role', 'dialog');
    box.setAttribute('aria-label', parts.words.title);
    const dark = matchMedia('(prefers-color-scheme: dark)').matches;
    restyle(box, { background: dark ? '#15181c' : '#fff', boxShadow: '0 8px 32px rgba(0,0,0,.24)' });
    restyle(word, { textAlign: 'center', color: dark ? '#a4adb8' : '#59616b', font: '15px/1.5 -apple-system,system-ui,sans-serif' });
    word.setAttribute('role', 'status');
    box.appendChild(word);
    this.load();
    this.place();
    // addListener: a browser of 2018 has no other.
    this.small.addListener(() => {
      this.place();
      parts.onCover();
    });
    document.body.appendChild(box);
  }

  get window(): Window | null {
    return this.frame.contentWindow;
  }

  get covers(): boolean {
    return this.small.matches;
  }

  /** The panel spoke. */
  arrive(): void {
    this.here = true;
    clearTimeout(this.timer);
    this.word.textContent = '';
    this.frame.style.visibility = '';
    if (this.open) this.frame.focus();
  }

  show(on: boolean): void {
    this.open = on;
    this.box.style.display = on ? 'block' : 'none';
    this.place();
    if (!on) return;
    if (this.here) this.frame.focus();
    else this.wait();
  }

  private load(): void {
    if (this.frame !== undefined) this.box.removeChild(this.frame);
    const { words, address } = this.parts;
    this.frame = styled('iframe', { width: '100%', height: '100%', border: '0', display: 'block', visibility: 'hidden' });
    this.frame.title = words.title;
    this.frame.allow = 'clipboard-write';
    this.frame.src = address;
    this.box.appendChild(this.frame);
  }

  private wait(): void {
    const { words } = this.parts;
    if (this.word.textContent === '') this.word.textContent = words.loading;
    clearTimeout(this.timer);
    this.timer = window.setTimeout(() => {
      if (this.here || !this.open) return;
      this.word.textContent = words.unreachable;
      this.load();
      this.patienceMs = Math.min(this.patienceMs * 2, MOST_PATIENCE_MS);
      this.wait();
    }, this.patienceMs);
  }

  private place(): void {
    const { box, parts, covers } = this;
    box.setAttribute('aria-modal', String(covers));
    restyle(box, { left: 'auto', right: 'auto', top: 'auto' });
    if (covers) restyle(box, { left: '0', top: '0', bottom: '0', width: '100%', height: '100vh', borderRadius: '0' }, { height: '100dvh' });
    else
      restyle(
        box,
        { [parts.side]: '20px', bottom: '88px', width: '380px', height: '80vh', borderRadius: '12px' },
        { height: 'min(620px, calc(100vh - 108px))' },
      );
    // What lies below does not scroll away under a finger.
    const root = document.documentElement;
    const held = root.style.overflow === 'hidden' && box.dataset['holds'] === '1';
    if (covers && this.open && !held) {
      this.overflow = root.style.overflow;
      root.style.overflow = 'hidden';
      box.dataset['holds'] = '1';
    } else if (held && !(covers && this.open)) {
      root.style.overflow = this.overflow;
      delete box.dataset['holds'];
    }
  }
}
