import { type Asking, useDoing, useToasts } from '#page-kit';
import { useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { Ticket } from '../entry.js';
import { useUndoToast } from '../undo.js';
import { isConflict, useConflict } from './use-conflict.js';

export type TicketChange = Omit<Asking<'PATCH /tickets/{id}'>['body'], 'expectedVersion'>;

/** Changes a ticket as it was seen: shown at once, taken back by a toast; where somebody was faster it says what he changed. */
export function useChanging(ticket: Ticket): (change: TicketChange, said: string) => void {
  const { t } = useTranslation('thread');
  const cache = useQueryClient();
  const toasts = useToasts();
  const findConflict = useConflict();
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
          if (isConflict(error)) explain(change, said, seen).catch(toasts.fail);
          else toasts.fail(error);
        },
      },
    );
  };
  const explain = async (change: TicketChange, said: string, seen: Ticket): Promise<void> => {
    const { now, words } = await findConflict(seen);
    // An answer was delivered, say: nothing that the change was not meant for.
    if (words === '') return run(change, said, now);
    toasts.show({
      text: `${words} ${t('conflict.notTaken')}`,
      forMs: 20_000,
      action: { label: t('conflict.again'), run: () => run(change, said, now) },
    });
  };
  return (change, said) => run(change, said, ticket);
}
