import { Button, Dialog, TextArea, useDoing, useToasts } from '#page-kit';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Ticket } from '../entry.js';

export function GiveBackDialog({
  ticket,
  open,
  onClose,
  onDone,
}: {
  readonly ticket: Ticket;
  readonly open: boolean;
  readonly onClose: () => void;
  readonly onDone: () => void;
}) {
  const { t } = useTranslation('thread');
  const { t: kit } = useTranslation('kit');
  const toasts = useToasts();
  const [reason, setReason] = useState('');
  const giveBack = useDoing('POST /tickets/{id}/give-back', {
    changes: ['GET /tickets', 'GET /tickets/{id}/hand-over'],
    onDone: () => {
      toasts.show({ text: t('said.givenBack') });
      setReason('');
      onDone();
      onClose();
    },
  });
  const send = () => giveBack.mutate({ path: { id: ticket.id }, body: { reason: reason.trim() } });
  return (
    <Dialog
      open={open}
      onClose={onClose}
      title={t('giveBack')}
      about={t('giveBackAbout')}
      actions={
        <>
          <Button onClick={onClose}>{kit('cancel')}</Button>
          <Button look="primary" busy={giveBack.isPending} disabled={reason.trim() === ''} onClick={send}>
            {t('giveBack')}
          </Button>
        </>
      }
    >
      <TextArea label={t('reason')} value={reason} maxLength={2_000} onChange={({ target }) => setReason(target.value)} />
    </Dialog>
  );
}
