import { Badge, Empty, Notice, PageFrame, Panel, Shown, useAsked, useFormat } from '#page-kit';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ClockFilters, useClockFilter } from './breaches/clock-filters.js';
import { ClockTable, type ListedClock } from './breaches/clock-table.js';
import { EscalateDialog } from './breaches/escalate-dialog.js';
import { ReassignDialog } from './breaches/reassign-dialog.js';

/** Events tell of clocks at once; this is for those that a lost event would leave behind. */
const CLOCKS_MS = 5_000;
const MOST = 100;

/** What ran out and waits still, and what is due next. */
export function BreachesPage() {
  const { t } = useTranslation('supervising');
  const format = useFormat();
  const { query } = useClockFilter();
  const overdue = useAsked('GET /clocks', { query: { ...query, state: 'overdue', limit: MOST } }, { every: CLOCKS_MS, keep: true });
  const next = useAsked('GET /clocks', { query: { ...query, state: 'open', limit: MOST } }, { every: CLOCKS_MS, keep: true });
  const [reassigned, setReassigned] = useState<ListedClock | null>(null);
  const [escalated, setEscalated] = useState<ListedClock | null>(null);
  const actions = { onReassign: setReassigned, onEscalate: setEscalated };
  const count = overdue.data?.items.length ?? 0;
  return (
    <PageFrame title={t('breaches.title')} about={t('breaches.about')} actions={<ClockFilters />}>
      <p className="visually-hidden" role="status">
        {overdue.data && t('breaches.count', { count })}
      </p>
      <Panel title={t('breaches.ranOut')} actions={count > 0 && <Badge tone="bad">{format.number(count)}</Badge>}>
        <Shown of={overdue}>
          {({ items, nextCursor }) =>
            items.length === 0 ? (
              <Empty icon="check" title={t('breaches.none')} about={t('breaches.noneAbout')} />
            ) : (
              <>
                <ClockTable caption={t('breaches.ranOut')} clocks={items} {...actions} />
                {nextCursor !== null && <Notice>{t('breaches.more', { count: MOST })}</Notice>}
              </>
            )
          }
        </Shown>
      </Panel>
      <Panel title={t('breaches.next')}>
        <Shown of={next}>
          {({ items }) => {
            const ahead = items.filter(({ breachedAt }) => breachedAt === null);
            return ahead.length === 0 ? (
              <p className="quiet">{t('breaches.noNext')}</p>
            ) : (
              <ClockTable caption={t('breaches.next')} clocks={ahead} {...actions} />
            );
          }}
        </Shown>
      </Panel>
      {reassigned && <ReassignDialog clock={reassigned} onClose={() => setReassigned(null)} />}
      {escalated && <EscalateDialog clock={escalated} onClose={() => setEscalated(null)} />}
    </PageFrame>
  );
}
