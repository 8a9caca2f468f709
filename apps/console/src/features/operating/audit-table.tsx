import { Badge, type Column, type ItemOf, Table, useFormat } from '#page-kit';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import css from './operating.module.css';

type Deed = ItemOf<'GET /audit'>;

export function AuditTable({ items, names }: { readonly items: readonly Deed[]; readonly names: ReadonlyMap<string, string> }) {
  const { t } = useTranslation('operating', { keyPrefix: 'audit' });
  const format = useFormat();
  const columns: readonly Column<Deed>[] = [
    { key: 'seq', head: t('seq'), cell: ({ seq }) => (seq === null ? '…' : format.number(seq)), number: true },
    {
      key: 'at',
      head: t('at'),
      cell: ({ at }) => (
        <time className={css['nowrap']} dateTime={at}>
          {format.exact(at)}
        </time>
      ),
    },
    {
      key: 'actor',
      head: t('actor'),
      cell: ({ actor, from }) => (
        <>
          <div>{(actor.id === undefined ? undefined : names.get(actor.id)) ?? t(`kinds.${actor.kind}`)}</div>
          <div className="quiet small">{from}</div>
        </>
      ),
    },
    {
      key: 'action',
      head: t('action'),
      cell: ({ action, fields, targets, ticketId, reason }) => (
        <>
          <code>{action}</code>
          <div className="quiet small">
            {[fields && fields.length > 0 ? t('fields', { list: format.list(fields) }) : null, reason].filter(Boolean).join(' · ')}
          </div>
          {ticketId ? (
            <Link href={`/tickets/${ticketId}`}>{t('ticket')}</Link>
          ) : (
            targets && <div className={`quiet ${css['mono']}`}>{Object.values(targets).join(' ')}</div>
          )}
        </>
      ),
    },
    {
      key: 'outcome',
      head: t('outcome'),
      cell: ({ outcome }) => <Badge tone={outcome === 'done' ? 'good' : 'bad'}>{t(`outcomes.${outcome}`)}</Badge>,
    },
  ];
  return <Table caption={t('records')} columns={columns} rows={items} keyOf={({ id }) => id} />;
}
