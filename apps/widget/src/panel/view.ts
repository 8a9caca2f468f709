import type { ChatConfig } from '#contracts';
import type { Announcement } from '../loader/commands.js';
import { AnnouncementBar } from './announcements.js';
import { Announcer } from './announcer.js';
import { Ask } from './ask.js';
import { makePersonButton, StatusBar, WaitingCard } from './bars.js';
import { Composer } from './composer.js';
import type { Unsent, View } from './connection.js';
import { make, newId, setText } from './elements.js';
import { fill } from './format.js';
import { holdFocus } from './focus.js';
import { Header } from './header.js';
import type { Hours } from './hours.js';
import { Log } from './log.js';
import type { Speech } from './show-line.js';
import { standingOf } from './standing.js';

export interface ViewParts {
  readonly say: (frame: Unsent) => void;
  readonly typing: () => void;
  readonly older: () => void;
  readonly close: () => void;
  readonly token: () => string | undefined;
}

/** Puts the panel together, and shows in each part what a state of the conversation means for it. */
export class PanelView {
  private readonly header: Header;
  private readonly status: StatusBar;
  private readonly announcements: AnnouncementBar;
  private readonly log: Log;
  private readonly announcer: Announcer;
  private readonly waiting: WaitingCard;
  private readonly ask: Ask;
  private readonly person: HTMLButtonElement;
  private readonly composer: Composer;
  private readonly typing = make('p', { className: 'typing', aria: { live: 'off' } });
  private readonly trouble = make('p', { className: 'trouble', aria: { role: 'alert' } });
  private readonly root: HTMLElement;
  private view: View | null = null;
  private hours: Hours | null = null;
  private covers = false;
  private offered = false;
  /** What went wrong here, not with the server. */
  private own = '';

  constructor(
    private readonly config: ChatConfig,
    private readonly speech: Speech,
    private readonly parts: ViewParts,
  ) {
    const { words } = speech;
    const say = (frame: Unsent) => {
      this.own = '';
      this.ask.forgetThanks();
      this.parts.say(frame);
    };
    const leave = () => this.ask.open('offline');
    this.header = new Header(config.title === 'Chat' ? words.title : config.title, words, {
      onClose: parts.close,
      onLeave: leave,
      onMail: () => this.ask.open('mail'),
      onEnd: () => say({ t: 'end', id: newId() }),
    });
    this.status = new StatusBar(speech, leave);
    this.announcements = new AnnouncementBar(words);
    this.log = new Log(speech, config.greeting, parts.older);
    this.announcer = new Announcer(speech);
    this.waiting = new WaitingCard(speech, leave);
    this.ask = new Ask(
      config,
      speech,
      (frame) => this.parts.say(frame),
      () => this.redraw(),
    );
    this.person = makePersonButton(speech, (text) => say({ t: 'say', id: newId(), text }));
    const complain = (text: string) => {
      this.own = text;
      this.redraw();
    };
    this.composer = new Composer(config, speech, { say, typing: parts.typing, token: parts.token, complain });
    const drop = make('div', { className: 'drop', aria: { hidden: 'true' } }, words.drop);
    const { header, status, announcements, log, announcer, waiting, ask, composer } = this;
    const foot = make('div', { className: 'foot' }, this.typing, this.trouble, waiting.element, ask.element, this.person, composer.element);
    const above = [header.element, announcements.element, status.element];
    this.root = make('main', { aria: { labelledby: 'title' } }, ...above, log.element, foot, announcer.element, drop);
    document.body.append(this.root);
    this.listen();
  }

  remove(): void {
    document.body.removeChild(this.root);
  }

  focus(): void {
    if (this.ask.element.querySelector('.form') !== null && this.ask.focus()) return;
    // Under a finger, a keyboard would cover what there is to read.
    if (matchMedia('(pointer: coarse)').matches) this.header.focus();
    else this.composer.focus();
  }

  cover(on: boolean): void {
    this.covers = on;
    this.root.classList.toggle('covers', on);
  }

  announce(items: readonly Announcement[]): void {
    this.announcements.show(items);
  }

  setHours(hours: Hours | null): void {
    this.hours = hours;
    this.redraw();
  }

  show(view: View): void {
    const { words } = this.speech;
    this.view = view;
    // Who comes when nothing answers is asked at once how to write to him; who was here before goes on where he was.
    if (!this.offered && view.welcome !== null && this.hours !== null && !this.hours.open && !this.hours.answered) {
      this.offered = true;
      if (view.welcome.head === 0 && view.unsent.length === 0) return this.ask.open('offline');
    }
    const standing = standingOf(view.lines);
    const hidden = this.ask.show(view, standing);
    this.composer.element.hidden = hidden;
    const withBot = standing.with?.kind === 'bot' && standing.queued === null;
    this.person.hidden = !withBot || hidden;
    const speaker = standing.with === null ? '' : (standing.with.name ?? (withBot ? words.assistant : words.agent));
    this.header.show(view.status === 'online' ? speaker : '', view.status === 'online', view.lines.length > 0);
    const leaving = hidden || this.ask.thanked;
    this.status.show(view, this.hours, leaving);
    this.waiting.show(standing, leaving);
    setText(this.typing, view.typing === null ? '' : fill(words.typing, { name: view.typing || words.agent }));
    setText(this.trouble, this.own || (view.trouble === null ? '' : this.toTrouble(view.trouble.code)));
    this.log.draw(view);
    this.announcer.show(view);
  }

  private redraw(): void {
    if (this.view !== null) this.show(this.view);
  }

  /** The server's words are for developers: visitors read their own language. */
  private toTrouble(code: string): string {
    const { words, format } = this.speech;
    // The site's fault, not his: he goes on as a visitor.
    if (/^identity/.test(code)) return '';
    if (code === 'text_too_long') return fill(words.tooLong, { n: format.number(this.config.textMax) });
    if (code === 'rate_limited') return words.slowDown;
    if (code === 'form_wrong' || code === 'form_needed' || code === 'bad_frame') return words.checkForm;
    return words.notTaken;
  }

  private listen(): void {
    const { root } = this;
    holdFocus(root, () => this.covers);
    // A text of more lines, a rating with room for a word.
    for (const name of ['input', 'change']) root.addEventListener(name, () => this.log.stay());
    document.addEventListener('keydown', (event) => {
      if (event.key !== 'Escape' || !root.isConnected || event.isComposing) return;
      if (this.header.fold()) return;
      if (this.ask.leave()) return this.composer.focus();
      this.parts.close();
    });
    const brings = (event: DragEvent) => this.composer.takesFiles && Array.from(event.dataTransfer?.types ?? []).indexOf('Files') >= 0;
    root.addEventListener('dragover', (event) => {
      if (!brings(event)) return;
      event.preventDefault();
      root.classList.add('dropping');
    });
    root.addEventListener('dragleave', (event) => {
      if (!root.contains(event.relatedTarget as Node | null)) root.classList.remove('dropping');
    });
    root.addEventListener('drop', (event) => {
      root.classList.remove('dropping');
      if (!brings(event)) return;
      event.preventDefault();
      this.composer.add(Array.from(event.dataTransfer?.files ?? []));
    });
  }
}
