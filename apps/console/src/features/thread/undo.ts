import { ApiProblem, makeKey, useToasts } from '#page-kit';
import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';

const UNDO_FOR_MS = 10_000;

/** Takes back by what the API said: DELETE of the address that came with the change. */
async function takeBack(href: string): Promise<void> {
  const answer = await fetch(href.startsWith('/api/') ? href : `/api/v1${href}`, {
    method: 'DELETE',
    headers: { 'x-tributary-request': '1', 'idempotency-key': makeKey() },
  });
  if (answer.ok) return;
  const body = (await answer.json().catch(() => ({}))) as Record<string, unknown>;
  throw new ApiProblem(answer.status, typeof body['code'] === 'string' ? body['code'] : 'unknown', body);
}

/** Says what was done, with the way back beside it. */
export function useUndoToast(): (text: string, href: string | null, onUndone?: () => void) => void {
  const { t } = useTranslation('thread');
  const toasts = useToasts();
  return useCallback(
    (text, href, onUndone) => {
      if (href === null) return toasts.show({ text });
      toasts.show({
        text,
        forMs: UNDO_FOR_MS,
        action: {
          label: t('undo'),
          run: () =>
            void takeBack(href).then(() => {
              toasts.show({ text: t('undone') });
              onUndone?.();
            }, toasts.fail),
        },
      });
    },
    [t, toasts],
  );
}
