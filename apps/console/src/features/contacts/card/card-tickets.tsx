import { Badge, useAsked, useFormat } from '#page-kit';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import css from '../contacts.module.css';

const SHOWN = 5;

/** His last tickets besides the one that is open. */
export function CardTickets({ contactId, ticketId }: { readonly contactId: string; readonly ticketId: string }) {
  const { t } = useTranslation('contacts');
  const format = useFormat();
  const tickets = useAsked('GET /tickets', { query: { contact: contactId, limit: SHOWN + 1 } }).data?.items;
  const others = tickets?.filter(({ id }) => id !== ticketId).slice(0, SHOWN) ?? [];
  if (others.length === 0) return null;
  return (
    <div>
      <h2 className={css['part']}>{t('lastTickets')}</h2>
      <ul className={css['lines']}>
        {others.map(({ id, number, subject, status, openedAt }) => (
          <li key={id}>
            <Link href={`/tickets/${id}`}>{subject || number}</Link>{' '}
            <span className="quiet small">
              {number} · {format.day(openedAt)}
            </span>{' '}
            <Badge>{t(`statuses.${status}`)}</Badge>
          </li>
        ))}
      </ul>
    </div>
  );
}
