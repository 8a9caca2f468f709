import {
  Badge,
  Button,
  type Column,
  Dialog,
  Empty,
  SelectField,
  Shown,
  Table,
  useAsked,
  useAskedPages,
  useDoing,
  useFormat,
  useToasts,
} from '#page-kit';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type DeadLetter, STATE_TONES } from './dead-letter.js';
import { DeadLetterPanel } from './dead-letter-panel.js';
import css from './operating.module.css';
import { useQuery } from './use-query.js';
import { explainCode, placeOf } from './why-dead.js';

const STATES = ['waiting', 'replaying', 'replayed'] as const;
/** Deaths and replays are on the log, not on the stream of tickets. */
const LOOK_MS = 3_000;

export function DeadLetters() {
  const { t } = useTranslation('operating', { keyPrefix: 'dead' });
  const format = useFormat();
  const toasts = useToasts();
  const [{ state = 'waiting', inbox = '', topic = '', letter }, change] = useQuery<'state' | 'inbox' | 'topic' | 'letter'>();
  const [asksAll, setAsksAll] = useState(false);
  const inboxes = useAsked('GET /inboxes', undefined);
  const filter = { ...(inbox === '' ? {} : { inboxId: inbox }), ...(topic === '' ? {} : { topic }) };
  const shownState = STATES.find((each) => each === state);
  const letters = useAskedPages(
    'GET /dead-letters',
    { query: { ...filter, ...(shownState ? { state: shownState } : {}), limit: 50 } },
    { every: LOOK_MS },
  );
  const replayAll = useDoing('POST /dead-letters/replay', {
    changes: ['GET /dead-letters', 'GET /dead-letters/{id}'],
    onDone: ({ replaying }) => {
      setAsksAll(false);
      toasts.show({ text: t('replayedMany', { count: replaying }) });
    },
  });
  const topics = [...new Set((inboxes.data?.items ?? []).map(({ channel }) => `outbound-messages.${channel}`))];
  const columns: readonly Column<DeadLetter>[] = [
    {
      key: 'at',
      head: t('diedAt'),
      cell: ({ diedAt }) => (
        <time className={css['nowrap']} dateTime={diedAt}>
          {format.exact(diedAt)}
        </time>
      ),
    },
    {
      key: 'reason',
      head: t('reason'),
      cell: (each) => (
        <>
          <button type="button" className={css['rowButton']} onClick={() => change({ letter: each.id })}>
            {explainCode(each, t).what}
          </button>
          <div className="quiet small">{each.reason}</div>
        </>
      ),
    },
    { key: 'place', head: t('where'), cell: (each) => t(`places.${placeOf(each)}`) },
    { key: 'inbox', head: t('inbox'), cell: ({ inboxId }) => inboxId },
    { key: 'tries', head: t('tries'), cell: ({ attempts }) => format.number(attempts), number: true },
    { key: 'state', head: t('state'), cell: (each) => <Badge tone={STATE_TONES[each.state]}>{t(`states.${each.state}`)}</Badge> },
  ];
  return (
    <div className={css['list']}>
      <div className={css['filters']}>
        <SelectField label={t('state')} value={state} onChange={(event) => change({ state: event.target.value })}>
          {STATES.map((each) => (
            <option key={each} value={each}>
              {t(`states.${each}`)}
            </option>
          ))}
          <option value="all">{t('states.all')}</option>
        </SelectField>
        <SelectField label={t('inbox')} value={inbox} onChange={(event) => change({ inbox: event.target.value })}>
          <option value="">{t('allInboxes')}</option>
          {inboxes.data?.items.map(({ id, displayName }) => (
            <option key={id} value={id}>
              {displayName ?? id}
            </option>
          ))}
        </SelectField>
        <SelectField label={t('where')} value={topic} onChange={(event) => change({ topic: event.target.value })}>
          <option value="">{t('everywhere')}</option>
          <option value="inbound-messages">{t('places.in')}</option>
          <option value="delivery-updates">{t('places.delivery')}</option>
          {topics.map((each) => (
            <option key={each} value={each}>
              {t('outOf', { channel: each.split('.')[1] })}
            </option>
          ))}
        </SelectField>
        {letters.data?.some((each) => each.state === 'waiting') && (
          <Button icon="replay" onClick={() => setAsksAll(true)}>
            {t('replayAll')}
          </Button>
        )}
      </div>
      <Shown of={letters}>
        {(items) =>
          items.length === 0 ? (
            <Empty title={t('none')} about={t('noneAbout')} />
          ) : (
            <>
              <Table caption={t('letters')} columns={columns} rows={items} keyOf={({ id }) => id} />
              {letters.hasNextPage && (
                <Button busy={letters.isFetchingNextPage} onClick={() => void letters.fetchNextPage()}>
                  {t('more')}
                </Button>
              )}
            </>
          )
        }
      </Shown>
      <DeadLetterPanel id={letter ?? null} onClose={() => change({ letter: '' })} />
      <Dialog
        open={asksAll}
        onClose={() => setAsksAll(false)}
        title={t('replayAll')}
        about={t('replayAllAbout')}
        actions={
          <Button look="primary" busy={replayAll.isPending} onClick={() => replayAll.mutate({ body: filter })}>
            {t('replayAll')}
          </Button>
        }
      >
        <p>{t('replayAllFilter', { inbox: inbox || t('allInboxes'), place: topic || t('everywhere') })}</p>
      </Dialog>
    </div>
  );
}
