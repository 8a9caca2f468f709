import { type Answer, type Column, Table, useFormat } from '#page-kit';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import css from './desk.module.css';

type Item = Answer<'POST /desk/rehearsals'>['items'][number];

export function RehearsalTable({ items }: { readonly items: readonly Item[] }) {
  const { t } = useTranslation('desk');
  const format = useFormat();
  const show = (value: unknown): string =>
    value === null || value === undefined ? '–' : Array.isArray(value) ? format.list(value.map(String)) : String(value);
  const columns: readonly Column<Item>[] = [
    {
      key: 'ticket',
      head: t('rehearsal.ticket'),
      cell: ({ ticketId, number, subject }) => (
        <>
          <Link href={`/tickets/${ticketId}`}>{number}</Link>
          <div>{subject}</div>
        </>
      ),
    },
    {
      key: 'rules',
      head: t('rehearsal.rules'),
      cell: ({ rules }) => (
        <>
          <div className={css['before']}>{show(rules.before)}</div>
          <div className={css['after']}>{show(rules.after)}</div>
        </>
      ),
    },
    {
      key: 'changes',
      head: t('rehearsal.changes'),
      cell: ({ changes, actions }) => (
        <ul>
          {Object.entries(changes).map(([field, { before, after }]) => (
            <li key={field}>
              <code>{field}</code> {t('rehearsal.fromTo', { before: show(before), after: show(after) })}
            </li>
          ))}
          {actions.gone.map((action, index) => (
            <li key={`gone ${index}`}>{t('rehearsal.gone', { action: JSON.stringify(action) })}</li>
          ))}
          {actions.added.map((action, index) => (
            <li key={`added ${index}`}>{t('rehearsal.added', { action: JSON.stringify(action) })}</li>
          ))}
        </ul>
      ),
    },
  ];
  return <Table caption={t('rehearsal.title')} columns={columns} rows={items} keyOf={({ ticketId }) => ticketId} />;
}
