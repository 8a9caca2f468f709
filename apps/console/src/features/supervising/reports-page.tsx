import { Badge, PageFrame, Panel, Shown, useAsked } from '#page-kit';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { useSession } from '../../session/session.js';
import { PublicFigures } from './reports/public-figures.js';
import { ReportRuns } from './reports/report-runs.js';
import css from './reports/reports.module.css';

/** All reports of the desk: what each is for, and what was made of them by schedule. */
export function ReportsPage() {
  const { t, i18n } = useTranslation('supervising');
  const reports = useAsked('GET /reports', { query: { language: i18n.language } });
  const { may } = useSession();
  return (
    <PageFrame title={t('reports.title')} about={t('reports.about')}>
      <Shown of={reports} lines={8}>
        {({ items }) => (
          <ul className={css['cards']}>
            {items.map(({ key, kind, title, schedule, public: isPublic }) => (
              <li key={key} className={css['card']}>
                <h2>
                  <Link href={`/reports/${encodeURIComponent(key)}`}>{title}</Link>
                </h2>
                <p className="quiet">{t(`reports.kinds.${kind}`)}</p>
                {(schedule !== null || isPublic) && (
                  <p className={css['marks']}>
                    {schedule && (
                      <Badge>
                        {t('reports.scheduled', { every: t(`reports.every.${schedule.every}` as 'reports.every.day'), at: schedule.at })}
                      </Badge>
                    )}
                    {isPublic && <Badge tone="accent">{t('reports.public')}</Badge>}
                  </p>
                )}
              </li>
            ))}
          </ul>
        )}
      </Shown>
      <Panel title={t('reports.runs')}>
        <ReportRuns />
      </Panel>
      {may('supervise') && (
        <Panel title={t('reports.publicTitle')}>
          <PublicFigures />
        </Panel>
      )}
    </PageFrame>
  );
}
