import { Facts, Shown, useAsked, useFormat } from '#page-kit';
import { useTranslation } from 'react-i18next';
import css from './contacts.module.css';
import { IdentityWords } from './identity-words.js';

const MOST = 100;

/** One of two who are to be made one: what he is known by and what he brings. */
export function MergeSide({ contactId, title }: { readonly contactId: string; readonly title: string }) {
  const { t } = useTranslation('contacts');
  const format = useFormat();
  const contact = useAsked('GET /contacts/{id}', { path: { id: contactId } });
  const tickets = useAsked('GET /tickets', { query: { contact: contactId, limit: MOST } }).data;
  return (
    <section className={css['box']} aria-label={title}>
      <p className="quiet small">{title}</p>
      <Shown of={contact}>
        {({ displayName, identities, profile, createdAt }) => (
          <>
            <h3>{displayName ?? t('unnamed')}</h3>
            <ul className={css['lines']}>
              {identities.map((identity) => (
                <li key={`${identity.scheme} ${identity.value}`}>
                  <IdentityWords identity={identity} />
                </li>
              ))}
            </ul>
            <Facts
              of={[
                [t('fields.company'), profile.company],
                [t('fields.plan'), profile.plan],
                [t('since'), format.day(createdAt)],
                [
                  t('history'),
                  tickets && t(tickets.nextCursor === null ? 'merges.tickets' : 'merges.manyTickets', { count: tickets.items.length }),
                ],
              ]}
            />
          </>
        )}
      </Shown>
    </section>
  );
}
