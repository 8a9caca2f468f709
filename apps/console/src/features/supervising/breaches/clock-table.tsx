import { Badge, IconButton, type ItemOf, Menu, Table, useFormat } from '#page-kit';
import { useTranslation } from 'react-i18next';
import { Link, useLocation } from 'wouter';
import { useSession } from '../../../session/session.js';
import { useDeskNames } from '../desk-profile.js';
import { useNow } from '../use-now.js';
import css from './breaches.module.css';

export type ListedClock = ItemOf<'GET /clocks'>;

interface ClockTableProps {
  readonly caption: string;
  readonly clocks: readonly ListedClock[];
  readonly onReassign: (clock: ListedClock) => void;
  readonly onEscalate: (clock: ListedClock) => void;
}

const TICK_MS = 1_000;

/** Clocks with their tickets: when they ran out or will, who has them, and what can be done. */
export function ClockTable({ caption, clocks, onReassign, onEscalate }: ClockTableProps) {
  const { t } = useTranslation('supervising');
  const { may } = useSession();
  const format = useFormat();
  const names = useDeskNames();
  const now = useNow(TICK_MS);
  const [, go] = useLocation();
  const lapse = (ms: number) => format.length(Math.abs(ms) / 1_000);
  return (
    <Table
      caption={caption}
      columns={[
        {
          key: 'ticket',
          head: t('clocks.ticket'),
          cell: ({ ticketId, ticketNumber, subject }) => (
            <Link href={`/tickets/${ticketId}`} className={css['ticket']}>
              <span className="small quiet">{ticketNumber}</span>
              <span>{subject || t('clocks.noSubject')}</span>
            </Link>
          ),
        },
        { key: 'kind', head: t('clocks.promise'), cell: ({ kind }) => t(`clocks.${kind}`) },
        {
          key: 'due',
          head: t('clocks.due'),
          cell: ({ breachedAt, dueAt, state }) => {
            if (state === 'paused' || (breachedAt === null && dueAt === null)) return <Badge>{t('clocks.paused')}</Badge>;
            const at = breachedAt ?? dueAt!;
            const left = Date.parse(at) - now;
            return (
              <span title={format.exact(at)}>
                <Badge tone={left <= 0 ? 'bad' : state === 'warned' ? 'warn' : 'plain'}>
                  {left <= 0 ? t('clocks.late', { by: lapse(left) }) : t('clocks.left', { for: lapse(left) })}
                </Badge>
              </span>
            );
          },
        },
        { key: 'channel', head: t('filters.channel'), cell: ({ channel }) => names.channel(channel) },
        { key: 'group', head: t('filters.group'), cell: ({ group }) => names.group(group) },
        {
          key: 'assignee',
          head: t('clocks.assignee'),
          cell: ({ assignee }) => (assignee === null ? <span className="quiet">{t('clocks.unassigned')}</span> : names.agent(assignee)),
        },
        {
          key: 'do',
          head: <span className="visually-hidden">{t('clocks.actions')}</span>,
          cell: (clock) => (
            <Menu
              trigger={<IconButton small icon="more" label={t('clocks.actionsOf', { number: clock.ticketNumber })} />}
              groups={[
                [{ key: 'open', label: t('clocks.open'), icon: 'ticket', onSelect: () => go(`/tickets/${clock.ticketId}`) }],
                may('tickets:write')
                  ? [
                      { key: 'reassign', label: t('clocks.reassign'), icon: 'user', onSelect: () => onReassign(clock) },
                      { key: 'escalate', label: t('clocks.escalate'), icon: 'up', onSelect: () => onEscalate(clock) },
                    ]
                  : [],
              ]}
            />
          ),
        },
      ]}
      rows={clocks}
      keyOf={({ id }) => id}
    />
  );
}
