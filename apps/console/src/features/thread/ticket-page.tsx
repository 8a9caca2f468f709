import { IconButton, useShortcuts } from '#page-kit';
import { useTranslation } from 'react-i18next';
import { useLocation, useParams } from 'wouter';
import { shownList } from '../../shell/shown-list.js';
import { TicketPanel } from './ticket-panel.js';

/** A ticket as a page of its own; it knows the list it was opened from. */
export function TicketPage() {
  const { t } = useTranslation('thread');
  const { id = '' } = useParams<{ id: string }>();
  const [, go] = useLocation();
  const list = shownList();
  const at = list.tickets.indexOf(id);
  const step = (by: 1 | -1) => {
    const next = at < 0 ? undefined : list.tickets[at + by];
    if (next !== undefined) go(`/tickets/${next}`);
  };
  useShortcuts([
    { keys: 'u', label: t('keys.back'), group: t('keys.group'), run: () => go(list.href) },
    { keys: ']', label: t('keys.nextTicket'), group: t('keys.group'), run: () => step(1) },
    { keys: '[', label: t('keys.previousTicket'), group: t('keys.group'), run: () => step(-1) },
  ]);
  return (
    <TicketPanel
      key={id}
      id={id}
      level={1}
      before={<IconButton small icon="left" label={t('keys.back')} onClick={() => go(list.href)} />}
    />
  );
}
