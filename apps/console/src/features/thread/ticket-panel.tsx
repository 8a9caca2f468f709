import { Button, Dialog, Notice, Shown, useAsked, useShortcuts } from '#page-kit';
import type { QueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { useSession } from '../../session/session.js';
import { shownList } from '../../shell/shown-list.js';
import { Answer } from '../answer/answer.js';
import { WaitingAnswers } from './deciding/waiting-answers.js';
import type { Ticket } from './entry.js';
import { TicketHead } from './head/ticket-head.js';
import { TimeLine } from './line/time-line.js';
import { WhoIsHere } from './line/who-is-here.js';
import css from './panel.module.css';
import { TicketSide } from './side/ticket-side.js';
import { useIsAlone, useIsWide } from './use-is-wide.js';

interface TicketPanelProps {
  /** Or the number. */
  readonly id: string;
  /** Of the heading: 1 where the ticket is the page, 2 beside a list. */
  readonly level?: 1 | 2;
  readonly before?: ReactNode;
  /** Where a ticket of the list stands that this one was opened from. */
  readonly hrefOf: (id: string) => string;
}

/** A ticket: what it is, its thread, the answer; and beside it all that is known. */
export function TicketPanel({ id, level = 2, before, hrefOf }: TicketPanelProps) {
  useListKeys(id, hrefOf);
  const asked = useAsked('GET /tickets/{id}', { path: { id } }, { meanwhile: (cache) => findListed(cache, id) });
  return (
    <Shown of={asked} lines={8}>
      {(ticket) => <ShownTicket key={ticket.id} ticket={ticket} level={level} before={before} />}
    </Shown>
  );
}

/** The way back to the list, and to the next ticket of it. */
function useListKeys(id: string, hrefOf: (id: string) => string): void {
  const { t } = useTranslation('thread');
  const [, go] = useLocation();
  const step = (by: 1 | -1) => {
    const { tickets } = shownList();
    const at = tickets.indexOf(id);
    const next = at < 0 ? undefined : tickets[at + by];
    if (next !== undefined) go(hrefOf(next));
  };
  const group = t('keys.group');
  useShortcuts([
    { keys: 'u', label: t('keys.back'), group, run: () => go(shownList().href) },
    { keys: ']', label: t('keys.nextTicket'), group, run: () => step(1) },
    { keys: '[', label: t('keys.previousTicket'), group, run: () => step(-1) },
  ]);
}

interface Pages {
  readonly pages?: readonly { readonly items: readonly Ticket[] }[];
}

/** The ticket as a list that is kept shows it. */
function findListed(cache: QueryClient, id: string): Ticket | undefined {
  for (const [, kept] of cache.getQueriesData<Pages>({ queryKey: ['GET /tickets'] }))
    for (const { items } of kept?.pages ?? []) {
      const found = items.find((ticket) => ticket.id === id);
      if (found !== undefined) return found;
    }
  return undefined;
}

function ShownTicket({ ticket, level, before }: { readonly ticket: Ticket; readonly level: 1 | 2; readonly before: ReactNode }) {
  const { t } = useTranslation('thread');
  const { may } = useSession();
  const [showsSide, setShowsSide] = useState(false);
  const isWide = useIsWide(level === 1);
  const isAlone = useIsAlone();
  const mayWrite = may('tickets:write');
  useShortcuts([{ keys: 'i', label: t('keys.side'), group: t('keys.group'), run: () => setShowsSide((shows) => !shows) }]);
  const side = <TicketSide ticket={ticket} />;
  return (
    <div className={`${css['panel']} ${isWide ? css['wide'] : ''}`}>
      <section className={css['main']} aria-label={t('ticketNumber', { number: ticket.number })}>
        <TicketHead
          ticket={ticket}
          level={isAlone ? 1 : level}
          before={before}
          after={
            isWide ? null : (
              <Button small icon="user" onClick={() => setShowsSide(true)}>
                {t('details')}
              </Button>
            )
          }
        />
        {ticket.proof !== null && <Notice tone="warn">{t('proofNeeded', { address: ticket.proof.value })}</Notice>}
        <TimeLine ticket={ticket} mayWrite={mayWrite} />
        <div className={css['foot']}>
          <WhoIsHere ticket={ticket} />
          <WaitingAnswers ticketId={ticket.id} mayWrite={mayWrite} />
          {mayWrite && <Answer ticket={ticket} />}
        </div>
      </section>
      {isWide ? (
        <aside className={css['side']} aria-label={t('details')}>
          {side}
        </aside>
      ) : (
        <Dialog open={showsSide} onClose={() => setShowsSide(false)} title={t('details')} look="panel">
          {side}
        </Dialog>
      )}
    </div>
  );
}
