import { IconButton, TextField } from '#page-kit';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Ticket } from '../entry.js';
import css from './head.module.css';
import { useChanging } from './use-changing.js';

export function Tags({ ticket, mayWrite }: { readonly ticket: Ticket; readonly mayWrite: boolean }) {
  const { t } = useTranslation('thread');
  const change = useChanging(ticket);
  const [draft, setDraft] = useState<string | null>(null);
  const add = () => {
    const tag = draft?.trim() ?? '';
    if (tag !== '' && !ticket.tags.includes(tag)) change({ tags: [...ticket.tags, tag] }, t('said.tagged', { tag }));
    setDraft(null);
  };
  return (
    <div className={css['tags']}>
      {ticket.tags.map((tag) => (
        <span key={tag} className={css['tag']}>
          {tag}
          {mayWrite && (
            <IconButton
              small
              icon="close"
              label={t('removeTag', { tag })}
              onClick={() => change({ tags: ticket.tags.filter((each) => each !== tag) }, t('said.untagged', { tag }))}
            />
          )}
        </span>
      ))}
      {mayWrite && draft === null && <IconButton small icon="tag" label={t('addTag')} onClick={() => setDraft('')} />}
      {draft !== null && (
        <form
          onSubmit={(event) => {
            event.preventDefault();
            add();
          }}
        >
          <TextField
            label={t('addTag')}
            hideLabel
            autoFocus
            placeholder={t('addTag')}
            value={draft}
            maxLength={100}
            onChange={({ target }) => setDraft(target.value)}
            onBlur={add}
            onKeyDown={({ key }) => key === 'Escape' && setDraft(null)}
          />
        </form>
      )}
    </div>
  );
}
