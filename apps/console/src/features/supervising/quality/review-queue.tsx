import { Badge, Icon, type ItemOf, useFormat, usePickText } from '#page-kit';
import { useTranslation } from 'react-i18next';
import type { Sheet } from '../desk-profile.js';
import css from './quality.module.css';

export type Review = ItemOf<'GET /entry-reviews'>;

/** What is to be judged, the longest ago first. */
export function ReviewQueue({
  reviews,
  chosen,
  onChoose,
  sheets,
  agentName,
}: {
  readonly reviews: readonly Review[];
  readonly chosen: string;
  readonly onChoose: (id: string) => void;
  readonly sheets: Readonly<Record<string, Sheet>>;
  readonly agentName: (id: string | null) => string;
}) {
  const { t } = useTranslation('supervising');
  const format = useFormat();
  const pick = usePickText();
  return (
    <nav aria-label={t('quality.queue')}>
      <ul className={css['queue']}>
        {reviews.map(({ id, sheet, subject, ticketNumber, agentId, occurredAt, state, passed, result }) => (
          <li key={id}>
            <button type="button" className={css['item']} aria-current={id === chosen} onClick={() => onChoose(id)}>
              <Icon name={subject === 'recordings' ? 'phone' : 'mail'} />
              <span>
                <span>{ticketNumber}</span>
                <span className="quiet small">
                  {pick(sheets[sheet]?.name) ?? sheet} · {agentName(agentId)} · {format.time(occurredAt)}
                </span>
              </span>
              {state === 'reviewed' && result !== null && (
                <Badge tone={passed ? 'good' : 'bad'}>
                  {t(passed ? 'quality.didPass' : 'quality.didFail', { result: format.number(result) })}
                </Badge>
              )}
            </button>
          </li>
        ))}
      </ul>
    </nav>
  );
}
