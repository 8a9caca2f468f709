import { type Answer, Badge, Icon, type IconName, type Tone, useFormat } from '#page-kit';
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { useDeskWords } from '../../shell/desk-names.js';
import { useContactName } from '../../shell/use-contact-name.js';
import css from './inbox.module.css';

export type ListedTicket = Answer<'GET /tickets'>['items'][number];
export const ROW_PX = 84;

const CHANNEL_ICONS: Readonly<Record<string, IconName>> = {
  email: 'mail',
  webchat: 'chat',
  wechat: 'wechat',
  phone: 'phone',
  form: 'form',
};
const STATUS_TONES: Readonly<Record<ListedTicket['status'], Tone>> = {
  new: 'accent',
  open: 'plain',
  pending: 'plain',
  solved: 'good',
  closed: 'plain',
};

interface TicketRowProps {
  readonly ticket: ListedTicket;
  readonly href: string;
  readonly isOpen: boolean;
  readonly isChosen: boolean;
  readonly onChoose: () => void;
  readonly onFocus: () => void;
}

/** Who, when, what about, and what matters of it: priority and state. */
export const TicketRow = memo(function TicketRow({ ticket, href, isOpen, isChosen, onChoose, onFocus }: TicketRowProps) {
  const { t } = useTranslation('inbox');
  const format = useFormat();
  const words = useDeskWords();
  const { number, subject, status, priority, contact, channels, updatedAt, category, confidential } = ticket;
  const who = useContactName()(contact);
  return (
    <article className={css['row']} data-new={status === 'new' || undefined}>
      <input type="checkbox" className={css['choose']} checked={isChosen} onChange={onChoose} aria-label={t('chooseTicket', { number })} />
      <Link href={href} className={css['rowLink']} aria-current={isOpen ? 'true' : undefined} onFocus={onFocus}>
        <span className={css['rowTop']}>
          <span className={css['who']}>{who}</span>
          <time
            dateTime={updatedAt}
            // Only who points at it wants to know: the formatter of it takes longer than the row.
            onPointerEnter={({ currentTarget }) => (currentTarget.title = format.exact(updatedAt))}
            className={css['when']}
          >
            {format.time(updatedAt)}
          </time>
        </span>
        <span className={css['subject']}>{subject || t('noSubject')}</span>
        <span className={css['rowFoot']}>
          {channels.map((channel) => (
            <span key={channel} title={t(`channel.${channel}` as 'channel.email', { defaultValue: channel })}>
              <Icon name={CHANNEL_ICONS[channel] ?? 'globe'} size={14} />
              <span className="visually-hidden">{t(`channel.${channel}` as 'channel.email', { defaultValue: channel })}</span>
            </span>
          ))}
          <span className={css['number']}>{number}</span>
          {(priority === 'high' || priority === 'urgent') && (
            <Badge tone={priority === 'urgent' ? 'bad' : 'warn'}>{words.priority(priority)}</Badge>
          )}
          <Badge tone={STATUS_TONES[status]}>{t(`value.${status}`)}</Badge>
          {category !== null && <span className={css['category']}>{words.category(category)}</span>}
          {confidential && <Icon name="shield" size={14} />}
        </span>
      </Link>
    </article>
  );
});
