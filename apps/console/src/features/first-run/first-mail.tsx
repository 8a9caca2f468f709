import { type Answer, Button, CopyText, Notice, Explained, explainProblem, useAsked, useDoing, useFormat, useLive } from '#page-kit';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import css from './first-run.module.css';

const LOOK_MS = 1_000;

/** A mail to this desk, by a press or by a command; its ticket shows here by itself. */
export function FirstMail({ run: { address, door } }: { readonly run: Answer<'GET /first-run'> }) {
  const { t } = useTranslation('firstRun');
  const { t: kit } = useTranslation('kit');
  const [openedId, setOpenedId] = useState<string | null>(null);
  const send = useDoing('POST /first-run/test-mails', { tellsFailure: true });
  const messageId = send.data?.remoteMessageId;
  const ledger = useAsked(
    'GET /ledger',
    { query: { remoteMessageId: messageId ?? '' } },
    { enabled: messageId !== undefined, every: LOOK_MS },
  );
  // Also what he sends by a command, or from his own mail program.
  useLive({
    happening: ({ type, data }) => {
      if (type === 'ticket.opened.v1' && typeof data['ticketId'] === 'string') setOpenedId(data['ticketId']);
    },
  });
  const ticketId = ledger.data?.items.find((item) => item.ticketId !== null)?.ticketId ?? openedId;
  const problem = send.error ? explainProblem(send.error, kit) : null;
  return (
    <div className={css['form']}>
      <p>
        {t('mail.address')} <code>{address}</code>
      </p>
      <div>
        <Button
          look="primary"
          icon="send"
          busy={send.isPending}
          disabled={door === null}
          onClick={() => send.mutate({ body: { subject: t('mail.subject'), text: t('mail.text') } })}
        >
          {t('mail.send')}
        </Button>
      </div>
      {door && (
        <>
          <p className="quiet">{t('mail.orCommand')}</p>
          <CopyText
            label={t('mail.command')}
            text={`printf 'From: you@example.com\\nTo: ${address}\\nSubject: Hello\\n\\nIs anybody there?\\n' | curl smtp://${door.host}:${door.port} --mail-from you@example.com --mail-rcpt ${address} -T -`}
          />
        </>
      )}
      <div aria-live="polite">
        {problem && (
          <Notice tone="bad">
            <Explained {...problem} />
          </Notice>
        )}
        {ticketId !== null ? <Arrived ticketId={ticketId} /> : messageId !== undefined && <p role="status">{t('mail.onItsWay')}</p>}
      </div>
    </div>
  );
}

function Arrived({ ticketId }: { readonly ticketId: string }) {
  const { t } = useTranslation('firstRun');
  const format = useFormat();
  const ticket = useAsked('GET /tickets/{id}', { path: { id: ticketId } }).data;
  if (ticket === undefined) return null;
  return (
    <Notice tone="good">
      <p>
        <strong>{t('mail.here', { number: ticket.number })}</strong>
      </p>
      <p>
        <Link href={`/tickets/${ticket.id}`}>{ticket.subject}</Link> <span className="quiet">{format.exact(ticket.openedAt)}</span>
      </p>
    </Notice>
  );
}
