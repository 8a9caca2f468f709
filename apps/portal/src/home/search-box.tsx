import { Icon, useAsked } from '#page-kit';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import css from './home.module.css';

const REST_MS = 200;
const FEWEST = 1;

/** Answers while somebody types; what he looked for is recorded when he is done with it. */
export function SearchBox() {
  const { t, i18n } = useTranslation('help');
  const [text, setText] = useState('');
  const [asked, setAsked] = useState({ q: '', typing: true });
  useEffect(() => {
    const timer = setTimeout(() => setAsked((before) => (before.q === text.trim() ? before : { q: text.trim(), typing: true })), REST_MS);
    return () => clearTimeout(timer);
  }, [text]);
  const isAsked = asked.q.length >= FEWEST;
  const found = useAsked(
    'GET /help/search',
    { query: { q: asked.q, language: i18n.language, limit: 6, ...(asked.typing ? { typing: 'true' } : {}) } },
    { enabled: isAsked, keep: true },
  );
  const items = isAsked ? (found.data?.items ?? []) : [];
  const isEmpty = isAsked && found.data !== undefined && !found.isFetching && items.length === 0;
  return (
    <form
      role="search"
      onSubmit={(event) => {
        event.preventDefault();
        setAsked({ q: text.trim(), typing: false });
      }}
    >
      <div className={css['search']}>
        <Icon name="search" size={20} />
        <input
          className={css['input']}
          type="search"
          aria-label={t('search.label')}
          placeholder={t('search.placeholder')}
          value={text}
          maxLength={200}
          onChange={({ target }) => setText(target.value)}
        />
      </div>
      <p className="visually-hidden" role="status">
        {items.length > 0 ? t('search.found', { count: items.length }) : ''}
      </p>
      {items.length > 0 && (
        <ul className={css['found']}>
          {items.map(({ id, key, title, snippet }) => (
            <li key={id}>
              <Link href={`/articles/${key ?? id}`}>
                <strong>{title}</strong>
                <span className={css['snippet']}>{snippet}</span>
              </Link>
            </li>
          ))}
        </ul>
      )}
      {isEmpty && (
        <div className={css['none']} role="status">
          <p>{t('search.none', { q: asked.q })}</p>
          <p className="quiet">{t('search.noneAbout')}</p>
          <p>
            <Link href={`/new?about=${encodeURIComponent(asked.q)}`}>{t('nav.write')}</Link>
          </p>
        </div>
      )}
    </form>
  );
}
