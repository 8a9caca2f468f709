import { Avatar, Badge, PageFrame, Panel, Shown, Tabs, useAsked, useFormat } from '#page-kit';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useParams } from 'wouter';
import { useContactName } from '../../shell/use-contact-name.js';
import { Bookings } from './bookings.js';
import { Confirmation } from './confirmation.js';
import { Consents } from './consents.js';
import { ContactTickets } from './contact-tickets.js';
import css from './contacts.module.css';
import { Doors } from './doors.js';
import { IdentityWords } from './identity-words.js';
import { Merges } from './merges.js';
import { Profile } from './profile.js';
import { Purchases } from './purchases.js';
import { Rights } from './rights.js';
import { Visits } from './visits.js';

/** All that the desk knows of somebody, and what may be done about it. */
export function ContactPage() {
  const { t } = useTranslation('contacts');
  const format = useFormat();
  const nameOf = useContactName();
  const { id } = useParams<{ id: string }>();
  const [tab, setTab] = useState('tickets');
  const contact = useAsked('GET /contacts/{id}', { path: { id } });
  return (
    <Shown of={contact} lines={8}>
      {(person) => {
        const name = nameOf(person);
        const { vip, plan, company } = person.profile;
        return (
          <PageFrame
            title={name}
            about={
              <span className={css['marks']}>
                <Avatar name={name} />
                {vip && <Badge tone="accent">{t('vip')}</Badge>}
                {plan && <Badge>{plan}</Badge>}
                {company}
                <span>{t('knownSince', { day: format.day(person.createdAt) })}</span>
              </span>
            }
          >
            <div className={css['sides']}>
              <div className={css['stack']}>
                <Panel title={t('identities')}>
                  <ul className={css['lines']}>
                    {person.identities.map((identity) => (
                      <li key={`${identity.scheme} ${identity.value}`}>
                        <IdentityWords identity={identity} />
                      </li>
                    ))}
                  </ul>
                  <Confirmation contact={person} />
                </Panel>
                <Profile contact={person} />
              </div>
              <div className={css['stack']}>
                <Tabs
                  label={t('parts')}
                  value={tab}
                  onChange={setTab}
                  tabs={[
                    { key: 'tickets', label: t('history'), content: <ContactTickets contactId={person.id} /> },
                    { key: 'purchases', label: t('purchases'), content: <Purchases contactId={person.id} /> },
                    {
                      key: 'visits',
                      label: t('appointments'),
                      content: (
                        <div className={css['stack']}>
                          <Bookings contactId={person.id} />
                          <Visits contactId={person.id} />
                        </div>
                      ),
                    },
                    { key: 'merges', label: t('merges.title'), content: <Merges contact={person} /> },
                    { key: 'doors', label: t('doors.title'), content: <Doors contactId={person.id} /> },
                    { key: 'consents', label: t('consents.title'), content: <Consents contactId={person.id} /> },
                    { key: 'rights', label: t('rights.title'), content: <Rights contactId={person.id} name={name} /> },
                  ]}
                />
              </div>
            </div>
          </PageFrame>
        );
      }}
    </Shown>
  );
}
