import type { ChatConfig } from '#contracts';
import { Attachments } from './attachments.js';
import type { Unsent } from './connection.js';
import { make, makeIconButton, newId } from './elements.js';
import type { Speech } from './show-line.js';

export interface ComposerParts {
  readonly say: (frame: Unsent) => void;
  readonly typing: () => void;
  readonly token: () => string | undefined;
  readonly complain: (words: string) => void;
}

const MOST_HEIGHT_PX = 132;

/** Where a message is written: text, and files that are picked, dropped or pasted. */
export class Composer {
  readonly element: HTMLFormElement;
  private readonly text: HTMLTextAreaElement;
  private readonly send: HTMLButtonElement;
  private readonly files: Attachments | null;
  /** Sent as soon as its files are whole. */
  private wanted = false;

  constructor(
    config: ChatConfig,
    speech: Speech,
    private readonly parts: ComposerParts,
  ) {
    const { words } = speech;
    const { typing, token, complain } = parts;
    this.files = config.uploads && new Attachments(config.uploads, speech, { token, complain, onChange: () => this.settle() });
    const placeholder = words.placeholder;
    this.text = make('textarea', { rows: 1, maxLength: config.textMax, placeholder, dir: 'auto', aria: { label: placeholder } });
    this.send = makeIconButton('send', words.send, 'send', () => this.submit());
    const pick = make('input', { type: 'file', multiple: true, className: 'pick', tabIndex: -1, aria: { hidden: 'true' } });
    const attach = makeIconButton('clip', words.attach, 'plain', () => pick.click());
    attach.hidden = pick.hidden = this.files === null;
    const row = make('div', { className: 'row' }, attach, pick, this.text, this.send);
    this.element = make('form', { className: 'write' }, this.files && this.files.element, row);
    pick.addEventListener('change', () => {
      this.add(Array.from(pick.files ?? []));
      pick.value = '';
    });
    this.element.addEventListener('submit', (event) => event.preventDefault());
    this.text.addEventListener('input', () => {
      typing();
      this.settle();
    });
    this.text.addEventListener('paste', (event) => {
      const files = Array.from(event.clipboardData?.files ?? []);
      if (files.length === 0) return;
      event.preventDefault();
      this.add(files);
    });
    this.text.addEventListener('keydown', (event) => {
      // While an input method composes, Enter chooses a word; some say so by the code alone.
      if (event.key !== 'Enter' || event.shiftKey || event.isComposing || event.keyCode === 229) return;
      event.preventDefault();
      this.submit();
    });
    this.settle();
  }

  get takesFiles(): boolean {
    return this.files !== null && !this.element.hidden;
  }

  add(files: readonly File[]): void {
    if (this.files !== null && files.length > 0) this.files.add(files);
  }

  focus(): void {
    this.text.focus();
  }

  private submit(): void {
    const text = this.text.value.trim();
    if (text === '' && (this.files === null || this.files.isEmpty)) return this.text.focus();
    this.wanted = true;
    this.settle();
  }

  private settle(): void {
    const { text, files } = this;
    const empty = text.value.trim() === '' && (files === null || files.isEmpty);
    if (empty) this.wanted = false;
    this.send.classList.toggle('idle', empty);
    this.send.setAttribute('aria-disabled', String(empty || this.wanted));
    if (this.wanted && !(files !== null && files.isBusy)) {
      this.wanted = false;
      const words = text.value.trim();
      text.value = '';
      const ids = files === null || files.isEmpty ? [] : files.take();
      this.parts.say({ t: 'say', id: newId(), ...(words === '' ? {} : { text: words }), ...(ids.length === 0 ? {} : { files: ids }) });
      this.send.classList.add('idle');
      this.send.setAttribute('aria-disabled', 'true');
    }
    text.style.height = 'auto';
    text.style.height = `${Math.min(text.scrollHeight + 2, MOST_HEIGHT_PX)}px`;
  }
}
