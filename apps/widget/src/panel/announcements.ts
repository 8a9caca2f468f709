import type { Announcement } from '../loader/commands.js';
import { colourOf } from '../severity.js';
import { make, makeIconButton, setText } from './elements.js';
import type { Words } from './words/en.js';

/** What the desk announces to everybody now, the gravest first; null where it has no announcements at all. */
export async function readAnnouncements(api: URL): Promise<readonly Announcement[] | null> {
  try {
    const answer = await fetch(new URL('public/announcements', api).href);
    if (answer.status === 404) return null;
    if (!answer.ok) return [];
    return listCurrent(((await answer.json()) as { items: Announcement[] }).items, Date.now());
  } catch {
    return [];
  }
}

export function listCurrent(items: readonly Announcement[], now: number): Announcement[] {
  return items
    .filter(({ from, until }) => !(from && Date.parse(from) > now) && !(until && Date.parse(until) <= now))
    .sort((one, other) => colourOf(other.severity).rank - colourOf(one.severity).rank);
}

/** A slim line over the conversation: one announcement, the next when it is put away. */
export class AnnouncementBar {
  private readonly title = make('strong', { dir: 'auto' });
  private readonly text = make('span', { dir: 'auto' });
  readonly element: HTMLElement;
  private items: readonly Announcement[] = [];
  private away: string[] = [];

  constructor(words: Words) {
    const shut = makeIconButton('cross', words.dismiss, 'small plain', () => {
      this.away.push(this.items[0]!.id);
      this.show(this.items);
    });
    const said = make('p', { aria: { role: 'status' } }, this.title, ' ', this.text);
    this.element = make('div', { className: 'announcement', hidden: true, aria: { role: 'region', label: words.notice } }, said, shut);
  }

  show(items: readonly Announcement[]): void {
    this.items = items.filter(({ id }) => this.away.indexOf(id) < 0);
    const [first] = this.items;
    this.element.hidden = first === undefined;
    if (first === undefined) return;
    this.element.className = `announcement grave${colourOf(first.severity).rank}`;
    setText(this.title, first.title);
    setText(this.text, first.text ?? '');
  }
}
