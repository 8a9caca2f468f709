import { Badge, useFormat, usePickText } from '#page-kit';
import { useTranslation } from 'react-i18next';
import type { Threshold } from '../desk-profile.js';
import { type Figure, findPassed, type Live } from './judge-thresholds.js';
import css from './wall.module.css';

const SHOWN = [
  'waiting',
  'longestWaitS',
  'unassigned',
  'inLine',
  'breached',
  'dueSoon',
  'agentsOnline',
  'agentsFree',
  'openedToday',
  'solvedToday',
  'lowScoresToday',
] as const satisfies readonly Figure[];

/** The figures of the whole desk; one that passed its threshold says so in words. */
export function WallFigures({ live, thresholds }: { readonly live: Live; readonly thresholds: readonly Threshold[] }) {
  const { t } = useTranslation('supervising');
  const format = useFormat();
  const pick = usePickText();
  const passed = findPassed(live.all, thresholds);
  return (
    <dl className={css['figures']}>
      {SHOWN.map((figure) => {
        const over = passed.find((each) => each.figure === figure)?.threshold;
        const value = live.all[figure];
        return (
          <div key={figure} className={`${css['figure']} ${over ? css['passed'] : ''}`} data-figure={figure}>
            <dt>{t(`wall.figures.${figure}`)}</dt>
            <dd>
              <span className={css['value']}>{figure === 'longestWaitS' ? format.length(value) : format.number(value)}</span>
              {over && (
                <Badge tone="bad">
                  {over.above === undefined
                    ? t('wall.below', { limit: format.number(over.below!) })
                    : t('wall.above', { limit: format.number(over.above) })}
                </Badge>
              )}
              {over && pick(over.text) && <span className={css['why']}>{pick(over.text)}</span>}
            </dd>
          </div>
        );
      })}
    </dl>
  );
}
