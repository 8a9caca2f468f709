import { Button, useDoing } from '#page-kit';
import { useTranslation } from 'react-i18next';

/** Until its customer was told, a decision can be taken back. */
export function TakeBack({ compensationId }: { readonly compensationId: string }) {
  const { t } = useTranslation('supervising');
  const undo = useDoing('DELETE /compensations/{compensationId}/decision', { changes: ['GET /compensations'] });
  return (
    <Button small look="quiet" icon="undo" busy={undo.isPending} onClick={() => undo.mutate({ path: { compensationId } })}>
      {t('undo')}
    </Button>
  );
}
