import { ApiProblem, Button, Notice, Shown, useAsked, useDoing } from '#page-kit';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { Rating } from '../survey/rating.js';
import css from './progress.module.css';

const CHANGED = ['GET /progress/{token}', 'GET /progress/{token}/permits'] as const;

/** Solved, not solved, and how it was. */
export function Acts({ token, status }: { readonly token: string; readonly status: string }) {
  const { t, i18n } = useTranslation('help');
  const permits = useAsked('GET /progress/{token}/permits', { path: { token } }, { keep: true });
  const { refetch } = permits;
  useEffect(() => void refetch(), [status, refetch]);
  const may = permits.data;
  const closing = useDoing('POST /progress/{token}/closure', { changes: CHANGED });
  const reopening = useDoing('POST /progress/{token}/reopening', { changes: CHANGED, tellsFailure: true });
  const rating = useAsked(
    'GET /progress/{token}/rating',
    { path: { token }, query: { language: i18n.language } },
    { enabled: may?.rate === true, keep: true },
  );
  const rate = useDoing('POST /progress/{token}/rating', { changes: ['GET /progress/{token}/rating'] });
  const isOver = reopening.error instanceof ApiProblem && reopening.error.code === 'reopening_over';
  return (
    <>
      {may !== undefined && (may.close || may.reopen) && (
        <div className={css['buttons']}>
          {may.close && (
            <Button icon="check" busy={closing.isPending} onClick={() => closing.mutate({ path: { token } })}>
              {t('acts.close')}
            </Button>
          )}
          {may.reopen && (
            <Button icon="undo" busy={reopening.isPending} onClick={() => reopening.mutate({ path: { token } })}>
              {t('acts.reopen')}
            </Button>
          )}
        </div>
      )}
      {isOver && (
        <Notice tone="warn">
          {t('acts.over')} <Link href="/new">{t('nav.write')}</Link>
        </Notice>
      )}
      {may?.rate === true && (
        <Shown of={rating}>
          {(survey) => (
            <section className={css['panel']} aria-labelledby="rate">
              <h2 id="rate">{t('rate.title')}</h2>
              <Rating survey={survey} isBusy={rate.isPending} onGiven={(body) => rate.mutate({ path: { token }, body })} />
            </section>
          )}
        </Shown>
      )}
    </>
  );
}
