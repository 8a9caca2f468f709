import { Dialog, useShownShortcuts } from '#page-kit';
import { useTranslation } from 'react-i18next';
import css from './shell.module.css';

/** `?`: all keys that work on the page as it is. */
export function KeysDialog({ open, onClose }: { readonly open: boolean; readonly onClose: () => void }) {
  const { t } = useTranslation('shell');
  const shortcuts = useShownShortcuts();
  const groups = [...new Set(shortcuts.map(({ group }) => group))];
  return (
    <Dialog open={open} onClose={onClose} title={t('keysTitle')} look="wide" isRead>
      <div className={css['keyGroups']}>
        {groups.map((group) => (
          <section key={group}>
            <h3>{group}</h3>
            <dl className={css['keyList']}>
              {shortcuts
                .filter((shortcut) => shortcut.group === group)
                .map(({ keys, label }) => (
                  <div key={`${keys} ${label}`}>
                    <dt>
                      {keys.split(' ').map((key) => (
                        <kbd key={key}>{showKey(key)}</kbd>
                      ))}
                    </dt>
                    <dd>{label}</dd>
                  </div>
                ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  );
}

const ARROWS = { Up: '↑', Down: '↓', Left: '←', Right: '→' };

function showKey(key: string): string {
  return key
    .replace('mod+', /Mac|iPhone|iPad/.test(navigator.userAgent) ? '⌘ ' : 'Ctrl ')
    .replace(/^Arrow(Up|Down|Left|Right)$/, (_, way: keyof typeof ARROWS) => ARROWS[way])
    .replace('Enter', '⏎')
    .replace('ArrowDown', '↓')
    .replace('ArrowUp', '↑')
    .replace('Escape', 'Esc');
}
