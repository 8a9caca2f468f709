import { Badge, Icon, type ItemOf, type Tone, useAsked, useFormat } from '#page-kit';
import { useTranslation } from 'react-i18next';
import { useNow } from '../use-now.js';
import css from './head.module.css';

type Clock = ItemOf<'GET /tickets/{id}/clocks'>;
const RUNS = new Set<Clock['state']>(['running', 'warned', 'breached']);
const SHOWN = 3;

/** Promises that run, the most urgent first, by how long is left. */
export function Clocks({ ticketId }: { readonly ticketId: string }) {
  const { t } = useTranslation('thread');
  const format = useFormat();
  const now = useNow();
  const { data } = useAsked('GET /tickets/{id}/clocks', { path: { id: ticketId } });
  const running = (data?.items ?? [])
    .filter(({ state, dueAt }) => RUNS.has(state) && dueAt !== null)
    .sort((one, other) => one.dueAt!.localeCompare(other.dueAt!))
    .slice(0, SHOWN);
  const paused = (data?.items ?? []).filter(({ state }) => state === 'paused').length;
  if (running.length === 0 && paused === 0) return null;
  return (
    <ul className={css['clocks']} aria-label={t('clocks.label')}>
      {running.map((clock) => {
        const left = Date.parse(clock.dueAt!) - now;
        const kind = t(`clocks.${clock.kind}`);
        return (
          <li key={clock.id} title={format.exact(clock.dueAt!)}>
            <Badge tone={toneOf(clock, left)}>
              <Icon name="clock" size={14} />
              {left >= 0
                ? t('clocks.due', { kind, when: format.relative(clock.dueAt!, now) })
                : t('clocks.overdue', { kind, length: format.length(-left / 1_000) })}
            </Badge>
          </li>
        );
      })}
      {paused > 0 && (
        <li>
          <Badge>{t('clocks.paused')}</Badge>
        </li>
      )}
    </ul>
  );
}

function toneOf({ state }: Clock, left: number): Tone {
  if (left < 0 || state === 'breached') return 'bad';
  return state === 'warned' ? 'warn' : 'plain';
}
