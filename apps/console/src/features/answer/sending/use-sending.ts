import { api, forget, makeKey, useToasts, type Answer, type Asking } from '#page-kit';
import { useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSession } from '../../../session/session.js';
import type { Attachment, ReplyChannel } from '../attachments/attachment.js';
import { readAddresses } from '../channel/addresses.js';
import { type Receivers, receiverOf } from '../channel/channel-choice.js';
import { toDraftFiles } from '../drafting/draft.js';
import { makeParts } from './make-parts.js';
import { findNewer, readObstacle, type Obstacle } from './obstacle.js';

export const UNDO_MS = 5_000;

/** What is sent, and what comes back into the composer when it is taken back. */
export interface Composed {
  readonly text: string;
  readonly attachments: readonly Attachment[];
  readonly channel: ReplyChannel;
  readonly receivers: Receivers;
}

export interface Intent {
  readonly then?: 'pending' | 'solved' | undefined;
  readonly onWindowClosed?: 'hold' | 'fallback';
  readonly fallback?: readonly ReplyChannel[];
  readonly accountDataReason?: string;
  /** He knows what others added meanwhile. */
  readonly anyway?: number;
}

interface SendingParts {
  readonly ticket: Answer<'GET /tickets/{id}'>;
  /** The ticket as it was when the writing began. */
  readonly seen: { readonly version: number; readonly at: string };
  readonly onSent: () => void;
  readonly onUndone: (composed: Composed) => void;
}

type ReplyBody = NonNullable<Asking<'POST /tickets/{id}/replies'>['body']>;

/** Sends an answer that can be taken back for some seconds. Whatever stands in the way, what was written stays. */
export function useSending({ ticket, seen, onSent, onUndone }: SendingParts) {
  const { t } = useTranslation('answer');
  const { me } = useSession();
  const cache = useQueryClient();
  const toasts = useToasts();
  const [obstacle, setObstacle] = useState<Obstacle | null>(null);
  const [isSending, setSending] = useState(false);
  const last = useRef({ print: '', key: '' });
  const path = { id: ticket.id };

  const post = (composed: Composed, intent: Intent, expectedVersion: number) => {
    const { channel, receivers } = composed;
    const { addresses: cc } = readAddresses(receivers.cc);
    const to =
      channel.limits?.cc === true && receivers.to !== null
        ? readAddresses(receivers.to).addresses
        : channel.continues
          ? null
          : [channel.to];
    const body = {
      parts: makeParts(composed.text, composed.attachments, channel),
      ...{ inboxId: channel.inboxId, expectedVersion, undoForMs: UNDO_MS },
      ...(to === null ? {} : { to }),
      ...(channel.limits?.cc === true && cc.length > 0 ? { cc } : {}),
      ...(intent.onWindowClosed === undefined ? {} : { onWindowClosed: intent.onWindowClosed }),
      ...(intent.fallback === undefined ? {} : { fallback: intent.fallback.map((each) => ({ inboxId: each.inboxId, to: each.to })) }),
      ...(intent.accountDataReason === undefined ? {} : { accountDataReason: intent.accountDataReason }),
    } as ReplyBody;
    // The same words again, after an answer that was lost on the way, are the same request.
    const print = JSON.stringify(body);
    if (last.current.print !== print) last.current = { print, key: makeKey() };
    return api.ask('POST /tickets/{id}/replies', { path, body, idempotencyKey: last.current.key });
  };

  const postSeen = async (composed: Composed, intent: Intent): ReturnType<typeof post> => {
    try {
      return await post(composed, intent, intent.anyway ?? seen.version);
    } catch (error) {
      const version = (error as { body?: { currentVersion?: unknown } }).body?.currentVersion;
      if (typeof version !== 'number') throw error;
      const entries = await findNewer(ticket.id, seen.at, me.id);
      // A changed priority or a clock is no reason to stop anybody.
      if (entries.length === 0) return post(composed, intent, version);
      throw new NewerEntries({ kind: 'newer', entries, version });
    }
  };

  const undo = async (entryId: string, composed: Composed, before: string | null) => {
    try {
      await api.ask('DELETE /tickets/{id}/replies/{entryId}', { path: { ...path, entryId }, idempotencyKey: makeKey() });
      // He may have gone to another page meanwhile: the words wait for him there.
      await api.ask('PUT /tickets/{id}/draft', { path, body: toDraft(composed) });
      onUndone(composed);
      toasts.show({ text: t('takenBack') });
      if (before !== null) await api.ask('PATCH /tickets/{id}', { path, body: { status: before as 'open' }, idempotencyKey: makeKey() });
    } catch (error) {
      toasts.fail(error);
    } finally {
      forget(cache, 'GET /tickets/{id}/entries', path);
      forget(cache, 'GET /tickets/{id}', path);
    }
  };

  const send = async (composed: Composed, intent: Intent = {}): Promise<void> => {
    if (isSending) return;
    setSending(true);
    try {
      const entry = await postSeen(composed, intent);
      last.current = { print: '', key: '' };
      setObstacle(null);
      onSent();
      const before = ticket.status;
      toasts.show({
        text: intent.onWindowClosed === 'hold' ? t('held') : t('sentTo', { to: receiverOf(composed.channel) }),
        forMs: UNDO_MS,
        action: { label: t('undo'), run: () => void undo(entry.id, composed, intent.then === undefined ? null : before) },
      });
      forget(cache, 'GET /tickets/{id}/entries', path);
      if (intent.then !== undefined) await setStatus(intent.then);
    } catch (error) {
      setObstacle(error instanceof NewerEntries ? error.obstacle : readObstacle(error));
    } finally {
      setSending(false);
    }
  };

  const setStatus = async (status: 'pending' | 'solved') => {
    try {
      await api.ask('PATCH /tickets/{id}', { path, body: { status }, idempotencyKey: makeKey() });
      forget(cache, 'GET /tickets/{id}', path);
    } catch (error) {
      toasts.fail(error);
    }
  };

  return { send, isSending, obstacle, clear: () => setObstacle(null) };
}

function toDraft({ text, attachments, channel, receivers }: Composed) {
  const to = readAddresses(receivers.to ?? '').addresses;
  const cc = readAddresses(receivers.cc).addresses;
  return {
    ...{ text, note: false, inboxId: channel.inboxId, attachments: toDraftFiles(attachments) },
    ...(to.length === 0 ? {} : { to: [...to] }),
    ...(cc.length === 0 ? {} : { cc: [...cc] }),
  };
}

class NewerEntries extends Error {
  constructor(readonly obstacle: Obstacle) {
    super('others wrote meanwhile');
  }
}
