import { memo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ReviewNotice } from '../deciding/review-notice.js';
import type { Entry, Ticket } from '../entry.js';
import { isEvent } from '../line/to-rows.js';
import { Attachments } from './attachments.js';
import { Delivery } from './delivery.js';
import { EntryActions } from './entry-actions.js';
import { EntryBody } from './entry-body.js';
import { EntryMeta } from './entry-meta.js';
import css from './entry.module.css';
import { EventLine } from './event-line.js';

export interface EntryRowProps {
  readonly ticket: Ticket;
  readonly entry: Entry;
  readonly continues: boolean;
  readonly isCurrent: boolean;
  readonly mayWrite: boolean;
  readonly following: readonly string[];
  readonly onCurrent: (id: string) => void;
}

/** One entry of the thread, of whatever channel. */
export const EntryRow = memo(function EntryRow({ ticket, entry, continues, isCurrent, mayWrite, following, onCurrent }: EntryRowProps) {
  const { t } = useTranslation('thread');
  const [isOpen, setOpen] = useState(false);
  if (isEvent(entry)) return <EventLine entry={entry} isCurrent={isCurrent} />;
  const isRobot = entry.folded || entry.flags['automated'] !== undefined;
  const isFolded = isRobot && !isOpen;
  return (
    <article
      className={`${css['entry']} ${css[sideOf(entry)]} ${continues ? css['continues'] : ''} ${isCurrent ? css['current'] : ''}`}
      data-entry={entry.id}
      tabIndex={isCurrent ? 0 : -1}
      aria-label={t('entryBy', { name: entry.author.displayName ?? t(`role.${entry.author.role}`) })}
      onFocus={() => onCurrent(entry.id)}
    >
      <div className={css['top']}>
        <EntryMeta entry={entry} continues={continues} />
        <EntryActions ticket={ticket} entry={entry} isCurrent={isCurrent} mayWrite={mayWrite} following={following} />
      </div>
      <ReviewNotice entry={entry} mayWrite={mayWrite} />
      {isFolded ? (
        <button type="button" className={css['unfold']} data-expand aria-expanded={false} onClick={() => setOpen(true)}>
          {entry.newText.slice(0, 140) || t('noWords')}
        </button>
      ) : (
        <>
          <EntryBody entry={entry} />
          <Attachments entry={entry} />
        </>
      )}
      <Delivery entry={entry} mayWrite={mayWrite} />
    </article>
  );
});

function sideOf({ direction, author }: Entry): string {
  if (direction === 'note') return 'note';
  if (direction === 'outbound' || direction === 'echo') return author.role === 'agent' || direction === 'echo' ? 'ours' : 'house';
  return 'theirs';
}
