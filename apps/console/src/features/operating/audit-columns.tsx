import { Badge, type Column, type ItemOf, sayCode, timeColumn, useFormat } from '#page-kit';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import './late-words.js';
import css from './operating.module.css';
import { sayGiven, sayWhy } from './say-audit.js';
import { sayDeed } from './say-deed.js';

type Deed = ItemOf<'GET /audit'>;

/** Who did what to what, and how it ended. */
export function useAuditColumns(names: ReadonlyMap<string, string>): readonly Column<Deed>[] {
  const { t } = useTranslation('operating', { keyPrefix: 'audit' });
  const { t: all } = useTranslation('operating');
  const format = useFormat();
  const nameRole = (key: string) => all(`access.roleNames.${key as 'agent'}`, { defaultValue: key });
  return [
    { key: 'seq', head: t('seq'), cell: ({ seq }) => (seq === null ? '…' : format.number(seq)), number: true },
    timeColumn(t('at'), ({ at }) => at, format.exact),
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
      cell: ({ action, fields, targets, ticketId, ...how }) => (
        <>
          <div title={action}>{sayDeed(action, all)}</div>
          <div className="quiet small">
            {[
              fields && fields.length > 0 ? t('fields', { list: format.list(fields.map((field) => sayGiven(field, all))) }) : null,
              sayWhy(how, all, { nameRole, sayCode }),
            ]
              .filter(Boolean)
              .join(' · ')}
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
}
