import { Button, Dialog, useDoing } from '#page-kit';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import type { Ticket } from '../entry.js';
import { ConflictNotice } from '../head/conflict-notice.js';
import { useSeenTicket } from '../head/use-conflict.js';
import { useUndoToast } from '../undo.js';
import { TicketPicker } from './ticket-picker.js';

/** This ticket goes into another one, which is shown then; the way back stands in the toast. */
export function MergeDialog({ ticket, onClose }: { readonly ticket: Ticket; readonly onClose: () => void }) {
  const { t } = useTranslation('thread');
  const { t: kit } = useTranslation('kit');
  const [, go] = useLocation();
  const undoToast = useUndoToast();
  const [into, setInto] = useState<string | null>(null);
  const merge = useDoing('POST /tickets/{id}/merges', {
    changes: ['GET /tickets', 'GET /tickets/{id}'],
    tellsFailure: true,
    onDone: ({ href, toTicket }) => {
      undoToast(t('said.merged', { number: into ?? '' }), href, () => go(`/tickets/${ticket.id}`));
      onClose();
      go(`/tickets/${toTicket}`);
    },
  });
  const { version, words, refused } = useSeenTicket(ticket);
  const send = (expectedVersion: number) => {
    if (into === null) return;
    merge.mutate({ path: { id: ticket.id }, body: { intoTicket: into, expectedVersion } }, { onError: (error) => refused(error, send) });
  };
  return (
    <Dialog
      open
      onClose={onClose}
      title={t('merge')}
      about={t('mergeAbout', { number: ticket.number })}
      actions={
        <>
          <Button onClick={onClose}>{kit('cancel')}</Button>
          <Button look="primary" icon="merge" disabled={into === null} busy={merge.isPending} onClick={() => send(version)}>
            {t(words === '' ? 'mergeDo' : 'conflict.again')}
          </Button>
        </>
      }
    >
      <ConflictNotice words={words} />
      <TicketPicker not={ticket.id} contactId={ticket.contact.id} picked={into} onPick={setInto} />
    </Dialog>
  );
}
