import type { ChatConfig } from '#contracts';
import type { Unsent, View } from './connection.js';
import { make, newId, refill } from './elements.js';
import { makeForm } from './form.js';
import { fill } from './format.js';
import { makeRating } from './rating.js';
import type { Speech } from './show-line.js';
import type { Standing } from './standing.js';

type Wish = 'offline' | 'mail';

/** What the desk wants to know of the visitor, or he wants to leave: one card at a time. */
export class Ask {
  readonly element = make('div', { className: 'ask' });
  private asked: string | null = null;
  private wish: Wish | null = null;
  private thanks = '';

  constructor(
    private readonly config: ChatConfig,
    private readonly speech: Speech,
    private readonly say: (frame: Unsent) => void,
    private readonly onChange: () => void,
  ) {}

  /** He wants to leave a message, or have the conversation mailed. */
  open(wish: Wish): void {
    this.wish = wish;
    this.thanks = '';
    this.onChange();
    this.focus();
  }

  /** True when there was something to put away. */
  leave(): boolean {
    if (this.wish === null) return false;
    this.wish = null;
    this.onChange();
    return true;
  }

  get thanked(): boolean {
    return this.thanks !== '';
  }

  /** He said something else. */
  forgetThanks(): void {
    this.thanks = '';
  }

  focus(): boolean {
    const first = this.element.querySelector<HTMLElement>('input,textarea,select');
    if (first !== null) first.focus();
    return first !== null;
  }

  /** True when nothing else can be written meanwhile. */
  show({ welcome, lines, unsent }: View, { ratingAsked }: Standing): boolean {
    const given = lines.some(({ form }) => form !== undefined) || unsent.some((frame) => frame.t === 'say' && frame.form !== undefined);
    const rates = unsent.some(({ t }) => t === 'rate');
    const needs = given ? undefined : welcome?.needs;
    if (needs !== undefined) this.draw(needs, () => this.makeNeeded(needs));
    else if (this.wish !== null) this.draw(this.wish, () => (this.wish === 'mail' ? this.makeMail() : this.makeOffline(true)));
    else if (this.thanks !== '')
      this.draw(this.thanks, () => make('p', { className: 'card thanks', aria: { role: 'status' } }, this.thanks));
    else if (ratingAsked !== null && !rates)
      this.draw(`rate ${ratingAsked}`, () =>
        makeRating(this.speech, (score, comment) => this.say({ t: 'rate', id: newId(), score, ...(comment === '' ? {} : { comment }) })),
      );
    else this.draw(null, () => null);
    return needs !== undefined || this.wish !== null;
  }

  private draw(what: string | null, build: () => HTMLElement | null): void {
    if (what === this.asked) return;
    this.asked = what;
    refill(this.element, build());
  }

  private makeNeeded(needs: 'pre-chat' | 'offline'): HTMLElement | null {
    if (needs === 'offline') return this.makeOffline(false);
    const { preChat } = this.config;
    if (preChat === undefined) return null;
    return makeForm(
      { ...preChat, onSubmit: (values) => this.say({ t: 'say', id: newId(), form: { id: needs, values } }) },
      this.speech.words,
    );
  }

  private makeOffline(mayLeave: boolean): HTMLElement {
    const { words } = this.speech;
    const { fields, intro = words.leaveIntro } = this.config.offline;
    const onSubmit = (values: Record<string, string | boolean>) => {
      const { email } = values;
      this.wish = null;
      this.say({ t: 'say', id: newId(), form: { id: 'offline', values } });
      if (typeof email === 'string') this.thanks = fill(words.left, { email });
      this.onChange();
    };
    return makeForm({ title: words.leave, intro, fields, onSubmit, onCancel: mayLeave ? () => this.leave() : undefined }, words);
  }

  private makeMail(): HTMLElement {
    const { words } = this.speech;
    const onSubmit = ({ to }: Record<string, string | boolean>) => {
      this.wish = null;
      this.say({ t: 'mail', id: newId(), to: String(to) });
    };
    const fields = [{ name: 'to', label: words.yourMail, kind: 'email' as const, required: true }];
    return makeForm({ title: words.mail, fields, onSubmit, onCancel: () => this.leave() }, words);
  }
}
