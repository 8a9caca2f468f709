import { Notice, useAsked, useFormat } from '#page-kit';
import { useTranslation } from 'react-i18next';
import css from './home.module.css';

const TONES = { info: 'info', warning: 'warn', outage: 'bad' } as const;
const EVERY_MS = 60_000;

/** What the desk tells everybody, above all else; nothing where there is nothing. */
export function News() {
  const { t, i18n } = useTranslation('help');
  const format = useFormat();
  const news = useAsked('GET /public/announcements', { query: { language: i18n.language } }, { every: EVERY_MS, keep: true });
  const items = news.data?.items ?? [];
  if (items.length === 0) return null;
  return (
    <section className={css['news']} aria-label={t('home.news')}>
      {items.map(({ id, title, text, from, until, severity }) => (
        <Notice key={id} tone={TONES[severity]}>
          <h2>
            {t(`news.${severity}`)} · {title}
          </h2>
          {text !== '' && <p>{text}</p>}
          <p className="quiet small">
            {until === null
              ? t('news.since', { from: format.time(from) })
              : t('news.span', { from: format.time(from), until: format.time(until) })}
          </p>
        </Notice>
      ))}
    </section>
  );
}
