import { Panel, Shown, Table, useAsked, useFormat } from '#page-kit';
import { useTranslation } from 'react-i18next';
import css from './contacts.module.css';

const NOTHING = '–';

/** What he bought and what he has, as other programs told it. */
export function Purchases({ contactId }: { readonly contactId: string }) {
  const { t } = useTranslation('contacts');
  const format = useFormat();
  const orders = useAsked('GET /contacts/{contactId}/orders', { path: { contactId } });
  const products = useAsked('GET /contacts/{contactId}/products', { path: { contactId } });
  return (
    <div className={css['stack']}>
      <Panel title={t('orders')}>
        <Shown of={orders}>
          {({ items }) =>
            items.length === 0 ? (
              <p className="quiet">{t('noOrders')}</p>
            ) : (
              <Table
                caption={t('orders')}
                columns={[
                  {
                    key: 'number',
                    head: t('order'),
                    cell: ({ number, url }) =>
                      url && /^https?:/.test(url) ? (
                        <a href={url} target="_blank" rel="noreferrer">
                          {number}
                        </a>
                      ) : (
                        number
                      ),
                  },
                  { key: 'placed', head: t('placed'), cell: ({ placedAt }) => (placedAt === null ? NOTHING : format.day(placedAt)) },
                  { key: 'status', head: t('status'), cell: ({ status }) => status ?? NOTHING },
                  { key: 'total', head: t('total'), number: true, cell: ({ total }) => total ?? NOTHING },
                ]}
                rows={items}
                keyOf={({ number }) => number}
              />
            )
          }
        </Shown>
      </Panel>
      <Panel title={t('products')}>
        <Shown of={products}>
          {({ items }) =>
            items.length === 0 ? (
              <p className="quiet">{t('noProducts')}</p>
            ) : (
              <Table
                caption={t('products')}
                columns={[
                  { key: 'name', head: t('product'), cell: ({ name, model }) => [name, model].filter(Boolean).join(' · ') },
                  { key: 'version', head: t('version'), cell: ({ version }) => version ?? NOTHING },
                  { key: 'serial', head: t('serial'), cell: ({ serial }) => serial ?? NOTHING },
                  { key: 'bought', head: t('bought'), cell: ({ boughtOn }) => (boughtOn ? format.day(boughtOn) : NOTHING) },
                ]}
                rows={items}
                keyOf={({ id }) => id}
              />
            )
          }
        </Shown>
      </Panel>
    </div>
  );
}
