import { Icon, IconButton, Menu } from '#page-kit';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useLocation } from 'wouter';
import type { Place } from '../feature.js';
import css from './shell.module.css';

/** Places of work, then one menu of those for running the desk. */
export function Navigation({ places, account }: { readonly places: readonly Place[]; readonly account: ReactNode }) {
  const { t } = useTranslation('shell');
  const [location, go] = useLocation();
  const [isOpen, setOpen] = useState(false);
  const isHere = ({ key, href }: Place) =>
    location === href || location.startsWith(`${href}/`) || (key === 'inbox' && /^\/(views|tickets)\//.test(location));
  const nameOf = ({ key }: Place) => t(`places.${key}` as 'places.inbox');
  const managing = places.filter((place) => place.managing === true);
  const managed = managing.find(isHere);
  const current = places.find(isHere);
  return (
    <header className={`${css['side']} ${isOpen ? css['open'] : ''}`}>
      <div className={css['brand']}>
        <IconButton icon={isOpen ? 'close' : 'list'} label={t('menu')} aria-expanded={isOpen} onClick={() => setOpen(!isOpen)} />
      </div>
      <span className={css['here']} aria-hidden>
        {current === undefined ? null : nameOf(current)}
      </span>
      <nav aria-label={t('navigation')} className={css['places']}>
        <ul>
          {places
            .filter((place) => place.managing !== true)
            .map((place) => (
              <li key={place.key}>
                <Link
                  href={place.href}
                  className={css['place']}
                  aria-current={isHere(place) ? 'page' : undefined}
                  title={nameOf(place)}
                  onClick={() => setOpen(false)}
                >
                  <Icon name={place.icon} />
                  <span>{nameOf(place)}</span>
                </Link>
              </li>
            ))}
          {managing.length > 0 && (
            <li>
              <Menu
                align="start"
                trigger={
                  <button type="button" className={css['place']} data-here={managed !== undefined || undefined}>
                    <Icon name="gear" />
                    <span>{t('manage')}</span>
                  </button>
                }
                groups={[
                  managing.map((place) => ({
                    key: place.key,
                    label: nameOf(place),
                    icon: place.icon,
                    hint: place.keys === undefined ? undefined : `g ${place.keys}`,
                    onSelect: () => {
                      setOpen(false);
                      go(place.href);
                    },
                  })),
                ]}
              />
            </li>
          )}
        </ul>
      </nav>
      <div className={css['account']}>{account}</div>
    </header>
  );
}
