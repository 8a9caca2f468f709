import { ApiProblem, Button, Icon, useAsked } from '#page-kit';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { Title } from '../frame/title.js';
import css from './form.module.css';

const EVERY_MS = 700;
const LATE_MS = 15_000;

/** It is on the log; its number is drawn a moment later. */
export function SentPage({ id, receipt, onAnother }: { readonly id: string; readonly receipt: string; readonly onAnother: () => void }) {
  const { t } = useTranslation('help');
  const [isDone, setDone] = useState(false);
  const [isLate, setLate] = useState(false);
  const arrival = useAsked('GET /arrivals/{id}', { path: { id } }, isDone ? {} : { every: EVERY_MS });
  const isOver =
    arrival.data !== undefined || (arrival.error instanceof ApiProblem && arrival.error.status !== 404 && arrival.error.status !== 429);
  useEffect(() => {
    if (isOver) setDone(true);
  }, [isOver]);
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), LATE_MS);
    return () => clearTimeout(timer);
  }, []);
  const { number, token } = arrival.data ?? { number: null, token: null };
  return (
    <div className={css['sent']}>
      <Icon name="check" size={40} />
      <Title>{t('sent.title')}</Title>
      <div role="status">
        {number === null ? (
          <p>{isLate ? t('sent.late') : t('sent.waiting')}</p>
        ) : (
          <p>
            {t('sent.number')} <strong className={css['number']}>{number}</strong>
          </p>
        )}
      </div>
      <p className="quiet">{receipt}</p>
      {token !== null && (
        <p className={css['follow']}>
          <Link href={`/progress/${token}`}>{t('sent.follow')}</Link>
          <span className="quiet small">{t('sent.keep')}</span>
        </p>
      )}
      <Button look="quiet" onClick={onAnother}>
        {t('sent.another')}
      </Button>
    </div>
  );
}
