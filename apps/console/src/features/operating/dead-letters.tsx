import {
  Badge,
  Button,
  type Column,
  Dialog,
  Empty,
  FilteredList,
  OneOf,
  sayCode,
  timeColumn,
  useAsked,
  useAskedPages,
  useDoing,
  useFormat,
  useToasts,
} from '#page-kit';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useDeskWords } from '../../shell/desk-names.js';
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
  const words = useDeskWords();
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
    timeColumn(t('diedAt'), ({ diedAt }) => diedAt, format.exact),
    {
      key: 'reason',
      head: t('reason'),
      cell: (each) => {
        const { what, hasMore } = explainCode(each, t, sayCode);
        return (
          <>
            <button type="button" className={css['rowButton']} onClick={() => change({ letter: each.id })}>
              {what}
            </button>
            {hasMore && <div className="quiet small">{each.reason}</div>}
          </>
        );
      },
    },
    { key: 'place', head: t('where'), cell: (each) => t(`places.${placeOf(each)}`) },
    { key: 'inbox', head: t('inbox'), cell: ({ inboxId }) => inboxId },
    { key: 'tries', head: t('tries'), cell: ({ attempts }) => format.number(attempts), number: true },
    { key: 'state', head: t('state'), cell: (each) => <Badge tone={STATE_TONES[each.state]}>{t(`states.${each.state}`)}</Badge> },
  ];
  return (
    <>
      <FilteredList
        of={letters}
        caption={t('letters')}
        columns={columns}
        keyOf={({ id }) => id}
        empty={<Empty title={t('none')} about={t('noneAbout')} />}
        filters={
          <>
            <OneOf
              label={t('state')}
              value={shownState ?? ''}
              of={STATES}
              nameOf={(each) => t(`states.${each}`)}
              all={t('states.all')}
              onChange={(next) => change({ state: next === '' ? 'all' : next })}
            />
            <OneOf
              label={t('inbox')}
              value={inbox}
              of={inboxes.data?.items.map(({ id }) => id) ?? []}
              nameOf={(id) => inboxes.data?.items.find((each) => each.id === id)?.displayName ?? id}
              all={t('allInboxes')}
              onChange={(next) => change({ inbox: next })}
            />
            <OneOf
              label={t('where')}
              value={topic}
              of={['inbound-messages', 'delivery-updates', ...topics]}
              nameOf={(each) =>
                each === 'inbound-messages'
                  ? t('places.in')
                  : each === 'delivery-updates'
                    ? t('places.delivery')
                    : t('outOf', { channel: words.channel(each.split('.')[1]!) })
              }
              all={t('everywhere')}
              onChange={(next) => change({ topic: next })}
            />
            {letters.data?.some((each) => each.state === 'waiting') && (
              <Button icon="replay" onClick={() => setAsksAll(true)}>
                {t('replayAll')}
              </Button>
            )}
          </>
        }
      />
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
    </>
  );
}
