import { Empty, OneOf, Panel, Shown, useAsked, usePickText } from '#page-kit';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useDeskNames, useProfile } from '../desk-profile.js';
import { useFilter } from '../use-filter.js';
import { ReviewForm } from './review-form.js';
import { ReviewedShare } from './reviewed-share.js';
import { ReviewQueue } from './review-queue.js';
import css from './quality.module.css';

const MOST = 100;
const STATES = ['waiting', 'reviewed'] as const;

/** Answers and recordings to be judged by the desk's sheets, and how much of them was. */
export function Reviews() {
  const { t } = useTranslation('supervising');
  const pick = usePickText();
  const names = useDeskNames();
  const sheets = useProfile()?.quality.sheets ?? {};
  const [sheet, setSheet] = useFilter('sheet');
  const [state, setState] = useFilter('state');
  const [agent, setAgent] = useFilter('agent');
  const agents = useAsked('GET /agents', undefined).data?.items ?? [];
  const [chosen, choose] = useState<string | null>(null);
  const asked = {
    state: STATES.find((each) => each === state) ?? 'waiting',
    limit: MOST,
    ...(sheet && { sheet }),
    ...(agent && { agent }),
  };
  const reviews = useAsked('GET /entry-reviews', { query: asked }, { keep: true });
  return (
    <div className={css['lists']}>
      <Panel title={t('quality.share')}>
        <ReviewedShare sheets={sheets} />
      </Panel>
      <div className={css['filters']}>
        <OneOf
          label={t('quality.state')}
          value={asked.state}
          of={STATES}
          nameOf={(each) => t(`quality.states.${each}`)}
          onChange={setState}
        />
        <OneOf
          label={t('quality.sheet')}
          value={sheet}
          of={Object.keys(sheets)}
          nameOf={(key) => pick(sheets[key]?.name) ?? key}
          all={t('quality.allSheets')}
          onChange={setSheet}
        />
        <OneOf
          label={t('clocks.assignee')}
          value={agent}
          of={agents.map(({ id }) => id)}
          nameOf={(id) => agents.find((each) => each.id === id)?.displayName ?? id}
          all={t('quality.allAgents')}
          onChange={setAgent}
        />
      </div>
      <Shown of={reviews}>
        {({ items }) => {
          if (items.length === 0) return <Empty icon="check" title={t('quality.none')} about={t('quality.noneAbout')} />;
          const review = items.find(({ id }) => id === chosen) ?? items[0]!;
          const next = items[items.indexOf(review) + 1] ?? null;
          return (
            <div className={css['sides']}>
              <ReviewQueue reviews={items} chosen={review.id} onChoose={choose} sheets={sheets} agentName={names.agent} />
              <ReviewForm
                key={`${review.id} ${review.version}`}
                review={review}
                sheet={sheets[review.sheet]}
                onDone={() => choose(next?.id ?? null)}
              />
            </div>
          );
        }}
      </Shown>
    </div>
  );
}
