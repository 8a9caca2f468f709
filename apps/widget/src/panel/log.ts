import type { ChatLine } from '#contracts';
import type { View } from './connection.js';
import { make, makeIconButton } from './elements.js';
import { isMessage, noticeOf, showLine, showUnsent, type Speech } from './show-line.js';

const SAME_BREATH_MS = 5 * 60_000;
const NEAR_END_PX = 60;

interface Piece {
  readonly key: string;
  /** Another one means another look. */
  readonly print: string;
  readonly build: () => HTMLElement | null;
}

/** The lines, each drawn once: what is read, selected or focused stays where it is while others come. */
export class Log {
  // Not live itself: a line that changes its look would be read again. What is new, `Announcer` says.
  private readonly list = make('div', { className: 'log', tabIndex: 0, aria: { role: 'log', live: 'off' } });
  private readonly newest: HTMLButtonElement;
  readonly element: HTMLElement;
  private drawn = new Map<string, { readonly print: string; readonly node: HTMLElement }>();
  private last = 0;
  /** The end is looked at: it stays so, whatever grows or shrinks around. */
  private atEnd = true;

  constructor(
    private readonly speech: Speech,
    private readonly greeting: string | undefined,
    private readonly onOlder: () => void,
  ) {
    const { words } = speech;
    this.list.setAttribute('aria-label', words.conversation);
    this.newest = makeIconButton('down', words.newest, 'newest', () => this.goToEnd());
    this.newest.hidden = true;
    this.element = make('div', { className: 'logs' }, this.list, this.newest);
    this.list.addEventListener('scroll', () => this.look(), { passive: true });
    // A picture has no height before it came, and a phone's keyboard takes half of the window.
    this.list.addEventListener('load', () => this.stay(), true);
    window.addEventListener('resize', () => this.stay());
  }

  draw(view: View): void {
    const pieces = this.toPieces(view);
    const next: typeof this.drawn = new Map();
    let place: ChildNode | null = this.list.firstChild;
    for (const { key, print, build } of pieces) {
      const known = this.drawn.get(key);
      const node = known !== undefined && known.print === print ? known.node : build();
      if (node === null) continue;
      next.set(key, { print, node });
      if (node === place) place = place.nextSibling;
      else this.list.insertBefore(node, place);
    }
    const kept = new Set(Array.from(next.values(), ({ node }) => node as ChildNode));
    for (const node of Array.from(this.list.childNodes)) if (!kept.has(node)) this.list.removeChild(node);
    this.drawn = next;
    const last = view.lines.length === 0 ? 0 : view.lines[view.lines.length - 1]!.seq;
    if (this.atEnd || view.unsent.length > 0) this.goToEnd();
    else if (last > this.last) this.newest.hidden = false;
    this.last = last;
  }

  goToEnd(): void {
    this.list.scrollTop = this.list.scrollHeight;
    this.newest.hidden = true;
    this.atEnd = true;
  }

  /** Something around grew or shrank. */
  stay(): void {
    if (this.atEnd) this.goToEnd();
  }

  private look(): void {
    const { scrollHeight, scrollTop, clientHeight } = this.list;
    this.atEnd = scrollHeight - scrollTop - clientHeight < NEAR_END_PX;
    if (this.atEnd) this.newest.hidden = true;
  }

  private toPieces(view: View): Piece[] {
    const { words, format } = this.speech;
    const pieces: Piece[] = [];
    const { lines } = view;
    const readByAgent = Math.max(0, ...lines.filter(({ state }) => state?.is === 'read').map(({ seq }) => seq));
    const lastRead = lines.filter((line) => line.from === 'visitor' && line.seq <= readByAgent && isMessage(line)).pop();
    if (lines.length > 0 && lines[0]!.seq > 1) {
      const build = () => make('button', { type: 'button', className: 'older plain', onclick: () => this.onOlder() }, words.older);
      pieces.push({ key: 'older', print: '', build });
    }
    if (this.greeting !== undefined && (lines.length === 0 || lines[0]!.seq === 1))
      pieces.push({ key: 'greeting', print: '', build: () => make('p', { className: 'greeting', dir: 'auto' }, this.greeting!) });
    let day = '';
    let before: ChatLine | null = null;
    for (const line of lines) {
      const notice = noticeOf(line, words);
      if (notice === null && !isMessage(line)) continue;
      const today = format.day(new Date(line.at));
      if (today !== day) pieces.push({ key: `day ${today}`, print: today, build: () => make('p', { className: 'day' }, today) });
      const follows = notice === null && today === day && before !== null && goesOn(before, line);
      day = today;
      before = notice === null ? line : null;
      const read = line === lastRead;
      const build = () => (notice === null ? showLine(line, this.speech, follows, read) : make('p', { className: 'notice' }, notice));
      pieces.push({ key: line.id, print: `${line.seq} ${String(follows)} ${String(read)} ${notice ?? ''}`, build });
    }
    const here = new Set(lines.map(({ id }) => id));
    const online = view.status === 'online';
    for (const frame of view.unsent)
      if (!here.has(frame.id))
        pieces.push({ key: frame.id, print: `unsent ${String(online)}`, build: () => showUnsent(frame, words, online) });
    return pieces;
  }
}

function goesOn(before: ChatLine, line: ChatLine): boolean {
  const gap = new Date(line.at).getTime() - new Date(before.at).getTime();
  return before.from === line.from && before.name === line.name && gap < SAME_BREATH_MS;
}
