import { useDoing, useToasts, type Answer } from '#page-kit';
import { useEffect, type RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import { readAddresses } from './channel/addresses.js';
import { useSending, type Composed, type Intent } from './sending/use-sending.js';
import type { Composer } from './use-composer.js';

interface SubmitParts {
  readonly ticket: Answer<'GET /tickets/{id}'>;
  readonly composer: Composer;
  readonly isNote: boolean;
  readonly field: RefObject<HTMLTextAreaElement | null>;
}

/** Sends what is written, as an answer or as a note. */
export function useSubmit({ ticket, composer, isNote, field }: SubmitParts) {
  const { t } = useTranslation('answer');
  const toasts = useToasts();
  const { text, attachments, channel, receivers } = composer;
  const sending = useSending({
    ticket,
    seen: composer.seen,
    onSent: () => {
      composer.empty();
      field.current?.focus();
    },
    onUndone: (composed) => {
      composer.bringBack(composed);
      field.current?.focus();
    },
  });
  const note = useDoing('POST /tickets/{id}/notes', {
    changes: ['GET /tickets/{id}/entries'],
    onDone: () => {
      composer.empty();
      toasts.show({ text: t('noteKept') });
    },
  });
  const { obstacle } = sending;
  const { askNames } = attachments;
  useEffect(() => {
    if (obstacle?.kind === 'unnamed') askNames(obstacle.ids);
  }, [obstacle, askNames]);

  const hasWrongAddress = [receivers.to ?? '', receivers.cc].some((addresses) => readAddresses(addresses).wrong.length > 0);
  const isBusy = sending.isSending || note.isPending;
  const cannot =
    composer.isEmpty ||
    (!isNote && (channel === null || attachments.isUploading || hasWrongAddress || attachments.list.some(({ error }) => error !== null)));
  const send = (intent: Intent = {}) => {
    if (cannot || isBusy || channel === null) return;
    const composed: Composed = { text, attachments: attachments.list, channel, receivers };
    void sending.send(composed, intent);
  };
  const submit = (then?: Intent['then']) => {
    if (cannot || isBusy) return;
    if (isNote) note.mutate({ path: { id: ticket.id }, body: { text: text.trim() } });
    else send({ then });
  };
  return { submit, send, sending, isBusy, cannot };
}
