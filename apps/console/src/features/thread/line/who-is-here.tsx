import { Icon, type Passing, useLive } from '#page-kit';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Ticket } from '../entry.js';
import css from './line.module.css';

const TYPING_MS = 6_000;

/** The customer types, as long as his channel says so. */
export function WhoIsHere({ ticket }: { readonly ticket: Ticket }) {
  const { t } = useTranslation('thread');
  const [typesUntil, setTypesUntil] = useState(0);
  useLive({ passing: (passing) => setTypesUntil((until) => typingUntil(passing, ticket.id, Date.now()) ?? until) });
  useEffect(() => {
    if (typesUntil === 0) return;
    const timer = setTimeout(() => setTypesUntil(0), Math.max(0, typesUntil - Date.now()));
    return () => clearTimeout(timer);
  }, [typesUntil]);
  return (
    <div className={css['here']} role="status">
      {typesUntil > 0 && (
        <span>
          <Icon name="chat" size={14} />
          {t('customerTypes', { name: ticket.contact.displayName ?? t('role.customer') })}
        </span>
      )}
    </div>
  );
}

/** Until when the customer of a ticket types by what the stream tells; 0: he stopped; null: it is of somebody else. */
export function typingUntil(passing: Passing, ticketId: string, now: number): number | null {
  const typing = passing['typing'] as { readonly ticketId?: string; readonly on?: boolean; readonly expiresInMs?: number } | undefined;
  if (typing?.ticketId !== ticketId) return null;
  return typing.on === true ? now + (typing.expiresInMs ?? TYPING_MS) : 0;
}
