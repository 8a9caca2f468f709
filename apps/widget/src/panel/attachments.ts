import type { ChatConfig } from '#contracts';
import { drawIcon, Icons } from '../draw-icon.js';
import { make, makeIconButton } from './elements.js';
import { fill } from './format.js';
import type { Speech } from './show-line.js';
import { Refused, uploadFile, type Upload } from './upload.js';

interface Item {
  readonly name: string;
  readonly upload: Upload;
  readonly chip: HTMLLIElement;
  id?: string;
}

export interface AttachmentsParts {
  readonly token: () => string | undefined;
  readonly complain: (words: string) => void;
  readonly onChange: () => void;
}

/** Files on their way: each with how far it is, until it goes with the next message. */
export class Attachments {
  readonly element = make('ul', { className: 'chips' });
  private items: Item[] = [];

  constructor(
    private readonly limits: NonNullable<ChatConfig['uploads']>,
    private readonly speech: Speech,
    private readonly parts: AttachmentsParts,
  ) {
    this.element.hidden = true;
  }

  get isEmpty(): boolean {
    return this.items.length === 0;
  }

  get isBusy(): boolean {
    return this.items.some(({ id }) => id === undefined);
  }

  add(files: readonly File[]): void {
    const { words, format } = this.speech;
    const { maxBytes, maxPerMessage } = this.limits;
    for (const file of files) {
      if (this.items.length >= maxPerMessage) return this.parts.complain(fill(words.tooMany, { n: format.number(maxPerMessage) }));
      if (file.size > maxBytes) this.parts.complain(fill(words.tooLarge, { name: file.name, size: format.size(maxBytes) }));
      else if (file.size > 0) this.begin(file);
    }
  }

  /** The ids of what is whole; they are somebody else's from here on. */
  take(): string[] {
    const ids = this.items.map(({ id }) => id!);
    this.items = [];
    this.draw();
    return ids;
  }

  private begin(file: File): void {
    const { words, format } = this.speech;
    const { name } = file;
    const bar = make('progress', { max: 1, value: 0 });
    const state = make('small', {}, format.percent(0));
    const remove = makeIconButton('cross', fill(words.remove, { name }), 'small plain', () => this.drop(item));
    const label = make('span', { className: 'label', dir: 'auto' }, name);
    const chip = make(
      'li',
      { className: 'chip' },
      drawIcon(Icons.file, 20),
      make('span', { className: 'about' }, label, bar),
      state,
      remove,
    );
    const onProgress = (share: number) => {
      bar.value = share;
      const percent = format.percent(share);
      state.textContent = percent;
      bar.setAttribute('aria-label', fill(words.uploading, { name, percent }));
    };
    const item: Item = { name, chip, upload: uploadFile(file, { token: this.parts.token, onProgress }) };
    onProgress(0);
    this.items.push(item);
    this.draw();
    item.upload.done.then(
      (id) => {
        item.id = id;
        bar.hidden = true;
        chip.classList.add('whole');
        state.textContent = format.size(file.size);
        chip.setAttribute('aria-label', fill(words.uploaded, { name }));
        this.parts.onChange();
      },
      (error: unknown) => {
        const mine = this.items.indexOf(item) >= 0;
        this.drop(item);
        if (mine) this.parts.complain(fill(error instanceof Refused ? words.fileRefused : words.uploadFailed, { name }));
      },
    );
  }

  private drop(item: Item): void {
    this.items = this.items.filter((each) => each !== item);
    item.upload.stop();
    this.draw();
  }

  private draw(): void {
    const { element } = this;
    for (const chip of Array.from(element.children)) if (!this.items.some((item) => item.chip === chip)) element.removeChild(chip);
    for (const { chip } of this.items) if (chip.parentNode !== element) element.append(chip);
    element.hidden = this.isEmpty;
    this.parts.onChange();
  }
}
