import { make, makeIconButton, setText } from './elements.js';
import type { Words } from './words/en.js';

export interface HeaderParts {
  readonly onClose: () => void;
  readonly onLeave: () => void;
  readonly onMail: () => void;
  readonly onEnd: () => void;
}

/** Who one talks to, and what else can be done. */
export class Header {
  readonly element: HTMLElement;
  private readonly title: HTMLHeadingElement;
  private readonly who = make('p', { className: 'with' });
  private readonly dot = make('span', { className: 'dot', aria: { hidden: 'true' } });
  private readonly row = make('div', { className: 'row', hidden: true }, this.dot, this.who);
  private readonly more: HTMLButtonElement;
  private readonly menu: HTMLUListElement;
  private readonly end: HTMLLIElement;
  private readonly mail: HTMLLIElement;

  constructor(title: string, words: Words, parts: HeaderParts) {
    this.title = make('h1', { id: 'title', tabIndex: -1 }, title);
    this.more = makeIconButton('more', words.more, 'plain', () => this.open(this.menu.hidden === true));
    const item = (text: string, act: () => void) => {
      const onclick = () => {
        this.open(false);
        act();
      };
      return make('li', {}, make('button', { type: 'button', className: 'plain', onclick }, text));
    };
    this.mail = item(words.mail, parts.onMail);
    this.end = item(words.end, parts.onEnd);
    this.menu = make('ul', { className: 'menu', id: 'menu', hidden: true }, item(words.leave, parts.onLeave), this.mail, this.end);
    this.more.setAttribute('aria-expanded', 'false');
    this.more.setAttribute('aria-controls', 'menu');
    const close = makeIconButton('cross', words.close, 'plain shut', parts.onClose);
    const about = make('div', { className: 'about' }, this.title, this.row);
    this.element = make('header', {}, about, this.more, close, this.menu);
    document.addEventListener('click', ({ target }) => {
      if (!this.menu.hidden && !this.element.contains(target as Node)) this.open(false, false);
    });
  }

  show(who: string, online: boolean, begun: boolean): void {
    setText(this.who, who);
    this.row.hidden = who === '';
    this.dot.classList.toggle('on', online);
    this.mail.hidden = this.end.hidden = !begun;
  }

  focus(): void {
    this.title.focus();
  }

  /** True when the menu was open. */
  fold(): boolean {
    if (this.menu.hidden) return false;
    this.open(false);
    return true;
  }

  private open(on: boolean, back = true): void {
    this.menu.hidden = !on;
    this.more.setAttribute('aria-expanded', String(on));
    if (on) this.menu.querySelector('button')!.focus();
    else if (back) this.more.focus();
  }
}
