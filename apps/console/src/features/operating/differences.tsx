import { Badge, Button, type Column, Table, type Tone, useDoing, useFormat, useToasts } from '#page-kit';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import type { Difference, Reconciliation } from './inbox.js';
import './late-words.js';
import css from './operating.module.css';
import { sayFailure } from './say-troubles.js';

const ROUTE = 'POST /inboxes/{inboxId}/reconciliations/{reconciliationId}/fetches';
const TONES: Readonly<Record<Difference['state'], Tone>> = {
  missing: 'warn',
  asked: 'accent',
  fetched: 'accent',
  here: 'good',
  gone: 'plain',
  failed: 'bad',
};
const MAY_BE_FETCHED: ReadonlySet<Difference['state']> = new Set(['missing', 'failed']);

/** What is missing, message by message; fetched one by one or all at once, and watched until each has its place. */
export function Differences({ of }: { readonly of: Reconciliation }) {
  const { t } = useTranslation('operating', { keyPrefix: 'comparing' });
  const { t: all } = useTranslation('operating');
  const format = useFormat();
  const toasts = useToasts();
  const fetch = useDoing(ROUTE, {
    changes: ['GET /inboxes/{inboxId}/reconciliations/{reconciliationId}'],
    onDone: ({ fetching }) => toasts.show({ text: t('fetching', { count: fetching }) }),
  });
  const path = { inboxId: of.inboxId, reconciliationId: of.id };
  const open = of.differences.filter(({ state }) => MAY_BE_FETCHED.has(state));
  const columns: readonly Column<Difference>[] = [
    { key: 'at', head: t('at'), cell: ({ at }) => (at === null ? t('unknown') : format.exact(at)) },
    { key: 'who', head: t('who'), cell: ({ sender }) => sender ?? t('unknown') },
    {
      key: 'subject',
      head: t('subject'),
      cell: ({ subject, ref, remoteMessageId }) => (
        <>
          <div>{subject ?? t('noSubject')}</div>
          <div className="quiet small">{remoteMessageId ?? ref}</div>
        </>
      ),
    },
    {
      key: 'state',
      head: t('state'),
      cell: ({ state, failure, ticketId, ticketNumber, remoteMessageId }) => (
        <>
          <Badge tone={TONES[state]}>{t(`states.${state}`)}</Badge>
          {failure && (
            <div className="quiet small">
              {Object.values(sayFailure(failure, all, format.time))
                .filter(Boolean)
                .join(' ')}
            </div>
          )}
          {state === 'fetched' && remoteMessageId && (
            <div>
              <Link href={`/messages?id=${encodeURIComponent(remoteMessageId)}`}>{t('where')}</Link>
            </div>
          )}
          {ticketId && (
            <div>
              <Link href={`/tickets/${ticketId}`}>{t('ticket', { number: ticketNumber })}</Link>
            </div>
          )}
        </>
      ),
    },
    {
      key: 'fetch',
      head: t('fetch'),
      cell: ({ ref, state, subject }) =>
        MAY_BE_FETCHED.has(state) && (
          <Button
            small
            icon="download"
            aria-label={t('fetchOf', { what: subject ?? ref })}
            onClick={() => fetch.mutate({ path, body: { refs: [ref] } })}
          >
            {t('fetch')}
          </Button>
        ),
    },
  ];
  return (
    <>
      {open.length > 0 && (
        <div className={css['row']}>
          <Button small look="primary" icon="download" busy={fetch.isPending} onClick={() => fetch.mutate({ path, body: {} })}>
            {t('fetchAll', { count: open.length })}
          </Button>
        </div>
      )}
      {of.sealed && <p className="quiet small">{t('sealed')}</p>}
      <Table caption={t('list')} columns={columns} rows={of.differences} keyOf={({ ref }) => ref} />
      {(of.missing ?? 0) > of.differences.length && <p className="quiet small">{t('named', { count: of.differences.length })}</p>}
    </>
  );
}
