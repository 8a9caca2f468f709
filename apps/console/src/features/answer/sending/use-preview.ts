import { api, type Answer } from '#page-kit';
import { useEffect, useState } from 'react';
import type { Attachment, ReplyChannel } from '../attachments/attachment.js';
import { makeParts } from './make-parts.js';

export type Preview = Answer<'POST /tickets/{id}/replies/preview'>;
const PAUSE_MS = 600;

/** What would become of the answer on its channel, asked in the pauses of typing. */
export function usePreview(
  ticketId: string,
  text: string,
  attachments: readonly Attachment[],
  channel: ReplyChannel | null,
): Preview | null {
  const [preview, setPreview] = useState<Preview | null>(null);
  const isEmpty = text.trim() === '' && attachments.length === 0;
  useEffect(() => {
    if (isEmpty || channel === null) return setPreview(null);
    const controller = new AbortController();
    const timer = setTimeout(() => {
      const parts = makeParts(text, attachments, channel);
      if (parts.length === 0) return;
      api
        .ask('POST /tickets/{id}/replies/preview', {
          path: { id: ticketId },
          body: { parts, inboxId: channel.inboxId },
          signal: controller.signal,
        })
        .then(setPreview, () => !controller.signal.aborted && setPreview(null));
    }, PAUSE_MS);
    return () => {
      clearTimeout(timer);
      controller.abort();
    };
  }, [ticketId, text, attachments, channel, isEmpty]);
  return isEmpty ? null : preview;
}
