import { Button, Dialog, Failed, TextArea, TextField, useDoing, useToasts } from '#page-kit';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

/** Calls who is on duty to a ticket, one after the other until somebody takes it. */
export function PageDialog({
  rota,
  onClose,
}: {
  readonly rota: { readonly rota: string; readonly name: string };
  readonly onClose: () => void;
}) {
  const { t } = useTranslation('supervising');
  const toasts = useToasts();
  const [ticket, setTicket] = useState('');
  const [reason, setReason] = useState('');
  const call = useDoing('POST /tickets/{id}/page-calls', {
    tellsFailure: true,
    onDone: () => {
      onClose();
      toasts.show({ text: t('duty.called', { name: rota.name }) });
    },
  });
  return (
    <Dialog
      open
      onClose={onClose}
      title={t('duty.callOf', { name: rota.name })}
      about={t('duty.about')}
      actions={
        <>
          <Button onClick={onClose}>{t('cancel')}</Button>
          <Button
            look="primary"
            icon="bell"
            busy={call.isPending}
            disabled={ticket.trim() === '' || reason.trim() === ''}
            onClick={() => call.mutate({ path: { id: ticket.trim() }, body: { rota: rota.rota, reason: reason.trim() } })}
          >
            {t('duty.call')}
          </Button>
        </>
      }
    >
      <TextField label={t('duty.ticket')} hint={t('duty.ticketHint')} value={ticket} onChange={(event) => setTicket(event.target.value)} />
      <TextArea label={t('duty.reason')} value={reason} onChange={(event) => setReason(event.target.value)} />
      {call.error !== null && <Failed error={call.error} />}
    </Dialog>
  );
}
