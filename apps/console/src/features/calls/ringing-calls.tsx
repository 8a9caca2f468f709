import { forget, useAsked, useLive, type Answer } from '#page-kit';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSession } from '../../session/session.js';
import { CallPanel } from './call-panel.js';
import css from './calls.module.css';
import { closedBefore, keepClosed } from './closed-calls.js';

type OwnCall = Answer<'GET /session/calls'>['items'][number];

const MOST = 3;
/** No event tells that an exchange fell silent. */
const LOOK_MS = 60_000;

/**
 * Calls on my phone, over whatever page is open. The desk says which: when the page opens, when the stream comes back, when it tells of one. What I
 * spoke on, or began to write in, stays until I close it; what I closed stays closed when the page is loaded anew. Mounted once.
 */
export function RingingCalls() {
  const { t } = useTranslation('calls');
  const { me, may } = useSession();
  const cache = useQueryClient();
  const [held, setHeld] = useState<readonly OwnCall[]>([]);
  const [closed, setClosed] = useState(closedBefore);
  const [isLookedAt, setLookedAt] = useState(false);
  const asked = useAsked(
    'GET /session/calls',
    {},
    { enabled: me.extension !== null && may('tickets:read'), ...(isLookedAt ? { every: LOOK_MS } : {}) },
  );
  const now = asked.data?.items ?? [];
  const hold = (calls: readonly OwnCall[]) => {
    const more = calls.filter(({ entryId }) => !held.some((each) => each.entryId === entryId));
    if (more.length > 0) setHeld([...more, ...held]);
  };
  hold(now.filter(({ stage }) => stage === 'talking'));
  if (isLookedAt !== now.length > 0) setLookedAt(now.length > 0);
  const past = held.filter(({ entryId }) => !now.some((each) => each.entryId === entryId));
  const shown = [...now, ...past].filter(({ entryId }) => !closed.includes(entryId)).slice(0, MOST);
  const look = () => forget(cache, 'GET /session/calls');
  useLive({
    happening: ({ type, data }) => {
      const isMine = type === 'ticket.ringing.v1' && (data['agentIds'] as string[]).includes(me.id);
      if (isMine || now.some(({ ticketId }) => ticketId === data['ticketId'])) look();
    },
    state: (state) => {
      if (state === 'live') look();
    },
  });
  const close = (entryId: string) => {
    setClosed(keepClosed(closed, entryId));
    setHeld(held.filter((each) => each.entryId !== entryId));
  };
  return (
    <div className={css['pops']} role="region" aria-label={t('ringing')} aria-live="assertive">
      {shown.map((call) => (
        <div key={call.entryId} onInput={() => hold([call])}>
          <CallPanel
            ticketId={call.ticketId}
            entryId={call.entryId}
            stage={now.find(({ entryId }) => entryId === call.entryId)?.stage ?? null}
            onClose={() => close(call.entryId)}
          />
        </div>
      ))}
    </div>
  );
}
