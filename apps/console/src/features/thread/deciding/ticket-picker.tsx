import { Badge, TextField, useAsked } from '#page-kit';
import { useDeferredValue, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Ticket } from '../entry.js';
import css from './deciding.module.css';

const SHOWN = 8;

/** Another ticket, by number or words; before anything is typed, those of the same person. */
export function TicketPicker({
  not,
  contactId,
  picked,
  onPick,
}: {
  readonly not: string;
  readonly contactId: string;
  readonly picked: string | null;
  readonly onPick: (number: string) => void;
}) {
  const { t } = useTranslation('thread');
  const [words, setWords] = useState('');
  const asked = useDeferredValue(words.trim());
  const query = asked === '' ? { contact: contactId, limit: SHOWN } : { q: asked, limit: SHOWN };
  const { data, isPending } = useAsked('GET /tickets', { query }, { keep: true });
  const found = (data?.items ?? []).filter(({ id }) => id !== not);
  return (
    <div className={css['picker']}>
      <TextField label={t('pick.label')} hint={t('pick.hint')} autoFocus value={words} onChange={({ target }) => setWords(target.value)} />
      <div role="radiogroup" aria-label={t('pick.found')} className={css['found']}>
        {found.map((ticket) => (
          <TicketChoice key={ticket.id} ticket={ticket} isPicked={picked === ticket.number} onPick={() => onPick(ticket.number)} />
        ))}
      </div>
      {!isPending && found.length === 0 && <p className="quiet">{t('pick.none')}</p>}
    </div>
  );
}

function TicketChoice({
  ticket,
  isPicked,
  onPick,
}: {
  readonly ticket: Pick<Ticket, 'number' | 'subject' | 'status' | 'contact'>;
  readonly isPicked: boolean;
  readonly onPick: () => void;
}) {
  const { t } = useTranslation('thread');
  return (
    <label className={`${css['choice']} ${isPicked ? css['picked'] : ''}`}>
      <input type="radio" name="ticket" checked={isPicked} onChange={onPick} />
      <span>
        <strong>{ticket.subject}</strong>
        <span className="quiet small">
          {ticket.number}
          {ticket.contact.displayName === null ? '' : ` · ${ticket.contact.displayName}`}
        </span>
      </span>
      <Badge>{t(`status.${ticket.status}`)}</Badge>
    </label>
  );
}
