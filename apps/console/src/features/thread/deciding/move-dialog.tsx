import { Button, Checkbox, Dialog, TextField, useDoing } from '#page-kit';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Entry, Ticket } from '../entry.js';
import { ConflictNotice } from '../head/conflict-notice.js';
import { useSeenTicket } from '../head/use-conflict.js';
import { useUndoToast } from '../undo.js';
import { TicketPicker } from './ticket-picker.js';

/** An entry, or it and all that follow, go into another ticket or into a new one. */
export function MoveDialog({
  ticket,
  entry,
  following,
  kind,
  onClose,
}: {
  readonly ticket: Ticket;
  readonly entry: Entry;
  /** Entries after it that people wrote. */
  readonly following: readonly string[];
  readonly kind: 'move' | 'split';
  readonly onClose: () => void;
}) {
  const { t } = useTranslation('thread');
  const { t: kit } = useTranslation('kit');
  const undoToast = useUndoToast();
  const [to, setTo] = useState<string | null>(null);
  const [subject, setSubject] = useState(entry.subject ?? ticket.subject);
  const [withRest, setWithRest] = useState(false);
  const changes = ['GET /tickets', 'GET /tickets/{id}', 'GET /tickets/{id}/entries'] as const;
  const onDone = ({ href }: { readonly href: string }) => {
    undoToast(kind === 'move' ? t('said.moved', { number: to ?? '' }) : t('said.split'), href);
    onClose();
  };
  const move = useDoing('POST /tickets/{id}/moves', { changes, onDone, tellsFailure: true });
  const split = useDoing('POST /tickets/{id}/splits', { changes, onDone, tellsFailure: true });
  const { version, words, refused } = useSeenTicket(ticket);
  const body = { entryIds: [entry.id, ...(withRest ? following : [])] };
  const path = { id: ticket.id };
  const send = (expectedVersion: number) => {
    const onError = (error: unknown) => refused(error, send);
    const named = subject.trim() === '' ? {} : { subject: subject.trim() };
    if (kind === 'split') split.mutate({ path, body: { ...body, ...named, expectedVersion } }, { onError });
    else if (to !== null) move.mutate({ path, body: { ...body, toTicket: to, expectedVersion } }, { onError });
  };
  return (
    <Dialog
      open
      onClose={onClose}
      title={t(kind === 'move' ? 'move' : 'split')}
      about={t(kind === 'move' ? 'moveAbout' : 'splitAbout')}
      actions={
        <>
          <Button onClick={onClose}>{kit('cancel')}</Button>
          <Button
            look="primary"
            icon={kind}
            disabled={kind === 'move' && to === null}
            busy={move.isPending || split.isPending}
            onClick={() => send(version)}
          >
            {t(words !== '' ? 'conflict.again' : kind === 'move' ? 'moveDo' : 'splitDo')}
          </Button>
        </>
      }
    >
      <ConflictNotice words={words} />
      {kind === 'move' ? (
        <TicketPicker not={ticket.id} contactId={ticket.contact.id} picked={to} onPick={setTo} />
      ) : (
        <TextField label={t('newSubject')} value={subject} maxLength={500} onChange={({ target }) => setSubject(target.value)} />
      )}
      {following.length > 0 && (
        <Checkbox
          label={t('withFollowing', { count: following.length })}
          checked={withRest}
          onChange={({ target }) => setWithRest(target.checked)}
        />
      )}
    </Dialog>
  );
}
