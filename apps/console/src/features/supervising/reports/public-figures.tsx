import { type Format, Shown, useAsked } from '#page-kit';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import css from './reports.module.css';

/** What everybody sees of the desk's figures, and since when. */
export function PublicFigures({ format }: { readonly format: Format }) {
  const { t } = useTranslation('supervising');
  const shown = useAsked('GET /public/figures', undefined);
  return (
    <Shown of={shown}>
      {({ items }) =>
        items.length === 0 ? (
          <p className="quiet">{t('reports.noPublic')}</p>
        ) : (
          <ul className={css['list']}>
            {items.map(({ key, title, period, madeAt }) => (
              <li key={key}>
                <Link href={`/reports/${encodeURIComponent(key)}`}>{title}</Link>{' '}
                <span className="quiet">
                  {t('reports.publicSince', {
                    period: `${format.day(period.from)} – ${format.day(period.to)}`,
                    at: format.time(madeAt),
                  })}
                </span>
              </li>
            ))}
          </ul>
        )
      }
    </Shown>
  );
}
