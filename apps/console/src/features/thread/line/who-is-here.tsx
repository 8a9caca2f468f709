import { api, Icon, useAsked, useFormat, useLive } from '#page-kit';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSession } from '../../../session/session.js';
import type { Ticket } from '../entry.js';
import css from './line.module.css';
import { hearViewer, type Somebody, typingUntil } from './who-looks.js';

const TOLD_EVERY_MS = 10_000;
const TOLD_AGAIN_MS = 3_000;
const FORGOTTEN_AFTER_MS = 20_000;
const NOBODY: readonly Somebody[] = [];

/** Who else looks or writes, and whether the customer types: so that nobody answers twice, or into his sentence. */
export function WhoIsHere({ ticket }: { readonly ticket: Ticket }) {
  const { t } = useTranslation('thread');
  const format = useFormat();
  const { me } = useSession();
  const [typesUntil, setTypesUntil] = useState(0);
  const [others, setOthers] = useState(NOBODY);
  const [, setNow] = useState(0);
  const first = useAsked('GET /tickets/{id}/viewers', { path: { id: ticket.id } }).data;
  useEffect(() => {
    const until = Date.now() + FORGOTTEN_AFTER_MS;
    const there = (first?.items ?? []).filter(({ agentId }) => agentId !== me.id).map((viewer) => ({ ...viewer, until }));
    setOthers((known) => [...there.filter(({ agentId }) => !known.some((each) => each.agentId === agentId)), ...known]);
  }, [first, me.id]);
  useLive({
    // What he typed is there.
    happening: ({ type, data }) => {
      if (type === 'ticket.entry_added.v1' && data['ticketId'] === ticket.id && data['direction'] === 'inbound') setTypesUntil(0);
    },
    passing: (passing) => {
      const now = Date.now();
      setTypesUntil((until) => typingUntil(passing, ticket.id, now) ?? until);
      setOthers((known) => hearViewer(known, passing, { ticketId: ticket.id, me: me.id, now }));
    },
  });
  useEffect(() => {
    let toldAt = 0;
    const look = () => {
      setNow(Date.now());
      if (document.visibilityState !== 'visible') return;
      toldAt = Date.now();
      const field = document.activeElement?.closest<HTMLTextAreaElement>('[data-answer]');
      const body = { typing: field != null && field.value !== '' };
      api.ask('PUT /tickets/{id}/viewers/me', { path: { id: ticket.id }, body }).catch(() => undefined);
    };
    const write = ({ target }: Event) => {
      if ((target as HTMLElement).matches('[data-answer]') && Date.now() - toldAt > TOLD_AGAIN_MS) look();
    };
    look();
    const timer = setInterval(look, TOLD_EVERY_MS);
    document.addEventListener('input', write);
    return () => {
      clearInterval(timer);
      document.removeEventListener('input', write);
    };
  }, [ticket.id]);
  useEffect(() => {
    if (typesUntil === 0) return;
    const timer = setTimeout(() => setTypesUntil(0), Math.max(0, typesUntil - Date.now()));
    return () => clearTimeout(timer);
  }, [typesUntil]);
  const here = others.filter(({ until }) => until > Date.now());
  const names = (typing: boolean) => here.filter((each) => each.typing === typing).map(({ name }) => name);
  const [writing, looking] = [names(true), names(false)];
  return (
    <div className={css['here']} role="status">
      {writing.length > 0 && (
        <span className={css['writes']}>
          <Icon name="pencil" size={14} />
          {t('agentsWrite', { names: format.list(writing), count: writing.length })}
        </span>
      )}
      {looking.length > 0 && (
        <span>
          <Icon name="eye" size={14} />
          {t('agentsLook', { names: format.list(looking), count: looking.length })}
        </span>
      )}
      {typesUntil > 0 && (
        <span>
          <Icon name="chat" size={14} />
          {t('customerTypes', { name: ticket.contact.displayName ?? t('role.customer') })}
        </span>
      )}
    </div>
  );
}
