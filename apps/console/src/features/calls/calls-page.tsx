import { Badge, Button, Empty, PageFrame, Shown, Table, forget, useAsked, useAskedPages, useFormat, useLive } from '#page-kit';
import { useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { CallBacks } from './call-backs.js';
import css from './calls.module.css';
import { callOf, isMissed, otherSide, stageOf } from './call-of.js';
import { RatingCalls } from './rating-calls.js';
import { MyPhone } from './my-phone.js';

/** Whom to call back first, then the calls of today and before. */
export function CallsPage() {
  const { t } = useTranslation('calls');
  const format = useFormat();
  const tickets = useAskedPages('GET /tickets', { query: { channel: 'phone', limit: 25 } });
  return (
    <PageFrame title={t('title')} actions={<MyPhone />}>
      <CallBacks />
      <RatingCalls />
      <div className={css['part']}>
        <h2>{t('recent')}</h2>
        <Shown of={tickets}>
          {(rows) =>
            rows.length === 0 ? (
              <Empty icon="phone" title={t('noCalls')} about={t('noCallsAbout')} />
            ) : (
              <>
                <Table
                  caption={t('recent')}
                  rows={rows}
                  keyOf={({ id }) => id}
                  columns={[
                    {
                      key: 'who',
                      head: t('who'),
                      cell: ({ id, contact, number }) => (
                        <Link href={`/tickets/${id}`}>
                          {contact.displayName ?? contact.identities.find(({ scheme }) => scheme.startsWith('phone'))?.value ?? number}
                        </Link>
                      ),
                    },
                    { key: 'call', head: t('lastCall'), cell: ({ id }) => <LastCall ticketId={id} /> },
                    { key: 'subject', head: t('about'), cell: ({ subject }) => subject },
                    { key: 'status', head: t('state'), cell: ({ status }) => t(`status.${status}`) },
                    { key: 'at', head: t('when'), cell: ({ updatedAt }) => <time dateTime={updatedAt}>{format.time(updatedAt)}</time> },
                  ]}
                />
                {tickets.hasNextPage && (
                  <Button busy={tickets.isFetchingNextPage} onClick={() => void tickets.fetchNextPage()}>
                    {t('more')}
                  </Button>
                )}
              </>
            )
          }
        </Shown>
      </div>
    </PageFrame>
  );
}

/** How the last call of a ticket ended, and how long it was. */
function LastCall({ ticketId }: { readonly ticketId: string }) {
  const { t } = useTranslation('calls');
  const format = useFormat();
  const cache = useQueryClient();
  const entries = useAsked('GET /tickets/{id}/entries', { path: { id: ticketId }, query: { order: 'desc', limit: 20 } });
  useLive({
    happening: ({ data }) => {
      if (data['ticketId'] === ticketId) forget(cache, 'GET /tickets/{id}/entries', { id: ticketId });
    },
  });
  const call = entries.data?.items.map(callOf).find((each) => each !== null);
  if (call == null) return null;
  return (
    <span className={css['call']}>
      <Badge tone={isMissed(call) ? 'bad' : call.endedAt === undefined ? 'accent' : 'plain'}>
        {call.endedAt === undefined ? t(`states.${stageOf(call)}`) : t(`outcomes.${call.outcome ?? 'unknown'}`)}
      </Badge>
      <span className="small">{t(`directions.${call.direction}`)}</span>
      <span className="quiet small">
        {otherSide(call)}
        {call.talkMs !== undefined && call.talkMs > 0 && ` · ${format.length(call.talkMs / 1_000)}`}
      </span>
    </span>
  );
}
