import { Button, Empty, type ItemOf, Panel, Shown, useAsked, useAskedPages, useFormat } from '#page-kit';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import css from './operating.module.css';

/** Who has no message id knows its sender, its subject or some words: tickets that have them, and their messages to choose from. */
export function FoundTickets({
  text,
  inbox,
  onPick,
}: {
  readonly text: string;
  readonly inbox: string;
  readonly onPick: (messageId: string) => void;
}) {
  const { t } = useTranslation('operating', { keyPrefix: 'messages' });
  const found = useAskedPages('GET /tickets', { query: { text, ...(inbox === '' ? {} : { inboxId: inbox }), limit: 10 } });
  return (
    <Shown of={found}>
      {(tickets) =>
        tickets.length === 0 ? (
          <Empty icon="search" title={t('nothing')} about={t('nothingOfText')} />
        ) : (
          <>
            <p role="status">{t('pickOne')}</p>
            {tickets.map((ticket) => (
              <FoundTicket key={ticket.id} ticket={ticket} onPick={onPick} isAlone={tickets.length === 1} />
            ))}
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

function FoundTicket({
  ticket,
  onPick,
  isAlone,
}: {
  readonly ticket: ItemOf<'GET /tickets'>;
  readonly onPick: (messageId: string) => void;
  readonly isAlone: boolean;
}) {
  const { t } = useTranslation('operating', { keyPrefix: 'messages' });
  const format = useFormat();
  const [isOpen, setOpen] = useState(isAlone);
  const entries = useAsked('GET /tickets/{id}/entries', { path: { id: ticket.id }, query: { limit: 100 } }, { enabled: isOpen });
  const messages =
    entries.data?.items.filter(({ direction, remoteMessageId }) => direction === 'inbound' && remoteMessageId !== null) ?? [];
  const sender = ticket.contact?.identities[0]?.raw ?? ticket.contact?.displayName;
  return (
    <Panel
      title={ticket.subject}
      actions={
        <Button small icon={isOpen ? 'up' : 'down'} aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
          {t('itsMessages')}
        </Button>
      }
    >
      <p className="quiet">
        <Link href={`/tickets/${ticket.id}`}>{ticket.number}</Link>{' '}
        {[sender, ticket.inboxId, format.exact(ticket.openedAt)].filter(Boolean).join(' · ')}
      </p>
      {isOpen && (
        <ul className={css['list']}>
          {messages.map((entry) => (
            <li key={entry.id}>
              <button type="button" className={css['rowButton']} onClick={() => onPick(entry.remoteMessageId ?? '')}>
                {t('entryOf', { entry: format.number(entry.seq), at: format.exact(entry.receivedAt) })}
              </button>{' '}
              <span className="quiet small">{entry.author.identity?.raw ?? entry.author.displayName}</span>
            </li>
          ))}
        </ul>
      )}
    </Panel>
  );
}
