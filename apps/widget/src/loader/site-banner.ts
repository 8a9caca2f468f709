import { drawIcon, Icons } from '../draw-icon.js';
import type { LauncherWords } from '../panel/words/languages.js';
import { colourOf } from '../severity.js';
import type { Announcement } from './commands.js';
import { restyle, styled } from './styled.js';

/** The desk's announcement over the site: one at a time, the next when it is put away. */
export class SiteBanner {
  private readonly bar = styled('div', { display: 'none', position: 'relative', zIndex: '2147482000', boxSizing: 'border-box' });
  private readonly words = styled('p', { flex: '1', margin: '0', padding: '12px 0' });
  private readonly shut = styled('button', { width: '44px', height: '44px', padding: '10px', border: '0', background: 'none' });
  private items: readonly Announcement[] = [];
  private kept: string[] = [];

  constructor(
    words: LauncherWords,
    private readonly storageKey: string,
  ) {
    const { bar, shut } = this;
    bar.setAttribute('role', 'region');
    bar.setAttribute('aria-label', words.notice);
    restyle(bar, { width: '100%', padding: '0 16px', alignItems: 'center', font: '15px/1.4 -apple-system,system-ui,sans-serif' });
    this.words.setAttribute('role', 'status');
    shut.type = 'button';
    shut.setAttribute('aria-label', words.dismiss);
    restyle(shut, { color: 'inherit', cursor: 'pointer', flex: 'none' });
    shut.appendChild(drawIcon(Icons.cross, 20));
    shut.addEventListener('click', () => {
      this.putAway(this.items[0]!.id);
      this.show(this.items);
    });
    bar.appendChild(this.words);
    bar.appendChild(shut);
    // From edge to edge, whatever margin the page has.
    const { marginTop, marginLeft, marginRight, paddingTop, paddingLeft, paddingRight } = getComputedStyle(document.body);
    const [top, left, right] = [add(marginTop, paddingTop), add(marginLeft, paddingLeft), add(marginRight, paddingRight)];
    restyle(bar, { width: 'auto', margin: `-${top}px -${right}px ${top}px -${left}px` });
    document.body.insertBefore(bar, document.body.firstChild);
  }

  show(items: readonly Announcement[]): void {
    const away = this.awayIds();
    this.items = items.filter(({ id }) => away.indexOf(id) < 0);
    const [first] = this.items;
    this.bar.style.display = first === undefined ? 'none' : 'flex';
    if (first === undefined) return;
    const { ground, ink } = colourOf(first.severity);
    restyle(this.bar, { background: ground, color: ink });
    const text = first.text ? `${first.title} · ${first.text}` : first.title;
    if (this.words.textContent !== text) this.words.textContent = text;
  }

  private awayIds(): string[] {
    try {
      return JSON.parse(localStorage.getItem(this.storageKey) || '[]') as string[];
    } catch {
      return this.kept;
    }
  }

  private putAway(id: string): void {
    this.kept = this.awayIds().concat(id).slice(-50);
    try {
      localStorage.setItem(this.storageKey, JSON.stringify(this.kept));
    } catch {
      // A private window: for this page it is away.
    }
  }
}

function add(one: string, other: string): number {
  return (parseFloat(one) || 0) + (parseFloat(other) || 0);
}
