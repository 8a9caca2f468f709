import { Badge, Button, Empty, Shown, Table, useAskedPages, useFormat } from '#page-kit';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import css from './contacts.module.css';

const TONES = { new: 'accent', open: 'accent', pending: 'warn', solved: 'good', closed: 'plain' } as const;

/** Everything he ever came with, over all channels. */
export function ContactTickets({ contactId }: { readonly contactId: string }) {
  const { t } = useTranslation('contacts');
  const format = useFormat();
  const tickets = useAskedPages('GET /tickets', { query: { contact: contactId, limit: 20 } });
  return (
    <Shown of={tickets}>
      {(items) =>
        items.length === 0 ? (
          <Empty icon="ticket" title={t('noTickets')} />
        ) : (
          <div className={css['stack']}>
            <Table
              caption={t('history')}
              columns={[
                {
                  key: 'ticket',
                  head: t('ticket'),
                  cell: ({ id, number, subject }) => (
                    <Link href={`/tickets/${id}`} className={css['ticket']}>
                      <span className="quiet small">{number}</span>
                      <span>{subject || t('noSubject')}</span>
                    </Link>
                  ),
                },
                { key: 'status', head: t('status'), cell: ({ status }) => <Badge tone={TONES[status]}>{t(`statuses.${status}`)}</Badge> },
                {
                  key: 'channels',
                  head: t('channels'),
                  cell: ({ channels }) =>
                    format.list(channels.map((key) => t(`channelKinds.${key}` as 'channelKinds.email', { defaultValue: key }))),
                },
                { key: 'opened', head: t('opened'), cell: ({ openedAt }) => format.time(openedAt) },
              ]}
              rows={items}
              keyOf={({ id }) => id}
            />
            {tickets.hasNextPage && (
              <div>
                <Button busy={tickets.isFetchingNextPage} onClick={() => void tickets.fetchNextPage()}>
                  {t('more')}
                </Button>
              </div>
            )}
          </div>
        )
      }
    </Shown>
  );
}
