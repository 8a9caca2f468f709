import { api, ApiProblem, useFormat, useToasts } from '#page-kit';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSession } from '../../../session/session.js';
import type { Ticket } from '../entry.js';
import { useNames } from '../names.js';
import { type Meanwhile, toMeanwhile } from './explain-conflict.js';

/** Somebody was faster: how the ticket is now, and what was done meanwhile in words; `words` is empty where nothing was that a person would mind. */
export interface Conflict {
  readonly now: Ticket;
  readonly words: string;
}

export const isConflict = (error: unknown): boolean => error instanceof ApiProblem && error.code === 'version_conflict';

const MOST_ENTRIES = 20;

/** Finds out who changed a ticket meanwhile, what and when. Rejects where the desk does not answer. */
export function useConflict(): (seen: Ticket) => Promise<Conflict> {
  const cache = useQueryClient();
  const { me } = useSession();
  const say = useMeanwhileWords();
  return async (seen) => {
    const path = { id: seen.id };
    const [now, { items: made }, { items: newest }] = await Promise.all([
      api.ask('GET /tickets/{id}', { path }),
      api.ask('GET /tickets/{id}/changes', { path, query: { since: seen.updatedAt } }),
      api.ask('GET /tickets/{id}/entries', { path, query: { order: 'desc', limit: MOST_ENTRIES } }),
    ]);
    cache.setQueriesData<Ticket>(
      { predicate: ({ queryKey, state }) => queryKey[0] === 'GET /tickets/{id}' && (state.data as Ticket | undefined)?.id === seen.id },
      (had) => had && now,
    );
    const come = newest.filter(({ receivedAt }) => receivedAt > seen.updatedAt);
    return { now, words: say(toMeanwhile({ seen, now, me: me.id }, made, come)) };
  };
}

/**
 * What is done to a ticket as it was when its dialog was opened: `version` goes along, `refused` hears of a failure and says in `words` who was faster. Done again it
 * is done to what he has read by then; where nothing happened that a person would mind it is done again at once.
 */
export function useSeenTicket(ticket: Ticket): {
  readonly version: number;
  readonly words: string;
  readonly refused: (error: unknown, again: (version: number) => void) => void;
} {
  const [seen, setSeen] = useState(ticket);
  const [words, setWords] = useState('');
  const toasts = useToasts();
  const find = useConflict();
  return {
    version: seen.version,
    words,
    refused: (error, again) => {
      if (!isConflict(error)) return toasts.fail(error);
      find(seen).then((found) => {
        setSeen(found.now);
        setWords(found.words);
        if (found.words === '') again(found.now.version);
      }, toasts.fail);
    },
  };
}

function useMeanwhileWords(): (meanwhile: Meanwhile) => string {
  const { t } = useTranslation('thread');
  const format = useFormat();
  const names = useNames();
  return ({ changes, writers }) => {
    const nameOf = (field: string) => t(`facts.${field as 'status'}`, { defaultValue: t('conflict.someField') });
    const valueOf = (field: string, value: unknown) =>
      typeof value === 'object' && value !== null ? t('conflict.changed') : names.value(field, value);
    return [
      ...changes.map(({ by, at, fields }) =>
        t(by === null ? 'conflict.byDesk' : 'conflict.byPerson', {
          name: by,
          at: format.time(at),
          changes: format.list(fields.map(([field, value]) => t('conflict.field', { name: nameOf(field), value: valueOf(field, value) }))),
        }),
      ),
      ...writers.map(({ by, at }) => t('conflict.wrote', { name: by ?? t('conflict.somebody'), at: format.time(at) })),
    ].join(' ');
  };
}
