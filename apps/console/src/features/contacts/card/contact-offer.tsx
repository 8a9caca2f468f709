import { Badge, Button, useAsked, useDoing } from '#page-kit';
import { useTranslation } from 'react-i18next';
import { useSession } from '../../../session/session.js';
import css from '../contacts.module.css';

const TOUCHED = ['GET /tickets/{id}', 'GET /tickets', 'GET /contacts/{id}'] as const;

/** A colleague forwarded what somebody wrote: is that one the customer? One click, and back. */
export function ContactOffer({ ticketId }: { readonly ticketId: string }) {
  const { t } = useTranslation('contacts');
  const { may } = useSession();
  const ticket = useAsked('GET /tickets/{id}', { path: { id: ticketId } }).data;
  const decide = useDoing('POST /tickets/{id}/contact-offer', { changes: TOUCHED });
  const undo = useDoing('DELETE /tickets/{id}/contact-offer', { changes: TOUCHED });
  const offer = ticket?.contactOffer;
  if (!ticket || !offer || !may('tickets:write')) return null;
  const who = [offer.address.displayName, offer.address.value].filter(Boolean).join(' · ');
  const act = (decision: 'accept' | 'reject') =>
    decide.mutate({ path: { id: ticketId }, body: { entryId: offer.entryId, decision, expectedVersion: ticket.version } });
  return (
    <div className={css['box']} role="group" aria-label={t('offer.title')}>
      <strong>{t(offer.state === 'offered' ? 'offer.title' : `offer.${offer.state}`)}</strong>
      <span className={css['address']}>{who}</span>
      {!offer.verified && <Badge tone="warn">{t('offer.unproved')}</Badge>}
      <div className={css['marks']}>
        {offer.state === 'offered' ? (
          <>
            <Button small look="primary" busy={decide.isPending} onClick={() => act('accept')}>
              {t('offer.accept')}
            </Button>
            <Button small busy={decide.isPending} onClick={() => act('reject')}>
              {t('offer.reject')}
            </Button>
          </>
        ) : (
          <Button small icon="undo" busy={undo.isPending} onClick={() => undo.mutate({ path: { id: ticketId } })}>
            {t('undo')}
          </Button>
        )}
      </div>
    </div>
  );
}
