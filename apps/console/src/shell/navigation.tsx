import { Icon, IconButton } from '#page-kit';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useLocation } from 'wouter';
import type { Feature } from '../feature.js';
import css from './shell.module.css';

export function Navigation({ places, account }: { readonly places: Feature['places']; readonly account: ReactNode }) {
  const { t } = useTranslation('shell');
  const [location] = useLocation();
  const [isOpen, setOpen] = useState(false);
  return (
    <header className={`${css['side']} ${isOpen ? css['open'] : ''}`}>
      <div className={css['brand']}>
        <IconButton
          icon={isOpen ? 'close' : 'more'}
          label={t('menu')}
          aria-expanded={isOpen}
          className={css['toggle'] ?? ''}
          onClick={() => setOpen(!isOpen)}
        />
      </div>
      <nav aria-label={t('navigation')} className={css['places']}>
        <ul>
          {places.map(({ key, href, icon }) => {
            const isHere =
              location === href || location.startsWith(`${href}/`) || (key === 'inbox' && /^\/(views|tickets)\//.test(location));
            const label = t(`places.${key}` as 'places.inbox');
            return (
              <li key={key}>
                <Link
                  href={href}
                  className={css['place']}
                  aria-current={isHere ? 'page' : undefined}
                  title={label}
                  onClick={() => setOpen(false)}
                >
                  <Icon name={icon} />
                  <span>{label}</span>
                </Link>
              </li>
            );
          })}
        </ul>
      </nav>
      <div className={css['account']}>{account}</div>
    </header>
  );
}
