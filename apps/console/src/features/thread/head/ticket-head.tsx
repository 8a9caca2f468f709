import { Badge, Icon, type IconName } from '#page-kit';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useSession } from '../../../session/session.js';
import { channelIcon } from '../channel.js';
import type { Ticket } from '../entry.js';
import { Actions } from './actions.js';
import { Choices } from './choices.js';
import { Clocks } from './clocks.js';
import css from './head.module.css';
import { Subject } from './subject.js';
import { Tags } from './tags.js';

/** What a ticket is, and what is promised. `before`: the way back; `after`: the button of the side. */
export function TicketHead({
  ticket,
  level,
  before,
  after,
}: {
  readonly ticket: Ticket;
  readonly level: 1 | 2;
  readonly before?: ReactNode;
  readonly after?: ReactNode;
}) {
  const { t } = useTranslation('thread');
  const { may } = useSession();
  const mayWrite = may('tickets:write');
  return (
    <header className={css['head']}>
      <div className={css['top']}>
        {before}
        {[...new Set(ticket.channels.map(channelIcon))].map((icon: IconName) => (
          <Icon key={icon} name={icon} size={16} />
        ))}
        <span className={css['number']}>{ticket.number}</span>
        {ticket.confidential && <Badge tone="warn">{t('confidential')}</Badge>}
        {ticket.quarantined && <Badge tone="bad">{t('quarantined')}</Badge>}
        {ticket.folded && <Badge>{t('byRobot')}</Badge>}
        <span className={css['space']} />
        <Actions ticket={ticket} />
        {after}
      </div>
      <Subject key={ticket.id} ticket={ticket} level={level} mayWrite={mayWrite} />
      <div className={css['line']}>
        <Choices ticket={ticket} />
        <Clocks ticketId={ticket.id} />
        <Tags ticket={ticket} mayWrite={mayWrite} />
      </div>
    </header>
  );
}
