import { Badge, type Column, Panel, Table, useFormat, usePickText } from '#page-kit';
import { useTranslation } from 'react-i18next';
import type { Threshold } from '../desk-profile.js';
import { findPassed, type Live } from './judge-thresholds.js';

type Row = Live['groups'][number] & { readonly visitsToday?: number };

/** Open work by group, channel or branch: who waits, and for how long. */
export function QueueTable({
  title,
  of,
  rows,
  nameOf,
  thresholds,
  empty,
}: {
  readonly title: string;
  readonly of: 'group' | 'channel' | 'branch';
  readonly rows: readonly Row[];
  readonly nameOf: (key: string) => string;
  readonly thresholds: readonly Threshold[];
  readonly empty: string;
}) {
  const { t } = useTranslation('supervising');
  const format = useFormat();
  const pick = usePickText();
  const number = (key: 'waiting' | 'unassigned' | 'new' | 'open'): Column<Row> => ({
    key,
    head: t(`wall.columns.${key}`),
    number: true,
    cell: (row) => format.number(row[key]),
  });
  const columns: Column<Row>[] = [
    {
      key: 'name',
      head: t(`wall.columns.${of}`),
      cell: (row) => (
        <>
          {nameOf(row.key)}{' '}
          {findPassed(row, thresholds, of === 'branch' ? {} : { [of]: row.key })
            .filter(({ threshold }) => threshold.group === row.key || threshold.channel === row.key)
            .map(({ threshold }) => (
              <Badge key={threshold.key} tone="bad">
                {pick(threshold.text) ?? t('wall.passed')}
              </Badge>
            ))}
        </>
      ),
    },
    number('waiting'),
    {
      key: 'longest',
      head: t('wall.columns.longest'),
      number: true,
      cell: (row) => (row.waiting === 0 ? '–' : format.length(row.longestWaitS)),
    },
    number('unassigned'),
    number('new'),
    number('open'),
    ...(of === 'branch'
      ? [{ key: 'visits', head: t('wall.columns.visits'), number: true, cell: (row: Row) => format.number(row.visitsToday ?? 0) }]
      : []),
  ];
  return (
    <Panel title={title}>
      {rows.length === 0 ? (
        <p className="quiet">{empty}</p>
      ) : (
        <Table caption={title} columns={columns} rows={[...rows].sort((a, b) => b.waiting - a.waiting)} keyOf={({ key }) => key} />
      )}
    </Panel>
  );
}
