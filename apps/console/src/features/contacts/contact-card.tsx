import { Avatar, Badge, Button, Shown, useAsked } from '#page-kit';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { useSession } from '../../session/session.js';
import { useContactName } from '../../shell/use-contact-name.js';
import { CardPurchases } from './card/card-purchases.js';
import { CardTickets } from './card/card-tickets.js';
import { ContactOffer } from './card/contact-offer.js';
import { SameName } from './card/same-name.js';
import { WriteDialog } from './card/write-dialog.js';
import css from './contacts.module.css';
import { IdentityWords } from './identity-words.js';

/** Who writes, beside his thread. */
export function ContactCard({ contactId, ticketId }: { readonly contactId: string; readonly ticketId: string }) {
  const { t } = useTranslation('contacts');
  const { may } = useSession();
  const nameOf = useContactName();
  const contact = useAsked('GET /contacts/{id}', { path: { id: contactId } });
  const [writes, setWrites] = useState(false);
  return (
    <section className={css['card']} aria-label={t('card')}>
      <Shown of={contact}>
        {(person) => {
          const name = nameOf(person);
          const { vip, plan, company, department } = person.profile;
          return (
            <>
              <header className={css['who']}>
                <Avatar name={name} />
                <div>
                  <Link href={`/contacts/${person.id}`}>
                    <strong>{name}</strong>
                  </Link>
                  <div className="quiet small">{[company, department].filter(Boolean).join(' · ')}</div>
                </div>
              </header>
              {(vip || plan) && (
                <span className={css['marks']}>
                  {vip && <Badge tone="accent">{t('vip')}</Badge>}
                  {plan && <Badge>{plan}</Badge>}
                </span>
              )}
              <ContactOffer ticketId={ticketId} />
              <ul className={css['lines']}>
                {person.identities.map((identity) => (
                  <li key={`${identity.scheme} ${identity.value}`}>
                    <IdentityWords identity={identity} />
                  </li>
                ))}
              </ul>
              {may('tickets:write') && (
                <div>
                  <Button small icon="mail" onClick={() => setWrites(true)}>
                    {t('write.title')}
                  </Button>
                </div>
              )}
              <SameName contact={person} />
              <CardTickets contactId={person.id} ticketId={ticketId} />
              <CardPurchases contactId={person.id} ticketId={ticketId} />
              {writes && <WriteDialog contact={person} onClose={() => setWrites(false)} />}
            </>
          );
        }}
      </Shown>
    </section>
  );
}
