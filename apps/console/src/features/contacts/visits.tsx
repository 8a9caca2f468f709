import { Button, Panel, Shown, useAsked } from '#page-kit';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { useSession } from '../../session/session.js';
import css from './contacts.module.css';
import { VisitDialog } from './visit-dialog.js';

/** Visits to branches: their tickets, and a way to register one (D3.24). */
export function Visits({ contactId }: { readonly contactId: string }) {
  const { t } = useTranslation('contacts');
  const { may } = useSession();
  const [registers, setRegisters] = useState(false);
  const tickets = useAsked('GET /tickets', { query: { contact: contactId, channel: 'branch', limit: 50 } });
  return (
    <Panel
      title={t('visits.title')}
      actions={
        may('tickets:write') && (
          <Button small icon="plus" onClick={() => setRegisters(true)}>
            {t('visits.register')}
          </Button>
        )
      }
    >
      <Shown of={tickets}>
        {({ items }) =>
          items.length === 0 ? (
            <p className="quiet">{t('visits.none')}</p>
          ) : (
            <ul className={css['stack']}>
              {items.map(({ id, number, subject }) => (
                <VisitLine key={id} ticketId={id} number={number} subject={subject} />
              ))}
            </ul>
          )
        }
      </Shown>
      {registers && <VisitDialog contactId={contactId} onClose={() => setRegisters(false)} />}
    </Panel>
  );
}

function VisitLine({ ticketId, number, subject }: { readonly ticketId: string; readonly number: string; readonly subject: string }) {
  const { t, i18n } = useTranslation('contacts');
  const visit = useAsked('GET /visits/{visitId}', { path: { visitId: ticketId }, query: { language: i18n.language } }).data;
  return (
    <li>
      <Link href={`/tickets/${ticketId}`}>{number}</Link> {subject}
      {visit && <div className="quiet small">{t('visits.receipt', { branch: visit.branchName, receipt: visit.receipt })}</div>}
    </li>
  );
}
