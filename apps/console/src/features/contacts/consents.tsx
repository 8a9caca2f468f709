import { Badge, Facts, Shown, useAsked, useFormat } from '#page-kit';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import css from './contacts.module.css';

const MOST = 20;
const TONES = { asked: 'warn', consented: 'good', refused: 'bad', running: 'accent', ended: 'plain' } as const;

/** What he was told the risk of and agreed to, or not (D2.16, D2.17): of his last tickets. */
export function Consents({ contactId }: { readonly contactId: string }) {
  const { t } = useTranslation('contacts');
  const tickets = useAsked('GET /tickets', { query: { contact: contactId, limit: MOST } });
  return (
    <Shown of={tickets}>
      {({ items }) => (
        <div className={css['stack']}>
          <p className="quiet">{t('consents.about', { count: MOST })}</p>
          {items.map(({ id, number }) => (
            <TicketConsents key={id} ticketId={id} number={number} />
          ))}
        </div>
      )}
    </Shown>
  );
}

function TicketConsents({ ticketId, number }: { readonly ticketId: string; readonly number: string }) {
  const { t } = useTranslation('contacts');
  const format = useFormat();
  const measures = useAsked('GET /tickets/{id}/measures', { path: { id: ticketId } }).data?.items ?? [];
  return measures.map(({ id, what, risk, state, decidedAt, decidedBy, decidedHow }) => (
    <article key={id} className={css['box']}>
      <span className={css['marks']}>
        <strong>{what}</strong>
        <Badge tone={TONES[state]}>{t(`consents.states.${state}`)}</Badge>
      </span>
      <Facts
        of={[
          [
            t('ticket'),
            <Link key="t" href={`/tickets/${ticketId}`}>
              {number}
            </Link>,
          ],
          [t('consents.risk'), risk],
          [t('consents.decided'), decidedAt && [format.exact(decidedAt), decidedBy, decidedHow].filter(Boolean).join(' · ')],
        ]}
      />
    </article>
  ));
}
