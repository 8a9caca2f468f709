import { Icon, useFormat } from '#page-kit';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Entry, partOf } from '../entry.js';
import css from './entry.module.css';
import { useRecord } from './record/use-record.js';

/** What the desk or a colleague did: one quiet line. */
export function EventLine({ entry, isCurrent = false }: { readonly entry: Entry; readonly isCurrent?: boolean }) {
  const format = useFormat();
  const code = partOf(entry, 'system')?.code;
  const { title, text } = useRecord(entry);
  const who = entry.author.displayName;
  return (
    <div className={`${css['event']} ${isCurrent ? css['current'] : ''}`} data-entry={entry.id} tabIndex={isCurrent ? 0 : -1}>
      <Icon name={code === 'bot.handed_over' ? 'robot' : 'gear'} size={14} />
      <span className={css['eventText']}>
        {title !== '' && <strong>{title}</strong>} {text}
        {who !== undefined && entry.author.role === 'agent' && <span> · {who}</span>}
      </span>
      <time dateTime={entry.occurredAt} title={format.exact(entry.occurredAt)}>
        {format.time(entry.occurredAt)}
      </time>
    </div>
  );
}

export function EventGroup({ entries }: { readonly entries: readonly Entry[] }) {
  const { t } = useTranslation('thread');
  const [isOpen, setOpen] = useState(false);
  return (
    <div className={css['events']}>
      <button type="button" className={css['unfold']} aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
        <Icon name={isOpen ? 'up' : 'down'} size={14} /> {t('eventsGathered', { count: entries.length })}
      </button>
      {isOpen && entries.map((entry) => <EventLine key={entry.id} entry={entry} />)}
    </div>
  );
}
