import { Badge, useAsked } from '#page-kit';
import { useTranslation } from 'react-i18next';
import css from '../contacts.module.css';

const SHOWN = 4;

/** Orders, those of this ticket marked, and what he has. */
export function CardPurchases({ contactId, ticketId }: { readonly contactId: string; readonly ticketId: string }) {
  const { t } = useTranslation('contacts');
  const orders = useAsked('GET /contacts/{contactId}/orders', { path: { contactId } }).data?.items ?? [];
  const of = useAsked('GET /tickets/{id}/purchases', { path: { id: ticketId } }).data;
  const linked = new Set(of?.orders.map(({ number }) => number));
  const products = of?.products ?? [];
  return (
    <>
      {orders.length > 0 && (
        <div>
          <h2 className={css['part']}>{t('orders')}</h2>
          <ul className={css['lines']}>
            {[...orders]
              .sort((a, b) => Number(linked.has(b.number)) - Number(linked.has(a.number)))
              .slice(0, SHOWN)
              .map(({ number, status, total }) => (
                <li key={number}>
                  {number} <span className="quiet small">{[status, total].filter(Boolean).join(' · ')}</span>{' '}
                  {linked.has(number) && <Badge tone="accent">{t('ofThisTicket')}</Badge>}
                </li>
              ))}
          </ul>
        </div>
      )}
      {products.length > 0 && (
        <div>
          <h2 className={css['part']}>{t('products')}</h2>
          <ul className={css['lines']}>
            {products.slice(0, SHOWN).map(({ id, name, model, version, serial }) => (
              <li key={id}>
                {name} <span className="quiet small">{[model, version, serial].filter(Boolean).join(' · ')}</span>
              </li>
            ))}
          </ul>
        </div>
      )}
    </>
  );
}
