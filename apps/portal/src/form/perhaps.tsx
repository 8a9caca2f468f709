import { useAsked } from '#page-kit';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import css from './form.module.css';

const REST_MS = 500;
const FEWEST = 2;

/** Articles that may answer it, while it is being written: beside the form, and never in its way. */
export function Perhaps({ text, intro }: { readonly text: string; readonly intro: string | null }) {
  const { t, i18n } = useTranslation('help');
  const [q, setAsked] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setAsked(text), REST_MS);
    return () => clearTimeout(timer);
  }, [text]);
  const found = useAsked(
    'GET /help/search',
    { query: { q, language: i18n.language, limit: 3, typing: 'true' } },
    { enabled: q.length >= FEWEST, keep: true },
  );
  const items = q.length >= FEWEST ? (found.data?.items ?? []) : [];
  return (
    <div aria-live="polite">
      {items.length > 0 && (
        <section className={css['perhaps']} aria-label={t('form.perhaps')}>
          <h2>{intro ?? t('form.perhaps')}</h2>
          <ul>
            {items.map(({ id, key, title }) => (
              <li key={id}>
                <a href={`/help/articles/${key ?? id}?language=${i18n.language}`} target="_blank" rel="noopener">
                  {title}
                </a>
              </li>
            ))}
          </ul>
        </section>
      )}
    </div>
  );
}
