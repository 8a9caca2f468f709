import { Badge, Button, Shown, useAsked, useDoing, useFormat } from '#page-kit';
import { useTranslation } from 'react-i18next';
import css from './announcements.module.css';

const CHANGED = ['GET /public-figures'] as const;

/** Figures become public by a person, and stop by one. */
export function PublicFigures() {
  const { t } = useTranslation('announcements');
  const format = useFormat();
  const figures = useAsked('GET /public-figures', undefined);
  const releasing = useDoing('POST /public-figures/releases', { changes: CHANGED });
  const withdrawing = useDoing('DELETE /public-figures/releases/{releaseId}', { changes: CHANGED });
  return (
    <section className={css['group']} aria-labelledby="figures">
      <h2 id="figures">{t('figures.title')}</h2>
      <p className="quiet">
        {t('figures.about')} <a href="/help/promises">{t('figures.page')}</a>
      </p>
      <Shown of={figures}>
        {({ items }) =>
          items.length === 0 ? (
            <p className="quiet">{t('figures.empty')}</p>
          ) : (
            <ul className={css['rows']}>
              {items.map(({ runId, title, from, to, release }) => (
                <li key={runId} className={css['row']}>
                  <div className={css['words']}>
                    <h3>
                      {title}{' '}
                      <Badge tone={release === null ? 'plain' : 'good'}>
                        {release === null ? t('figures.not') : t('figures.released', { at: format.time(release.releasedAt) })}
                      </Badge>
                    </h3>
                    <p className="quiet small">{t('span.whole', { from: format.day(from), until: format.day(to) })}</p>
                  </div>
                  <div className={css['buttons']}>
                    {release === null ? (
                      <Button small busy={releasing.isPending} onClick={() => releasing.mutate({ body: { runId } })}>
                        {t('figures.release')}
                      </Button>
                    ) : (
                      <Button
                        small
                        look="quiet"
                        busy={withdrawing.isPending}
                        onClick={() => withdrawing.mutate({ path: { releaseId: release.id } })}
                      >
                        {t('figures.withdraw')}
                      </Button>
                    )}
                  </div>
                </li>
              ))}
            </ul>
          )
        }
      </Shown>
    </section>
  );
}
