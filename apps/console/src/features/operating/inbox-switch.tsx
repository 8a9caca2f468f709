import { Button, Dialog, TextField, useDoing, useFormat, useToasts } from '#page-kit';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSession } from '../../session/session.js';
import { type Inbox, isTroubled, nameOf } from './inbox.js';
import './late-words.js';
import css from './operating.module.css';

const CHANGES = ['GET /inboxes'] as const;
/** Whoever runs it obeys within two seconds or so. */
const PATIENCE_MS = 30_000;

/** What can be done at once about an inbox that does not run as it should: what was ordered, and the next order. */
export function InboxOrders({ inbox }: { readonly inbox: Inbox }) {
  const { t } = useTranslation('operating', { keyPrefix: 'switching' });
  const format = useFormat();
  const toasts = useToasts();
  const { may } = useSession();
  const path = { inboxId: inbox.id };
  const start = useDoing('DELETE /inboxes/{inboxId}/stop', { changes: CHANGES, onDone: () => toasts.show({ text: t('told.start') }) });
  const restart = useDoing('POST /inboxes/{inboxId}/restarts', {
    changes: CHANGES,
    onDone: () => toasts.show({ text: t('told.restart') }),
  });
  const { ordered, stopped } = inbox;
  if (ordered !== null) {
    const waits = Date.now() - Date.parse(ordered.at);
    return (
      <p role="status" className="quiet">
        {t(`ordered.${ordered.order}`)} {waits > PATIENCE_MS && t('stillWaits', { length: format.length(Math.round(waits / 1_000)) })}
      </p>
    );
  }
  if (!may('admin')) return null;
  if (stopped !== null && inbox.state === 'stopped')
    return (
      <div className={css['row']}>
        <Button small look="primary" icon="play" busy={start.isPending} onClick={() => start.mutate({ path })}>
          {t('start')}
        </Button>
      </div>
    );
  if (!isTroubled(inbox)) return null;
  return (
    <div className={css['row']}>
      <Button small icon="replay" busy={restart.isPending} onClick={() => restart.mutate({ path })}>
        {t('restart')}
      </Button>
    </div>
  );
}

/** Stops an inbox, with a reason that everybody reads; says before what becomes of the messages that come meanwhile. */
export function InboxStop({ inbox }: { readonly inbox: Inbox }) {
  const { t } = useTranslation('operating', { keyPrefix: 'switching' });
  const toasts = useToasts();
  const { may } = useSession();
  const [asks, setAsks] = useState(false);
  const [reason, setReason] = useState('');
  const stop = useDoing('PUT /inboxes/{inboxId}/stop', {
    changes: CHANGES,
    onDone: () => {
      setAsks(false);
      setReason('');
      toasts.show({ text: t('told.stop') });
    },
  });
  if (!may('admin') || inbox.state === 'stopped' || inbox.ordered !== null) return null;
  return (
    <>
      <Button small icon="minus" onClick={() => setAsks(true)}>
        {t('stop')}
      </Button>
      <Dialog
        open={asks}
        onClose={() => setAsks(false)}
        title={t('stopOf', { inbox: nameOf(inbox) })}
        about={`${t('stopAbout')} ${t(`meanwhile.${meanwhileOf(inbox)}`)}`}
        actions={
          <Button
            look="danger"
            busy={stop.isPending}
            disabled={reason.trim() === ''}
            onClick={() => stop.mutate({ path: { inboxId: inbox.id }, body: { reason: reason.trim() } })}
          >
            {t('stop')}
          </Button>
        }
      >
        <div className={css['form']}>
          <TextField
            label={t('reason')}
            hint={t('reasonHint')}
            value={reason}
            maxLength={500}
            onChange={(event) => setReason(event.target.value)}
          />
        </div>
      </Dialog>
    </>
  );
}

/** What becomes of messages that come while it is stopped. */
function meanwhileOf({ capabilities, channel }: Inbox): 'listed' | 'kept' | 'mail' | 'ours' | 'called' | 'once' {
  if (capabilities?.inboundGuarantee === 'at_most_once') return 'once';
  if (capabilities?.holdings === 'listed') return channel === 'email' ? 'listed' : 'kept';
  if (capabilities?.holdings === 'ours') return 'ours';
  return channel === 'email' ? 'mail' : 'called';
}
