import { Empty, Notice, PageFrame, Shown, useAsked } from '#page-kit';
import { useTranslation } from 'react-i18next';
import { type Inbox, isTroubled } from './inbox.js';
import { InboxCard } from './inbox-card.js';
import css from './operating.module.css';

/** Connectors tell their states on the log, not on the stream of tickets: looked at anew while the page is open. */
const LOOK_MS = 3_000;
const ORDER = ['bad_credentials', 'degraded', 'starting', 'connecting', 'backfilling', 'connected', 'stopped'];

/** One that somebody stopped is not to be forgotten. */
const placeOf = ({ state, stopped }: Inbox): number => (stopped === null ? ORDER.indexOf(state) : 1);

/** What an operator opens when no mail comes: each inbox with its state in words, and what to do. */
export function InboxesPage() {
  const { t } = useTranslation('operating', { keyPrefix: 'inboxes' });
  const inboxes = useAsked('GET /inboxes', undefined, { every: LOOK_MS });
  return (
    <PageFrame title={t('title')} about={t('about')}>
      <Shown of={inboxes}>
        {({ items }) => {
          const troubled = items.filter(isTroubled).length;
          const stopped = items.filter((inbox) => inbox.stopped !== null).length;
          if (items.length === 0) return <Empty icon="inbox" title={t('none')} about={t('noneAbout')} />;
          return (
            <>
              <div aria-live="polite">
                <Notice tone={troubled + stopped > 0 ? 'warn' : 'good'}>
                  {troubled > 0 ? t('troubled', { count: troubled }) : stopped > 0 ? t('wellButStopped', { count: stopped }) : t('well')}
                </Notice>
              </div>
              <div className={css['list']}>
                {[...items]
                  .sort((a, b) => placeOf(a) - placeOf(b) || a.id.localeCompare(b.id))
                  .map((inbox) => (
                    <InboxCard key={inbox.id} inbox={inbox} />
                  ))}
              </div>
            </>
          );
        }}
      </Shown>
    </PageFrame>
  );
}
