import { Avatar, Badge, Button, Empty, PageFrame, Shown, Table, TextField, useAskedPages, useFormat } from '#page-kit';
import { useDeferredValue, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { useContactName } from '../../shell/use-contact-name.js';
import css from './contacts.module.css';
import { IdentityWords } from './identity-words.js';
import { toContactQuery } from './to-contact-query.js';

const SHOWN_IDENTITIES = 3;

/** Everybody who ever wrote, newest first; found by a name's beginning or a whole address. */
export function ContactsPage() {
  const { t } = useTranslation('contacts');
  const nameOf = useContactName();
  const format = useFormat();
  const [words, setWords] = useState('');
  const wanted = useDeferredValue(words);
  const contacts = useAskedPages('GET /contacts', { query: { limit: 50, ...toContactQuery(wanted) } });
  return (
    <PageFrame title={t('title')} about={t('about')}>
      <search className={css['search']}>
        <TextField label={t('find')} hint={t('findHint')} type="search" value={words} onChange={(event) => setWords(event.target.value)} />
      </search>
      <Shown of={contacts} lines={8}>
        {(items) =>
          items.length === 0 ? (
            <Empty icon="users" title={t(wanted.trim() ? 'noneFound' : 'none')} about={t(wanted.trim() ? 'noneFoundAbout' : 'noneAbout')} />
          ) : (
            <Table
              caption={t('title')}
              columns={[
                {
                  key: 'name',
                  head: t('name'),
                  cell: (contact) => (
                    <Link href={`/contacts/${contact.id}`} className={css['person']}>
                      <Avatar name={nameOf(contact)} />
                      {nameOf(contact)}
                    </Link>
                  ),
                },
                {
                  key: 'identities',
                  head: t('identities'),
                  cell: ({ identities }) => (
                    <span className={css['lines']}>
                      {identities.slice(0, SHOWN_IDENTITIES).map((identity) => (
                        <IdentityWords key={`${identity.scheme} ${identity.value}`} identity={identity} />
                      ))}
                      {identities.length > SHOWN_IDENTITIES && (
                        <Badge>{t('moreIdentities', { count: identities.length - SHOWN_IDENTITIES })}</Badge>
                      )}
                    </span>
                  ),
                },
                { key: 'since', head: t('since'), cell: ({ createdAt }) => format.day(createdAt) },
              ]}
              rows={items}
              keyOf={({ id }) => id}
            />
          )
        }
      </Shown>
      {contacts.hasNextPage && (
        <div>
          <Button busy={contacts.isFetchingNextPage} onClick={() => void contacts.fetchNextPage()}>
            {t('more')}
          </Button>
        </div>
      )}
    </PageFrame>
  );
}
