import { type Answer, Icon, useFormat } from '#page-kit';
import { useTranslation } from 'react-i18next';
import { Title } from '../frame/title.js';
import css from './progress.module.css';

const KNOWN = ['new', 'open', 'pending', 'solved', 'closed'] as const;

/** Where it is, in plain words. */
export function Standing({
  number,
  status,
  requestType,
  steps,
  estimatedAt,
  openedAt,
  lastByUs,
  lastByCustomer,
}: Answer<'GET /progress/{token}'>) {
  const { t } = useTranslation('help');
  const format = useFormat();
  const known = KNOWN.find((each) => each === status) ?? 'open';
  return (
    <section className={css['standing']}>
      <Title>{t('progress.title', { number })}</Title>
      {requestType !== null && <p className="quiet">{requestType}</p>}
      <p className={css['state']} role="status">
        {t(`progress.${known}`)}
      </p>
      {estimatedAt !== null && <p>{t('progress.estimate', { at: format.time(estimatedAt) })}</p>}
      {steps.length > 0 && (
        <ol className={css['steps']} aria-label={t('progress.steps')}>
          {steps.map(({ name, state }, index) => (
            <li key={`${name}-${index}`} className={css[state]} {...(state === 'now' ? { 'aria-current': 'step' as const } : {})}>
              <span className={css['mark']}>{state === 'done' && <Icon name="check" size={14} />}</span>
              {name}
              <span className="quiet small">{t(`progress.${state}`)}</span>
            </li>
          ))}
        </ol>
      )}
      <p className="quiet small">
        {[
          t('progress.received', { at: format.time(openedAt) }),
          ...(lastByCustomer === null ? [] : [t('progress.lastYou', { at: format.time(lastByCustomer) })]),
          ...(lastByUs === null ? [] : [t('progress.lastUs', { at: format.time(lastByUs) })]),
        ].join(' · ')}
      </p>
    </section>
  );
}
