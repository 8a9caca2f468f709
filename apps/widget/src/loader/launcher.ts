import { drawIcon, Icons } from '../draw-icon.js';
import { inkOn } from '../look.js';
import type { LauncherWords } from '../panel/words/languages.js';
import { restyle, styled } from './styled.js';

const FONT = '600 12px/20px -apple-system,system-ui,"Segoe UI",Roboto,sans-serif';

export interface LauncherParts {
  readonly words: LauncherWords;
  readonly accent: string;
  readonly side: 'left' | 'right';
  readonly onPress: () => void;
  /** Somebody is about to press it. */
  readonly onNear: () => void;
}

/** The button on the page, with the count of what was not read. */
export class Launcher {
  readonly button = styled('button', { position: 'fixed', zIndex: '2147483000', bottom: '20px', width: '56px', height: '56px' });
  private readonly badge = styled('span', { position: 'absolute', top: '-4px', minWidth: '20px', height: '20px', padding: '0 6px' });
  private drawn: boolean | null = null;

  constructor(private readonly parts: LauncherParts) {
    const { button, badge } = this;
    const { accent, side } = parts;
    button.type = 'button';
    button.setAttribute('aria-haspopup', 'dialog');
    restyle(button, { [side]: '20px', border: '0', padding: '0', margin: '0', borderRadius: '28px', cursor: 'pointer' });
    restyle(button, { color: inkOn(accent), background: accent, boxShadow: '0 4px 16px rgba(0,0,0,.2)' });
    restyle(button, { display: 'flex', alignItems: 'center', justifyContent: 'center' });
    restyle(badge, { [side]: '-4px', boxSizing: 'border-box', borderRadius: '10px', color: '#fff', background: '#b91c1c', font: FONT });
    badge.setAttribute('aria-hidden', 'true');
    button.addEventListener('click', parts.onPress);
    for (const name of ['pointerenter', 'touchstart', 'focus'])
      button.addEventListener(name, parts.onNear, { passive: true } as AddEventListenerOptions);
    // A ring that is seen on every ground, for those who come by the keyboard.
    button.addEventListener('focus', () => restyle(button, { outline: '2px solid #fff', boxShadow: `0 0 0 5px ${accent}` }));
    button.addEventListener('blur', () => restyle(button, { outline: '', boxShadow: '0 4px 16px rgba(0,0,0,.2)' }));
  }

  show({ open, unread }: { readonly open: boolean; readonly unread: number }): void {
    const { button, badge, parts } = this;
    const { words } = parts;
    if (this.drawn !== open) {
      this.drawn = open;
      while (button.firstChild) button.removeChild(button.firstChild);
      button.appendChild(drawIcon(open ? Icons.cross : Icons.chat, 28));
      button.appendChild(badge);
    }
    badge.textContent = unread > 99 ? '99+' : String(unread);
    badge.style.display = unread > 0 && !open ? 'block' : 'none';
    const news = unread > 0 ? `, ${words.news.replace('{n}', String(unread))}` : '';
    button.setAttribute('aria-label', (open ? words.close : words.open) + news);
    button.setAttribute('aria-expanded', String(open));
  }
}
