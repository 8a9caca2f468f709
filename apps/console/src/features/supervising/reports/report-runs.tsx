import { Button, Shown, Table, useAskedPages, useFormat } from '#page-kit';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { DownloadLinks } from './download-links.js';
import { sayDays } from './report-cell.js';

/** Reports as they were made by their schedule: they never change afterwards. */
export function ReportRuns({ of }: { readonly of?: string }) {
  const { t, i18n } = useTranslation('supervising');
  const format = useFormat();
  const runs = useAskedPages('GET /report-runs', { query: { limit: 20, ...(of === undefined ? {} : { key: of }) } });
  return (
    <Shown of={runs}>
      {(items) =>
        items.length === 0 ? (
          <p className="quiet">{t('reports.noRuns')}</p>
        ) : (
          <>
            <Table
              caption={t('reports.runs')}
              columns={[
                {
                  key: 'title',
                  head: t('reports.report'),
                  cell: ({ id, key, title }) => <Link href={`/reports/${encodeURIComponent(key)}?run=${id}`}>{title}</Link>,
                },
                { key: 'period', head: t('reports.period'), cell: (days) => sayDays(days, format) },
                { key: 'made', head: t('reports.made'), cell: ({ madeAt }) => format.time(madeAt) },
                {
                  key: 'files',
                  head: t('reports.files'),
                  cell: ({ id, title }) => <DownloadLinks path={`report-runs/${id}`} query={{ language: i18n.language }} title={title} />,
                },
              ]}
              rows={items}
              keyOf={({ id }) => id}
            />
            {runs.hasNextPage && (
              <Button busy={runs.isFetchingNextPage} onClick={() => void runs.fetchNextPage()}>
                {t('more')}
              </Button>
            )}
          </>
        )
      }
    </Shown>
  );
}
