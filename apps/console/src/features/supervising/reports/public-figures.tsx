import { Badge, Button, Shown, Table, useAsked, useDoing, useFormat, useToasts } from '#page-kit';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { sayDays } from './report-cell.js';

const TOUCHED = ['GET /public-figures'] as const;

/** Figures that may be shown to everybody: a person releases them, and takes them back (D3.12, D4.3). */
export function PublicFigures() {
  const { t } = useTranslation('supervising');
  const format = useFormat();
  const toasts = useToasts();
  const figures = useAsked('GET /public-figures', undefined);
  const withdraw = useDoing('DELETE /public-figures/releases/{releaseId}', { changes: TOUCHED });
  const release = useDoing('POST /public-figures/releases', {
    changes: TOUCHED,
    onDone: ({ id }) =>
      toasts.show({
        text: t('reports.released'),
        forMs: 10_000,
        action: { label: t('undo'), run: () => withdraw.mutate({ path: { releaseId: id } }) },
      }),
  });
  return (
    <Shown of={figures}>
      {({ items }) =>
        items.length === 0 ? (
          <p className="quiet">{t('reports.noPublic')}</p>
        ) : (
          <Table
            caption={t('reports.publicTitle')}
            columns={[
              {
                key: 'title',
                head: t('reports.report'),
                cell: ({ runId, key, title }) => <Link href={`/reports/${encodeURIComponent(key)}?run=${runId}`}>{title}</Link>,
              },
              { key: 'period', head: t('reports.period'), cell: (days) => sayDays(days, format) },
              {
                key: 'state',
                head: t('reports.shown'),
                cell: ({ runId, title, release: given }) =>
                  given === null ? (
                    <Button
                      small
                      busy={release.isPending}
                      aria-label={t('reports.releaseOf', { title })}
                      onClick={() => release.mutate({ body: { runId } })}
                    >
                      {t('reports.release')}
                    </Button>
                  ) : (
                    <>
                      <Badge tone="good">
                        {t('reports.publicSince', { at: format.time(given.releasedAt), who: given.releasedBy.displayName ?? '' })}
                      </Badge>{' '}
                      <Button
                        small
                        look="quiet"
                        icon="undo"
                        busy={withdraw.isPending}
                        onClick={() => withdraw.mutate({ path: { releaseId: given.id } })}
                      >
                        {t('undo')}
                      </Button>
                    </>
                  ),
              },
            ]}
            rows={items}
            keyOf={({ runId }) => runId}
          />
        )
      }
    </Shown>
  );
}
