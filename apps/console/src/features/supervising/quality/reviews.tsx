import { Empty, Panel, SelectField, Shown, useAsked, usePickText } from '#page-kit';
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
        <SelectField label={t('quality.state')} value={asked.state} onChange={(event) => setState(event.target.value)}>
          {STATES.map((each) => (
            <option key={each} value={each}>
              {t(`quality.states.${each}`)}
            </option>
          ))}
        </SelectField>
        <SelectField label={t('quality.sheet')} value={sheet} onChange={(event) => setSheet(event.target.value)}>
          <option value="">{t('quality.allSheets')}</option>
          {Object.entries(sheets).map(([key, { name }]) => (
            <option key={key} value={key}>
              {pick(name) ?? key}
            </option>
          ))}
        </SelectField>
        <SelectField label={t('clocks.assignee')} value={agent} onChange={(event) => setAgent(event.target.value)}>
          <option value="">{t('quality.allAgents')}</option>
          {agents.map(({ id, displayName }) => (
            <option key={id} value={id}>
              {displayName}
            </option>
          ))}
        </SelectField>
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
