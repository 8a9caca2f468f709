import { IconButton, TextField } from '#page-kit';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Ticket } from '../entry.js';
import css from './head.module.css';
import { useChanging } from './use-changing.js';

/** What it is about; written anew in its place. */
export function Subject({ ticket, level, mayWrite }: { readonly ticket: Ticket; readonly level: 1 | 2; readonly mayWrite: boolean }) {
  const { t } = useTranslation('thread');
  const change = useChanging(ticket);
  const [draft, setDraft] = useState<string | null>(null);
  const Heading = `h${level}` as const;
  if (draft === null)
    return (
      <div className={css['subject']}>
        <Heading title={ticket.subject}>{ticket.subject || t('noSubject')}</Heading>
        {mayWrite && <IconButton small icon="pencil" label={t('editSubject')} onClick={() => setDraft(ticket.subject)} />}
      </div>
    );
  const save = () => {
    const subject = draft.trim();
    if (subject !== '' && subject !== ticket.subject) change({ subject }, t('said.subject'));
    setDraft(null);
  };
  return (
    <form
      className={css['subject']}
      onSubmit={(event) => {
        event.preventDefault();
        save();
      }}
    >
      <Heading className="visually-hidden">{ticket.subject}</Heading>
      <TextField
        label={t('facts.subject')}
        hideLabel
        autoFocus
        value={draft}
        maxLength={500}
        onChange={({ target }) => setDraft(target.value)}
        onBlur={save}
        onKeyDown={({ key }) => key === 'Escape' && setDraft(null)}
      />
    </form>
  );
}
