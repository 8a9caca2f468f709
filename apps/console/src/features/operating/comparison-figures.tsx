import { useFormat } from '#page-kit';
import { useTranslation } from 'react-i18next';
import type { Reconciliation } from './inbox.js';
import './late-words.js';
import css from './operating.module.css';

const KNOWN = [
  ...(['ticketed', 'duplicate', 'quarantined', 'not_fetched', 'erased', 'received', 'parked', 'dead_lettered'] as const),
  ...(['not_yet', 'before_start', 'own_answer'] as const),
];

/** Four numbers whose sum is the first; below each what it is made of. */
export function ComparisonFigures({ of }: { readonly of: Reconciliation }) {
  const { t } = useTranslation('operating', { keyPrefix: 'comparing' });
  const format = useFormat();
  const say = ({ what, count }: Reconciliation['here'][number]) => {
    const known = KNOWN.find((each) => each === what);
    return known === undefined ? t('what.other', { count, word: what }) : t(`what.${known}`, { count });
  };
  const parts = [
    { key: 'here', counts: of.here },
    { key: 'waiting', counts: of.waiting },
    { key: 'leftOut', counts: of.leftOut },
  ] as const;
  const sumOf = (counts: Reconciliation['here']) => counts.reduce((sum, { count }) => sum + count, 0);
  return (
    <dl className={css['figures']}>
      <div>
        <dt>{t('figures.remote')}</dt>
        <dd>{format.number(of.remote ?? 0)}</dd>
      </div>
      {parts.map(({ key, counts }) => (
        <div key={key}>
          <dt>{t(`figures.${key}`)}</dt>
          <dd>{format.number(sumOf(counts))}</dd>
          {counts.map((count) => (
            <dd key={count.what} className="quiet small">
              {say(count)}
            </dd>
          ))}
        </div>
      ))}
      <div>
        <dt>{t('figures.missing')}</dt>
        <dd>{format.number(of.missing ?? 0)}</dd>
      </div>
    </dl>
  );
}
