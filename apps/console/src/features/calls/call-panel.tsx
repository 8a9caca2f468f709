import { Badge, Button, IconButton, Shown, forget, useAsked, useFormat, useLive } from '#page-kit';
import { useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { useSession } from '../../session/session.js';
import { CallPoints } from './call-points.js';
import css from './calls.module.css';
import { callOf, otherSide, stageOf, type Call } from './call-of.js';
import { ContactRecord } from './contact-record.js';
import { OpenTickets } from './open-tickets.js';

/** One call: who it is, what is said, what he is asked, what the desk knows of him; notes while he speaks. */
export function CallPanel({
  ticketId,
  entryId,
  stage,
  onClose,
}: {
  readonly ticketId: string;
  readonly entryId: string;
  /** How it stands on my phone; null: not there any more. */
  readonly stage: Stage;
  readonly onClose: () => void;
}) {
  const { t } = useTranslation('calls');
  const format = useFormat();
  const cache = useQueryClient();
  const [, go] = useLocation();
  const ticket = useAsked('GET /tickets/{id}', { path: { id: ticketId } });
  const entry = useAsked('GET /entries/{id}', { path: { id: entryId } });
  useLive({
    happening: ({ data }) => {
      if (data['ticketId'] === ticketId) forget(cache, 'GET /entries/{id}', { id: entryId });
    },
  });
  const call = entry.data === undefined ? null : callOf(entry.data);
  const isOver = call?.endedAt !== undefined;
  return (
    <section
      className={css['pop']}
      aria-label={call === null ? t('call') : t('callOf', { who: otherSide(call), at: format.exact(call.startedAt) })}
    >
      <Shown of={ticket} lines={3}>
        {({ id, number, contact, subject }) => (
          <>
            <header className={css['head']}>
              <div>
                <h2>{contact.displayName ?? (call && otherSide(call)) ?? t('unknownCaller')}</h2>
                <p className="quiet small">{call && <CallState call={call} stage={stage} isNamed={contact.displayName !== null} />}</p>
              </div>
              <IconButton icon="close" label={t('closeCall')} onClick={onClose} />
            </header>
            <Known contactId={contact.id} />
            <Script ticketId={id} />
            <OpenTickets contactId={contact.id} besides={id} />
            {isOver && <ContactRecord ticketId={id} />}
            <footer className={css['foot']}>
              <Button look="primary" icon="ticket" onClick={() => go(`/tickets/${id}`)} title={subject}>
                {t('openTicket', { number })}
              </Button>
            </footer>
          </>
        )}
      </Shown>
    </section>
  );
}

type Stage = 'rings' | 'talking' | null;
const TONES = { rings: 'accent', handedOver: 'accent', talking: 'good', handedOn: 'plain', ended: 'plain' } as const;

/** What the call is, as it stands on my phone. The entry may have come before the word of who speaks. */
function findState(call: Call, stage: Stage, extension: string | null) {
  const state = stageOf(call);
  const taker = call.agents.at(-1);
  if (state !== 'talking' || stage === 'talking' || taker === extension) return state;
  if (stage === null) return 'handedOn';
  return taker === undefined ? 'rings' : 'handedOver';
}

function CallState({ call, stage, isNamed }: { readonly call: Call; readonly stage: Stage; readonly isNamed: boolean }) {
  const { t } = useTranslation('calls');
  const format = useFormat();
  const { me } = useSession();
  const state = findState(call, stage, me.extension);
  return (
    <>
      <Badge tone={TONES[state]}>{t(`states.${state}`)}</Badge> {isNamed && `${otherSide(call)} · `}
      {call.ivr.length > 0 && `${call.ivr.map(({ key, label }) => label ?? key).join(' › ')} · `}
      {format.time(call.startedAt)}
    </>
  );
}

function Known({ contactId }: { readonly contactId: string }) {
  const { t } = useTranslation('calls');
  const contact = useAsked('GET /contacts/{id}', { path: { id: contactId } });
  const profile = contact.data?.profile;
  if (profile === undefined) return null;
  const words = [profile.company, profile.department, profile.plan, profile.class, profile.email].filter(
    (word) => word !== null && word !== '',
  );
  return (
    <p className="small">
      {profile.vip && <Badge tone="warn">{t('vip')}</Badge>} {words.length === 0 ? t('nothingKnown') : words.join(' · ')}
    </p>
  );
}

/** The standard greeting, and the key points that are recorded while it is spoken (D2.5). */
function Script({ ticketId }: { readonly ticketId: string }) {
  const scripts = useAsked('GET /tickets/{id}/templates', { path: { id: ticketId }, query: { kind: 'script' } });
  const script = scripts.data?.items[0];
  return (
    <>
      {script !== undefined && (
        <blockquote className={css['script']} lang={script.language}>
          {script.text}
        </blockquote>
      )}
      {scripts.isSuccess && (
        <CallPoints
          ticketId={ticketId}
          keys={script === undefined || script.keyPoints.length === 0 ? ['caller', 'problem'] : script.keyPoints}
        />
      )}
    </>
  );
}
