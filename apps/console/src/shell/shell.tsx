import { Button, Empty, Loading, hearKeys, useLiveState, useShortcuts } from '#page-kit';
import { Suspense, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Redirect, Route, Switch, useLocation } from 'wouter';
import { RingingCalls } from '../features/calls/ringing-calls.js';
import { FirstRunOffer } from '../features/first-run/offer.js';
import { features } from '../features/index.js';
import { useSession } from '../session/session.js';
import { Account } from './account.js';
import { KeysDialog } from './keys-dialog.js';
import { Navigation } from './navigation.js';
import { Notices } from './notices.js';
import css from './shell.module.css';
import { useFreshAnswers } from './use-fresh-answers.js';

/** Navigation at the side, the page beside it; the connection's state only when it is not as it should be. */
export function Shell() {
  const { t } = useTranslation('shell');
  const { may } = useSession();
  const [, go] = useLocation();
  const [showsKeys, setShowsKeys] = useState(false);
  const state = useLiveState();
  useFreshAnswers();
  useEffect(hearKeys, []);
  const places = features.flatMap((feature) => feature.places).filter(({ needs }) => may(needs));
  useShortcuts([
    { keys: '?', label: t('keys'), group: t('keysGroups.everywhere'), run: () => setShowsKeys(true) },
    ...places
      .filter(({ keys }) => keys !== undefined)
      .map(({ key, href, keys }) => ({
        keys: `g ${keys}`,
        label: t('goTo', { place: t(`places.${key}` as 'places.inbox') }),
        group: t('keysGroups.places'),
        run: () => go(href),
      })),
  ]);
  return (
    <div className={css['shell']}>
      <a href="#content" className={css['skip']}>
        {t('skip')}
      </a>
      <Navigation
        places={places}
        account={
          <>
            <Notices />
            <Account onKeys={() => setShowsKeys(true)} />
          </>
        }
      />
      <main id="content" className={css['content']} tabIndex={-1}>
        {(state === 'offline' || state === 'connecting') && <LiveNotice state={state} />}
        <FirstRunOffer />
        <Suspense fallback={<Loading lines={6} />}>
          <Switch>
            <Route path="/">
              <Redirect to="/views/mine" replace />
            </Route>
            {features
              .flatMap((feature) => feature.routes)
              .map(({ path, page }) => (
                <Route key={path} path={path} component={page} />
              ))}
            <Route>
              <Empty level={1} icon="search" title={t('notFound')} action={<Button onClick={() => go('/')}>{t('toInbox')}</Button>} />
            </Route>
          </Switch>
        </Suspense>
      </main>
      <RingingCalls />
      <KeysDialog open={showsKeys} onClose={() => setShowsKeys(false)} />
    </div>
  );
}

const PATIENCE_MS = 1_500;

/** Not for the blink of a first connection. */
function LiveNotice({ state }: { readonly state: 'connecting' | 'offline' }) {
  const { t } = useTranslation('shell');
  const [isLong, setLong] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLong(true), PATIENCE_MS);
    return () => clearTimeout(timer);
  }, []);
  return isLong ? (
    <div className={css['notice']} role="status">
      {t(`live.${state}`)}
    </div>
  ) : null;
}
