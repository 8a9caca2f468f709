import { PageFrame, Panel, Shown, useAsked, useFormat } from '#page-kit';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'wouter';
import { type Priority, useDeskWords } from '../../shell/desk-names.js';
import { DownloadLinks } from './reports/download-links.js';
import { PeriodChoice, useReportPeriod } from './reports/period-choice.js';
import { findDrawn, nameCells, type Report, sayDays } from './reports/report-cell.js';
import { ReportChart } from './reports/report-chart.js';
import { ReportRuns } from './reports/report-runs.js';
import { ReportTable } from './reports/report-table.js';
import css from './reports/reports.module.css';
import { useFilter } from './use-filter.js';

export function ReportPage() {
  const { key } = useParams<{ key: string }>();
  // What another report showed is never shown as this one's.
  return <OneReport key={key} name={key} />;
}

/** A report of a period, made now, or as its schedule made it (`?run=`). */
function OneReport({ name: key }: { readonly name: string }) {
  const { t, i18n } = useTranslation('supervising');
  const format = useFormat();
  const { category, channel, priority } = useDeskWords();
  const valueOf = (key: string) => t(`reports.values.${key as 'yes'}`, { defaultValue: key });
  const isPriority = (key: string): key is Priority => ['low', 'normal', 'high', 'urgent'].includes(key);
  const wordsFor = (per: string | null) => ({
    ...{ category, channel, status: valueOf, kept: valueOf, firstContact: valueOf },
    priority: (key: string) => (isPriority(key) ? priority(key) : key),
    period: (day: string) => format.period(day, per),
  });
  const [run] = useFilter('run');
  const query = { ...useReportPeriod(), language: i18n.language };
  const now = useAsked('GET /reports/{key}', { path: { key }, query }, { enabled: run === '', keep: true });
  const then = useAsked('GET /report-runs/{runId}', { path: { runId: run } }, { enabled: run !== '' });
  const shown = run === '' ? now : then;
  const title = shown.data?.title ?? t('reports.report');
  return (
    <PageFrame
      title={title}
      about={shown.data && <Made report={shown.data as Report} />}
      actions={
        shown.data &&
        (run === '' ? (
          <DownloadLinks path={`reports/${encodeURIComponent(key)}`} query={{ ...query, ...shown.data.period }} title={title} />
        ) : (
          <DownloadLinks path={`report-runs/${run}`} query={{ language: i18n.language }} title={title} />
        ))
      }
    >
      <nav className={css['back']} aria-label={t('reports.back')}>
        <Link href="/reports">{t('reports.back')}</Link>
        {run !== '' && <Link href={`/reports/${encodeURIComponent(key)}`}>{t('reports.makeNow')}</Link>}
      </nav>
      {run === '' && shown.data && (
        <div className={css['choice']}>
          <PeriodChoice per={shown.data.per} period={shown.data.period} />
        </div>
      )}
      <Shown of={shown} lines={8}>
        {(data) => {
          const report = nameCells(data as Report, wordsFor(data.per));
          return (
            <>
              {findDrawn(report) !== null && (
                <Panel>
                  <ReportChart key={report.key} report={report} />
                </Panel>
              )}
              <Panel title={sayDays(report.period, format)}>
                <ReportTable report={report} />
              </Panel>
              <Panel title={t('reports.runs')}>
                <ReportRuns of={key} />
              </Panel>
            </>
          );
        }}
      </Shown>
    </PageFrame>
  );
}

function Made({ report: { kind, madeAt } }: { readonly report: Report }) {
  const { t } = useTranslation('supervising');
  const format = useFormat();
  return (
    <>
      {t(`reports.kinds.${kind}`)}
      {t('reports.madeAt', { at: format.time(madeAt) })}
    </>
  );
}
