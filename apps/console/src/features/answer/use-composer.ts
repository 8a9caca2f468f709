import { useAsked, type Answer } from '#page-kit';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import type { ReplyChannel } from './attachments/attachment.js';
import { useAttachments } from './attachments/use-attachments.js';
import { readAddresses, writeAddresses } from './channel/addresses.js';
import { keyOfChannel, type Receivers } from './channel/channel-choice.js';
import { fromDraftFiles, toDraftFiles, type Draft } from './drafting/draft.js';
import { useDraft } from './drafting/use-draft.js';
import { seenUntil } from './sending/seen-until.js';
import type { Composed } from './sending/use-sending.js';

export type Mode = 'answer' | 'note' | 'ask';
const NOBODY: Receivers = { to: null, cc: '' };

/** What is being written on a ticket: its words, files, way and receivers, kept on the server as they change. */
export function useComposer(ticket: Answer<'GET /tickets/{id}'>) {
  const cache = useQueryClient();
  const [mode, setMode] = useState<Mode>('answer');
  const [text, setText] = useState('');
  const [receivers, setReceivers] = useState<Receivers>(NOBODY);
  const [chosenKey, choose] = useState<string | null>(null);
  const [isRestored, setRestored] = useState(false);
  const seen = useRef({ version: ticket.version, at: ticket.updatedAt });
  const attachments = useAttachments();
  const draft = useDraft(ticket.id);
  const channels = useAsked('GET /tickets/{id}/reply-channels', { path: { id: ticket.id } });
  const ways = channels.data?.items ?? [];
  const channel = findWay(ways, chosenKey);
  const isEmpty = text.trim() === '' && attachments.list.length === 0;

  const take = (found: Draft) => {
    setText(found.text);
    setMode(found.note ? 'note' : 'answer');
    if (found.inboxId !== undefined) choose(found.inboxId);
    setReceivers({ to: found.to === undefined ? null : writeAddresses(found.to), cc: writeAddresses(found.cc ?? []) });
    attachments.replace(fromDraftFiles(found));
    setRestored(true);
  };
  const { found, keep } = draft;
  const isTaken = useRef(false);
  useEffect(() => {
    if (found === undefined || isTaken.current) return;
    isTaken.current = true;
    if (found !== null && text === '') take(found);
  });

  const isChanged = useRef(false);
  const files = attachments.list;
  useEffect(() => {
    if (!isChanged.current) return;
    const to = receivers.to === null ? [] : readAddresses(receivers.to).addresses;
    const cc = readAddresses(receivers.cc).addresses;
    keep(
      isEmpty
        ? null
        : {
            ...{ text, note: mode === 'note', attachments: toDraftFiles(files) },
            ...(channel === null ? {} : { inboxId: channel.inboxId }),
            ...(to.length === 0 ? {} : { to: [...to] }),
            ...(cc.length === 0 ? {} : { cc: [...cc] }),
            ticketVersion: seen.current.version,
          },
    );
  }, [text, mode, files, receivers, channel, isEmpty, keep]);

  const changed = () => {
    // He saw what was there when he began; what came since may change his words.
    if (isEmpty) seen.current = { version: ticket.version, at: seenUntil(cache, ticket) };
    isChanged.current = true;
    setRestored(false);
  };
  return {
    ...{ mode, text, receivers, attachments, draft, channels, ways, channel, isEmpty, isRestored, seen: seen.current },
    setMode: (next: Mode) => {
      changed();
      setMode(next);
    },
    setText: (next: string) => {
      changed();
      setText(next);
    },
    setReceivers: (next: Receivers) => {
      changed();
      setReceivers(next);
    },
    choose: (next: ReplyChannel) => {
      changed();
      choose(keyOfChannel(next));
    },
    addFiles: (added: readonly File[]) => {
      changed();
      attachments.add(added);
    },
    takeDraft: take,
    /** Sent: nothing is being written any more. */
    empty: () => {
      isChanged.current = false;
      setText('');
      attachments.replace([]);
      setReceivers(NOBODY);
      setRestored(false);
      draft.sent();
    },
    /** An answer was taken back: its words stand here again, above what was begun since. */
    bringBack: (composed: Composed) => {
      changed();
      setMode('answer');
      setText((now) => (now.trim() === '' ? composed.text : `${composed.text}\n\n${now}`));
      setReceivers(composed.receivers);
      choose(keyOfChannel(composed.channel));
      attachments.replace([...composed.attachments]);
    },
  };
}

export type Composer = ReturnType<typeof useComposer>;

function findWay(ways: readonly ReplyChannel[], key: string | null): ReplyChannel | null {
  const chosen = key === null ? undefined : (ways.find((way) => keyOfChannel(way) === key) ?? ways.find(({ inboxId }) => inboxId === key));
  return chosen ?? ways.find(({ preferred }) => preferred) ?? ways[0] ?? null;
}
