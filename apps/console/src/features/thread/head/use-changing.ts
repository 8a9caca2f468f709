import { ApiProblem, type Asking, useDoing, useToasts } from '#page-kit';
import { useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { Ticket } from '../entry.js';
import { useNames } from '../names.js';
import { useUndoToast } from '../undo.js';

export type TicketChange = Omit<Asking<'PATCH /tickets/{id}'>['body'], 'expectedVersion'>;
const COMPARED = ['status', 'priority', 'assignee', 'group', 'subject', 'category', 'stage'] as const;

/** Changes a ticket as it was seen: shown at once, taken back by a toast; where somebody was faster it says what he changed. */
export function useChanging(ticket: Ticket): (change: TicketChange, said: string) => void {
  const { t } = useTranslation('thread');
  const cache = useQueryClient();
  const toasts = useToasts();
  const names = useNames();
  const undoToast = useUndoToast();
  const patch = useDoing('PATCH /tickets/{id}', { tellsFailure: true });
  const show = (next: (had: Ticket) => Ticket) =>
    cache.setQueriesData<Ticket>(
      { predicate: ({ queryKey, state }) => queryKey[0] === 'GET /tickets/{id}' && (state.data as Ticket | undefined)?.id === ticket.id },
      (had) => had && next(had),
    );
  const run = (change: TicketChange, said: string, seen: Ticket): void => {
    show((had) => ({ ...had, ...(change as Partial<Ticket>) }));
    patch.mutate(
      { path: { id: ticket.id }, body: { ...change, expectedVersion: seen.version } },
      {
        onSuccess: ({ undo, ...now }) => {
          show((had) => (had.version > now.version ? had : { ...had, ...now }));
          undoToast(said, undo);
        },
        onError: (error) => {
          show(() => seen);
          if (error instanceof ApiProblem && error.code === 'version_conflict') void explain(change, said, seen);
          else toasts.fail(error);
        },
      },
    );
  };
  const explain = async (change: TicketChange, said: string, seen: Ticket): Promise<void> => {
    await cache.refetchQueries({
      predicate: ({ queryKey, state }) => queryKey[0] === 'GET /tickets/{id}' && (state.data as Ticket | undefined)?.id === ticket.id,
    });
    const now = cache
      .getQueriesData<Ticket>({ predicate: ({ queryKey }) => queryKey[0] === 'GET /tickets/{id}' })
      .map(([, data]) => data)
      .find((data) => data?.id === ticket.id);
    if (now === undefined) return;
    const changed = COMPARED.filter((field) => now[field] !== seen[field]).map(
      (field) => `${t(`facts.${field}`)}: ${names.value(field, now[field])}`,
    );
    toasts.show({
      text: changed.length === 0 ? t('conflict.entries') : t('conflict.fields', { changes: changed.join(', ') }),
      forMs: 20_000,
      action: { label: t('conflict.again'), run: () => run(change, said, now) },
    });
  };
  return (change, said) => run(change, said, ticket);
}
