import type { ChatConfig } from '#contracts';
import type { Unsent, View } from './connection.js';
import { make } from './elements.js';
import { makeForm } from './form.js';
import { showLine, showUnsent } from './show-line.js';
import { uploadFile } from './upload.js';
import type { Words } from './words.js';

export interface ViewParts {
  readonly say: (frame: Unsent) => void;
  readonly typing: () => void;
  readonly older: () => void;
  readonly close: () => void;
  readonly token: () => string | undefined;
}

const newId = () => crypto.getRandomValues(new Uint8Array(12)).reduce((id, byte) => id + byte.toString(16).padStart(2, '0'), '');

/** A plain panel: a log, a form where one is needed, and a place to write. */
export class PanelView {
  private readonly title = make('h1');
  private readonly shut = make('button', { type: 'button', className: 'shut', textContent: '×' });
  private readonly banner = make('p', { className: 'banner', aria: { role: 'status' } });
  private readonly log = make('div', { className: 'log', tabIndex: 0, aria: { role: 'log', live: 'polite' } });
  private readonly typing = make('p', { className: 'typing', aria: { live: 'polite' } });
  private readonly trouble = make('p', { className: 'trouble', aria: { role: 'alert' } });
  private readonly ask = make('div', { className: 'ask' });
  private readonly text = make('textarea', { rows: 2, maxLength: 20_000 });
  private readonly send = make('button', { type: 'submit' });
  private readonly pick = make('input', { type: 'file', multiple: true, className: 'pick' });
  private readonly attach = make('button', { type: 'button', className: 'attach', textContent: '📎' });
  private readonly write: HTMLFormElement;
  private asked: string | null = null;
  private drawn = '';

  constructor(
    private readonly config: ChatConfig,
    private words: Words,
    private readonly parts: ViewParts,
  ) {
    this.write = make('form', { className: 'write' }, this.attach, this.pick, this.text, this.send);
    document.body.append(
      make('main', {}, make('header', {}, this.title, this.shut), this.banner, this.log, this.typing, this.trouble, this.ask, this.write),
    );
    this.listen();
    this.speak(words, document.documentElement.lang);
  }

  speak(words: Words, locale: string): void {
    this.words = words;
    document.documentElement.lang = locale;
    this.title.textContent = this.config.title === 'Chat' ? words.title : this.config.title;
    this.shut.setAttribute('aria-label', words.close);
    this.text.placeholder = words.placeholder;
    this.text.setAttribute('aria-label', words.placeholder);
    this.send.textContent = words.send;
    this.attach.setAttribute('aria-label', words.attach);
    this.attach.hidden = this.config.uploads === null;
    this.drawn = '';
  }

  focus(): void {
    (this.write.hidden ? this.ask.querySelector<HTMLElement>('input,textarea,select') : this.text)?.focus();
  }

  show(view: View): void {
    const { words, config } = this;
    const { welcome, status } = view;
    this.banner.textContent =
      status === 'connecting' ? words.connecting : status === 'offline' ? words.offline : welcome?.open === false ? words.closed : '';
    this.trouble.textContent = view.trouble?.message ?? '';
    this.typing.textContent = view.typing === null ? '' : words.typing(view.typing);
    this.draw(view);
    const form = welcome?.needs === 'offline' ? config.offline : welcome?.needs === 'pre-chat' ? config.preChat : undefined;
    const given =
      view.lines.some((line) => line.form !== undefined) || view.unsent.some((frame) => frame.t === 'say' && frame.form !== undefined);
    this.askFor(form !== undefined && !given ? welcome!.needs! : this.findWish(view), form);
  }

  private draw(view: View): void {
    // Nothing new to draw: what a screen reader or a selection holds stays as it is.
    const readByAgent = Math.max(0, ...view.lines.filter(({ state }) => state?.is === 'read').map(({ seq }) => seq));
    const drawn = JSON.stringify([
      view.lines.map(({ seq }) => seq),
      view.unsent.map(({ id }) => id),
      readByAgent,
      view.welcome?.conversation,
    ]);
    if (drawn === this.drawn) return;
    this.drawn = drawn;
    const atEnd = this.log.scrollHeight - this.log.scrollTop - this.log.clientHeight < 40;
    const queued = view.lines.findLast(({ state }) => state?.is === 'queued');
    const shown = view.lines.filter((line) => line.state?.is !== 'queued' || line === queued);
    const older = make('button', { type: 'button', className: 'older', textContent: this.words.older, onclick: () => this.parts.older() });
    const waiting = new Set(view.lines.map(({ id }) => id));
    this.log.replaceChildren(
      ...[
        (view.lines[0]?.seq ?? 1) > 1 ? older : null,
        this.config.greeting && view.lines.length === 0 ? make('p', { className: 'notice' }, this.config.greeting) : null,
        ...shown.map((line) => showLine(line, this.words, readByAgent)),
        ...view.unsent.filter(({ id }) => !waiting.has(id)).map((frame) => showUnsent(frame, this.words)),
      ].filter((node) => node !== null),
    );
    if (atEnd || view.unsent.length > 0) this.log.scrollTop = this.log.scrollHeight;
  }

  private findWish({ lines }: View): string | null {
    const asked = lines.findLast(({ state }) => state?.is === 'rating_asked');
    const rated = lines.findLast(({ event }) => event?.name === 'chat.rated');
    return asked !== undefined && (rated?.seq ?? 0) < asked.seq ? `rate-${asked.seq}` : null;
  }

  private askFor(what: string | null, form: ChatConfig['preChat']): void {
    this.write.hidden = what === 'pre-chat' || what === 'offline';
    if (what === this.asked) return;
    this.asked = what;
    if (what === null) return this.ask.replaceChildren();
    if (form !== undefined && (what === 'pre-chat' || what === 'offline'))
      return this.ask.replaceChildren(
        makeForm(form, this.words, (values) => this.parts.say({ t: 'say', id: newId(), form: { id: what, values } })),
      );
    const rate = (score: number) => () => this.parts.say({ t: 'rate', id: newId(), score });
    const buttons = [1, 2, 3, 4, 5].map((score) =>
      make('button', { type: 'button', onclick: rate(score), aria: { label: `${score} / 5` } }, String(score)),
    );
    this.ask.replaceChildren(make('p', {}, this.words.rate), ...buttons);
  }

  private listen(): void {
    const submit = () => {
      const text = this.text.value.trim();
      if (text === '') return;
      this.parts.say({ t: 'say', id: newId(), text });
      this.text.value = '';
    };
    this.write.addEventListener('submit', (event) => (event.preventDefault(), submit()));
    this.text.addEventListener('input', () => this.parts.typing());
    this.text.addEventListener('keydown', (event) => {
      // While an input method composes, Enter chooses a word.
      if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
      event.preventDefault();
      submit();
    });
    this.text.addEventListener('paste', (event) => this.sendFiles([...(event.clipboardData?.files ?? [])]));
    document.addEventListener('keydown', (event) => event.key === 'Escape' && this.parts.close());
    this.shut.addEventListener('click', () => this.parts.close());
    this.attach.addEventListener('click', () => this.pick.click());
    this.pick.addEventListener('change', () => {
      this.sendFiles([...(this.pick.files ?? [])]);
      this.pick.value = '';
    });
  }

  private sendFiles(files: File[]): void {
    const limits = this.config.uploads;
    if (limits === null || files.length === 0) return;
    if (files.some(({ size }) => size > limits.maxBytes)) return void (this.trouble.textContent = this.words.tooLarge);
    const sleep = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
    const onProgress = (share: number) => (this.typing.textContent = this.words.uploading(Math.round(share * 100)));
    void Promise.all(
      files
        .slice(0, limits.maxPerMessage)
        .map((file) => uploadFile(file, { fetch: fetch.bind(window), token: this.parts.token, sleep, onProgress })),
    )
      .then((ids) => this.parts.say({ t: 'say', id: newId(), files: ids }))
      .catch((error: unknown) => (this.trouble.textContent = `${this.words.failed} ${error instanceof Error ? error.message : ''}`))
      .finally(() => (this.typing.textContent = ''));
  }
}
