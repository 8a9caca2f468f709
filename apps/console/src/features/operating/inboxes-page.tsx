import { Empty, Notice, PageFrame, Shown, useAsked } from '#page-kit';
import { useTranslation } from 'react-i18next';
import { isTroubled } from './inbox.js';
import { InboxCard } from './inbox-card.js';
import css from './operating.module.css';

/** Connectors tell their states on the log, not on the stream of tickets: looked at anew while the page is open. */
const LOOK_MS = 3_000;
const ORDER = ['bad_credentials', 'degraded', 'starting', 'connecting', 'backfilling', 'connected', 'stopped'];

/** What an operator opens when no mail comes: each inbox with its state in words, and what to do. */
export function InboxesPage() {
  const { t } = useTranslation('operating', { keyPrefix: 'inboxes' });
  const inboxes = useAsked('GET /inboxes', undefined, { every: LOOK_MS });
  return (
    <PageFrame title={t('title')} about={t('about')}>
      <Shown of={inboxes}>
        {({ items }) => {
          const troubled = items.filter(isTroubled).length;
          if (items.length === 0) return <Empty icon="inbox" title={t('none')} about={t('noneAbout')} />;
          return (
            <>
              <div aria-live="polite">
                <Notice tone={troubled > 0 ? 'warn' : 'good'}>{troubled > 0 ? t('troubled', { count: troubled }) : t('well')}</Notice>
              </div>
              <div className={css['list']}>
                {[...items]
                  .sort((a, b) => ORDER.indexOf(a.state) - ORDER.indexOf(b.state) || a.id.localeCompare(b.id))
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
