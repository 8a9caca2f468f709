import { Button, type Column, Empty, Panel, Shown, Table, timeColumn, useAskedPages, useFormat } from '#page-kit';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { type LedgerItem, Outcome } from './ledger-item.js';
import { MessagePath } from './message-path.js';
import { useQuery } from './use-query.js';
import css from './operating.module.css';

/** What the ledger knows: of one message every delivery with its path, else the last ones. */
export function FoundMessages({ id, inbox }: { readonly id: string; readonly inbox: string }) {
  const { t } = useTranslation('operating', { keyPrefix: 'messages' });
  const query = { ...(id === '' ? {} : { remoteMessageId: id }), ...(inbox === '' ? {} : { inboxId: inbox }), limit: 25 };
  const found = useAskedPages('GET /ledger', { query });
  return (
    <Shown of={found}>
      {(items) =>
        items.length === 0 ? (
          <Empty icon="search" title={t('nothing')} about={id === '' ? t('nothingYet') : t('nothingAbout', { id })} />
        ) : (
          <>
            {id === '' ? (
              <Panel title={t('latest')}>
                <Latest items={items} />
              </Panel>
            ) : (
              items.map((item) => <MessagePath key={`${item.deliveryId} ${item.entryId} ${item.outcome}`} item={item} />)
            )}
            {found.hasNextPage && (
              <Button busy={found.isFetchingNextPage} onClick={() => void found.fetchNextPage()}>
                {t('more')}
              </Button>
            )}
          </>
        )
      }
    </Shown>
  );
}

function Latest({ items }: { readonly items: readonly LedgerItem[] }) {
  const { t } = useTranslation('operating', { keyPrefix: 'messages' });
  const format = useFormat();
  const [, change] = useQuery<'id'>();
  const columns: readonly Column<LedgerItem>[] = [
    timeColumn(t('at'), ({ at }) => at, format.exact),
    { key: 'inbox', head: t('inbox'), cell: ({ inboxId }) => inboxId },
    { key: 'outcome', head: t('outcome'), cell: ({ outcome }) => <Outcome of={outcome} /> },
    {
      key: 'id',
      head: t('byId'),
      cell: ({ remoteMessageId }) =>
        remoteMessageId && (
          <button type="button" className={css['rowButton']} onClick={() => change({ id: remoteMessageId })}>
            {remoteMessageId}
          </button>
        ),
    },
    {
      key: 'ticket',
      head: t('ticket'),
      cell: ({ ticketId, ticketNumber }) => ticketId && <Link href={`/tickets/${ticketId}`}>{ticketNumber}</Link>,
    },
  ];
  return (
    <Table caption={t('latest')} columns={columns} rows={items} keyOf={(item) => `${item.deliveryId} ${item.entryId} ${item.outcome}`} />
  );
}
