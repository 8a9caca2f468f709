import { useLive } from '#page-kit';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSession } from '../../session/session.js';
import { CallPanel } from './call-panel.js';
import css from './calls.module.css';

interface Ringing {
  readonly ticketId: string;
  readonly entryId: string;
}

const MOST = 3;

/** Calls that ring on my phone, over whatever page is open, until I close them. Mounted once. */
export function RingingCalls() {
  const { t } = useTranslation('calls');
  const { me } = useSession();
  const [calls, setCalls] = useState<readonly Ringing[]>([]);
  useLive({
    happening: ({ type, data }) => {
      if (type !== 'ticket.ringing.v1' || !(data['agentIds'] as string[]).includes(me.id)) return;
      const call = { ticketId: String(data['ticketId']), entryId: String(data['entryId']) };
      setCalls((now) => [call, ...now.filter(({ entryId }) => entryId !== call.entryId)].slice(0, MOST));
    },
  });
  return (
    <div className={css['pops']} role="region" aria-label={t('ringing')} aria-live="assertive">
      {calls.map((call) => (
        <CallPanel key={call.entryId} {...call} onClose={() => setCalls((now) => now.filter(({ entryId }) => entryId !== call.entryId))} />
      ))}
    </div>
  );
}
