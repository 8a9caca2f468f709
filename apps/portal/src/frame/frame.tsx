import { chooseLanguage, useAsked } from '#page-kit';
import { type ReactNode, useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { languages } from '../words/languages.js';
import { dressPage } from './dress-page.js';
import css from './frame.module.css';

const SUBJECT = 'main';

/** What is around every page: whose it is, where else to go, in which language. */
export function Frame({ children }: { readonly children: ReactNode }) {
  const { t, i18n } = useTranslation('help');
  const { t: kit } = useTranslation('kit');
  const desk = useAsked('GET /public/desk', { query: { language: i18n.language } }, { keep: true });
  const accent = desk.data?.accent ?? null;
  useEffect(() => dressPage(accent), [accent]);
  return (
    <div className={css['frame']}>
      <a className={css['skip']} href={`#${SUBJECT}`}>
        {t('skip')}
      </a>
      <header className={css['head']}>
        <Link href="/" className={css['name']}>
          {desk.data?.name ?? t('nav.home')}
        </Link>
        <nav className={css['nav']} aria-label={t('nav.label')}>
          <Link href="/" className={(active) => (active ? css['here'] : '')}>
            {t('nav.home')}
          </Link>
          <Link href="/new" className={(active) => (active ? css['here'] : '')}>
            {t('nav.write')}
          </Link>
          <Link href="/promises" className={(active) => (active ? css['here'] : '')}>
            {t('nav.promises')}
          </Link>
        </nav>
        <select
          className={css['language']}
          aria-label={kit('language')}
          value={i18n.language}
          onChange={({ target }) => void chooseLanguage(target.value)}
        >
          {Object.entries(languages).map(([key, name]) => (
            <option key={key} value={key} lang={key}>
              {name}
            </option>
          ))}
        </select>
      </header>
      <main id={SUBJECT} className={css['main']} tabIndex={-1}>
        {children}
      </main>
    </div>
  );
}
