import { Button, useAsked } from '#page-kit';
import { useTranslation } from 'react-i18next';
import css from './announcements.module.css';

interface OpenIncidentsProps {
  readonly onPublish: (incident: { readonly id: string; readonly title: string }) => void;
}

/** What is wrong just now, one click from an announcement; nothing where nothing is. */
export function OpenIncidents({ onPublish }: OpenIncidentsProps) {
  const { t } = useTranslation('announcements');
  const incidents = useAsked('GET /incidents', undefined);
  const open = (incidents.data?.items ?? []).filter(({ state }) => state === 'open');
  if (open.length === 0) return null;
  return (
    <section className={css['group']} aria-labelledby="incidents">
      <h2 id="incidents">{t('incidents.title')}</h2>
      <ul className={css['rows']}>
        {open.map(({ id, title, customers }) => (
          <li key={id} className={css['row']}>
            <div className={css['words']}>
              <h3>{title}</h3>
              <p className="quiet small">{t('incidents.told', { count: customers })}</p>
            </div>
            <div className={css['buttons']}>
              <Button small icon="bell" onClick={() => onPublish({ id, title })}>
                {t('incidents.publish')}
              </Button>
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}
