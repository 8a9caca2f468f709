import { Button, useAsked, useDoing } from '#page-kit';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { useSession } from '../../session/session.js';
import css from './first-run.module.css';

const LED = 'tributary.first-run';
/** Where who only signed in stands: whoever asked for another page is not led away from it. */
const START = /^\/(?:views\/mine)?$/;

/** To an admin of a desk that has not begun: led there once while his password is one that we made up, else one line that he can send away. */
export function FirstRunOffer() {
  const { t } = useTranslation('firstRun');
  const { may } = useSession();
  const [location, go] = useLocation();
  const run = useAsked('GET /first-run', undefined, { enabled: may('admin') });
  const end = useDoing('PUT /first-run/marks/{mark}', { changes: ['GET /first-run'] });
  const leads =
    START.test(location) && run.data?.offered === true && run.data.password === 'made-up' && sessionStorage.getItem(LED) === null;
  useEffect(() => {
    if (!leads) return;
    sessionStorage.setItem(LED, '1');
    go('/first-run');
  }, [leads, go]);
  if (run.data?.offered !== true || location === '/first-run') return null;
  return (
    <aside className={css['offer']} aria-label={t('title')}>
      <span>{t('offer')}</span>
      <Button small look="primary" onClick={() => go('/first-run')}>
        {t('begin')}
      </Button>
      <Button small onClick={() => end.mutate({ path: { mark: 'end' } })}>
        {t('notNow')}
      </Button>
    </aside>
  );
}
