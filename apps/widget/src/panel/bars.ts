import { drawIcon, Icons } from '../draw-icon.js';
import { make, refill, setText } from './elements.js';
import { fill } from './format.js';
import type { Hours } from './hours.js';
import type { View } from './connection.js';
import type { Speech } from './show-line.js';
import type { Standing } from './standing.js';

/** No connection, or nobody there: said on top, with the way to leave a message. */
export class StatusBar {
  private readonly words = make('p', { aria: { role: 'status' } });
  private readonly leave: HTMLButtonElement;
  readonly element: HTMLElement;

  constructor(
    private readonly speech: Speech,
    onLeave: () => void,
  ) {
    this.leave = make('button', { type: 'button', className: 'link', onclick: onLeave }, speech.words.leave);
    this.element = make('div', { className: 'bar', hidden: true }, this.words, this.leave);
  }

  show({ status, welcome }: View, hours: Hours | null, asking: boolean): void {
    const { words, format } = this.speech;
    const away = welcome?.open === false || (hours !== null && !hours.open);
    const until = hours !== null && hours.opensAt !== null ? fill(words.closedUntil, { time: format.moment(hours.opensAt) }) : words.closed;
    const text = status === 'connecting' ? words.connecting : status === 'offline' ? words.offline : away ? until : '';
    setText(this.words, text);
    this.element.hidden = text === '';
    this.leave.hidden = asking || status === 'connecting';
  }
}

/** The place in the line for a person. */
export class WaitingCard {
  private readonly place = make('strong');
  private readonly estimate = make('span', { className: 'estimate' });
  readonly element: HTMLElement;

  constructor(
    private readonly speech: Speech,
    onLeave: () => void,
  ) {
    const words = make('div', { aria: { role: 'status' } }, this.place, this.estimate);
    const leave = make('button', { type: 'button', className: 'link', onclick: onLeave }, speech.words.leave);
    this.element = make(
      'div',
      { className: 'waiting', hidden: true },
      drawIcon(Icons.clock, 20),
      make('div', { className: 'about' }, words, leave),
    );
  }

  show({ queued }: Standing, asking: boolean): void {
    this.element.hidden = queued === null || asking;
    if (queued === null) return;
    const { words, format } = this.speech;
    const { position, estimateMs } = queued;
    const place =
      position === undefined ? words.waiting : position === 1 ? words.next : fill(words.queued, { position: format.number(position) });
    setText(this.place, place);
    const time =
      estimateMs === undefined ? '' : fill(words.estimate, { time: format.minutes(Math.max(1, Math.ceil(estimateMs / 60_000))) });
    setText(this.estimate, time);
  }
}

/** While a bot answers, the way to a person is one press. */
export function makePersonButton({ words }: Speech, onPress: (text: string) => void): HTMLButtonElement {
  const button = make('button', { type: 'button', className: 'person plain', hidden: true, onclick: () => onPress(words.person) });
  refill(button, drawIcon(Icons.person, 20), words.person);
  return button;
}
