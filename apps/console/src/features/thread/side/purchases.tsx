import { Badge, useAsked } from '#page-kit';
import { useTranslation } from 'react-i18next';
import type { Ticket } from '../entry.js';
import { Section } from './section.js';
import css from './side.module.css';

/** Orders of the ticket and what its contact has. */
export function Purchases({ ticket }: { readonly ticket: Ticket }) {
  const { t } = useTranslation('thread');
  const { data } = useAsked('GET /tickets/{id}/purchases', { path: { id: ticket.id } });
  if (data === undefined || data.orders.length + data.products.length === 0) return null;
  return (
    <Section title={t('purchases')}>
      {data.orders.map(({ number, status, total, url }) => (
        <div key={number} className={css['row']}>
          <span className={css['grow']}>
            {url !== null && /^https?:/i.test(url) ? (
              <a href={url} target="_blank" rel="noopener noreferrer">
                {number}
              </a>
            ) : (
              number
            )}
          </span>
          {total} {status !== null && <Badge>{status}</Badge>}
        </div>
      ))}
      {data.products.map(({ id, name, model, version, serial }) => (
        <div key={id} className={css['list']}>
          <p>{name}</p>
          <p className="quiet small">{[model, version, serial].filter(Boolean).join(' · ')}</p>
        </div>
      ))}
    </Section>
  );
}
