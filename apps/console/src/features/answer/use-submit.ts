import { useDoing, useToasts, type Answer } from '#page-kit';
import { useEffect, useState, type RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import { readAddresses } from './channel/addresses.js';
import { findHindrance, passesByItself, type Hindrance } from './sending/find-hindrance.js';
import { useSending, type Composed, type Intent } from './sending/use-sending.js';
import type { Composer } from './use-composer.js';

interface SubmitParts {
  readonly ticket: Answer<'GET /tickets/{id}'>;
  readonly composer: Composer;
  readonly isNote: boolean;
  readonly field: RefObject<HTMLTextAreaElement | null>;
}

/** What was said of the words as they stand: to send them as soon as that can be, or why they do not go. */
interface Said {
  readonly text: string;
  readonly then: Intent['then'];
  readonly hindrance: Hindrance;
}

/** Sends what is written, as an answer or as a note; what has to be waited for is waited for, what has to be mended is said. */
export function useSubmit({ ticket, composer, isNote, field }: SubmitParts) {
  const { t } = useTranslation('answer');
  const toasts = useToasts();
  const { text, attachments, channel, channels, receivers } = composer;
  const [said, say] = useState<Said | null>(null);
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
  const hindrance = findHindrance({
    ...{ isNote, isEmpty: composer.isEmpty, hasWay: channel !== null, hasWrongAddress },
    ways: channels.isSuccess ? 'there' : channels.isError ? 'failed' : 'asking',
    isUploading: attachments.isUploading,
    hasFailedFile: attachments.list.some(({ error }) => error !== null),
  });
  const send = (intent: Intent = {}) => {
    if (hindrance !== null || isBusy || channel === null) return;
    const composed: Composed = { text, attachments: attachments.list, channel, receivers };
    void sending.send(composed, intent);
  };
  const submit = (then?: Intent['then']) => {
    if (isBusy) return;
    if (hindrance === 'waysFailed') void channels.refetch();
    say(hindrance === null || hindrance === 'empty' ? null : { text, then, hindrance });
    if (hindrance !== null) return;
    if (isNote) note.mutate({ path: { id: ticket.id }, body: { text: text.trim() } });
    else send({ then });
  };

  // Of words that were changed since nothing was said.
  const isMeant = said !== null && said.text === text && !isNote;
  const isWaiting = isMeant && passesByItself(said.hindrance) && (hindrance === null || passesByItself(hindrance));
  useEffect(() => {
    if (!isWaiting || hindrance !== null || isBusy) return;
    say(null);
    send({ then: said?.then });
  });
  return { submit, send, sending, isBusy: isBusy || isWaiting, isEmpty: hindrance === 'empty', told: isMeant ? hindrance : null };
}
