import { Badge, useAsked, useFormat } from '#page-kit';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import css from './calls.module.css';

/** What else this customer has with the desk, what is open first. */
export function OpenTickets({ contactId, besides }: { readonly contactId: string; readonly besides: string }) {
  const { t } = useTranslation('calls');
  const format = useFormat();
  const tickets = useAsked('GET /tickets', { query: { contact: contactId, limit: 20 } });
  const others = (tickets.data?.items ?? []).filter(({ id }) => id !== besides);
  const open = ['new', 'open', 'pending'];
  const shown = [...others].sort((one, other) => Number(open.includes(other.status)) - Number(open.includes(one.status))).slice(0, 5);
  if (!tickets.isSuccess) return null;
  return (
    <div>
      <h3>{t('history')}</h3>
      {shown.length === 0 ? (
        <p className="quiet small">{t('noHistory')}</p>
      ) : (
        <ul className={css['history']}>
          {shown.map(({ id, number, subject, status, updatedAt }) => (
            <li key={id}>
              <Link href={`/tickets/${id}`}>{subject || number}</Link>{' '}
              <Badge tone={open.includes(status) ? 'accent' : 'plain'}>{t(`status.${status}`)}</Badge>{' '}
              <span className="quiet small">{format.time(updatedAt)}</span>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
