import { Button, Empty, PageFrame, Panel, SelectField, TextField, useAsked } from '#page-kit';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { FoundMessages } from './found-messages.js';
import { FoundTickets } from './found-tickets.js';
import css from './operating.module.css';
import { useQuery } from './use-query.js';

/** “Where is my message?”: a sentence first, then every step of it. */
export function MessagesPage() {
  const { t } = useTranslation('operating', { keyPrefix: 'messages' });
  const [{ id = '', text = '', inbox = '' }, change] = useQuery<'id' | 'text' | 'inbox'>();
  const [by, setBy] = useState<'id' | 'text'>(text === '' ? 'id' : 'text');
  const [typed, setTyped] = useState(id || text);
  const inboxes = useAsked('GET /inboxes', undefined);
  const search = (event: FormEvent) => {
    event.preventDefault();
    const wanted = typed.trim();
    // Mail programs copy a Message-ID with its brackets; the ledger knows it without.
    change(by === 'id' ? { id: wanted.replace(/^<|>$/g, ''), text: '' } : { text: wanted, id: '' });
  };
  return (
    <PageFrame title={t('title')} about={t('about')}>
      <Panel>
        <form className={css['filters']} onSubmit={search} role="search">
          <SelectField label={t('by')} value={by} onChange={(event) => setBy(event.target.value as 'id')}>
            <option value="id">{t('byId')}</option>
            <option value="text">{t('byText')}</option>
          </SelectField>
          <div className={css['wideFilter']}>
            <TextField
              label={t(by === 'id' ? 'byId' : 'byText')}
              placeholder={t(by === 'id' ? 'idExample' : 'textExample')}
              value={typed}
              onChange={(event) => setTyped(event.target.value)}
            />
          </div>
          <SelectField label={t('inbox')} value={inbox} onChange={(event) => change({ inbox: event.target.value })}>
            <option value="">{t('allInboxes')}</option>
            {inboxes.data?.items.map((each) => (
              <option key={each.id} value={each.id}>
                {each.displayName ?? each.id}
              </option>
            ))}
          </SelectField>
          <Button look="primary" type="submit" icon="search">
            {t('search')}
          </Button>
          {(id || text || inbox) && (
            <Button
              onClick={() => {
                setTyped('');
                change({ id: '', text: '', inbox: '' });
              }}
            >
              {t('clear')}
            </Button>
          )}
        </form>
      </Panel>
      {text !== '' ? (
        <FoundTickets
          text={text}
          inbox={inbox}
          onPick={(picked) => {
            setBy('id');
            setTyped(picked);
            change({ id: picked, text: '' });
          }}
        />
      ) : id !== '' || inbox !== '' ? (
        <FoundMessages id={id} inbox={inbox} />
      ) : (
        <>
          <Empty icon="search" title={t('ask')} about={t('askAbout')} />
          <FoundMessages id="" inbox="" />
        </>
      )}
    </PageFrame>
  );
}
