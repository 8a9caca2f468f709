import { Badge, Shown, Table, useAsked, useFormat, usePickText } from '#page-kit';
import { useTranslation } from 'react-i18next';
import type { Sheet } from '../desk-profile.js';
import css from './quality.module.css';

/** Of the last thirty days: how much was in the sample, how much of it was judged, and how well it did. */
export function ReviewedShare({ sheets }: { readonly sheets: Readonly<Record<string, Sheet>> }) {
  const { t } = useTranslation('supervising');
  const format = useFormat();
  const pick = usePickText();
  const share = useAsked('GET /entry-reviews/share', undefined);
  return (
    <Shown of={share} lines={2}>
      {({ items }) =>
        items.length === 0 ? (
          <p className="quiet">{t('quality.noShare')}</p>
        ) : (
          <Table
            caption={t('quality.share')}
            columns={[
              {
                key: 'sheet',
                head: t('quality.sheet'),
                cell: ({ sheet }) => (
                  <>
                    {pick(sheets[sheet]?.name) ?? sheet}{' '}
                    <span className="quiet small">
                      {sheets[sheet] &&
                        (sheets[sheet].share >= 1 ? t('quality.whole') : t('quality.sample', { share: format.share(sheets[sheet].share) }))}
                    </span>
                  </>
                ),
              },
              {
                key: 'share',
                head: t('quality.reviewed'),
                cell: ({ reviewed, all, share: part }) => (
                  <span className={css['share']}>
                    <meter min={0} max={1} value={part} aria-label={t('quality.reviewed')} />
                    {format.share(part)}{' '}
                    <span className="quiet small">{t('quality.of', { reviewed: format.number(reviewed), all: format.number(all) })}</span>
                  </span>
                ),
              },
              { key: 'chosen', head: t('quality.chosen'), number: true, cell: ({ chosen }) => format.number(chosen) },
              {
                key: 'overdue',
                head: t('quality.overdue'),
                number: true,
                cell: ({ overdue }) => (overdue > 0 ? <Badge tone="bad">{format.number(overdue)}</Badge> : format.number(overdue)),
              },
              { key: 'passed', head: t('quality.passed'), number: true, cell: ({ passed }) => format.number(passed) },
              {
                key: 'mean',
                head: t('quality.mean'),
                number: true,
                cell: ({ meanResult }) => (meanResult === null ? '–' : format.number(meanResult, { maximumFractionDigits: 1 })),
              },
            ]}
            rows={items}
            keyOf={({ sheet }) => sheet}
          />
        )
      }
    </Shown>
  );
}
