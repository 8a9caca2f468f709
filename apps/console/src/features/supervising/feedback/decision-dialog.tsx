import { Button, Dialog, Facts, Failed, type ItemOf, TextArea, useDoing, useFormat, useToasts } from '#page-kit';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

export type Compensation = ItemOf<'GET /compensations'>;

/** Approve or refuse; the customer is told where the desk has words for it. */
export function DecisionDialog({ compensation, onClose }: { readonly compensation: Compensation; readonly onClose: () => void }) {
  const { t } = useTranslation('supervising');
  const format = useFormat();
  const toasts = useToasts();
  const [note, setNote] = useState('');
  const path = { compensationId: compensation.id };
  const undo = useDoing('DELETE /compensations/{compensationId}/decision', { changes: ['GET /compensations'] });
  const decide = useDoing('POST /compensations/{compensationId}/decision', {
    changes: ['GET /compensations'],
    tellsFailure: true,
    onDone: ({ state }) => {
      onClose();
      toasts.show({
        text: t('compensations.decided', { state: t(`compensations.states.${state}`) }),
        forMs: 10_000,
        action: { label: t('undo'), run: () => undo.mutate({ path }) },
      });
    },
  });
  const act = (decision: 'approve' | 'refuse') => decide.mutate({ path, body: { decision, ...(note.trim() && { note: note.trim() }) } });
  return (
    <Dialog
      open
      onClose={onClose}
      title={t('compensations.decide')}
      actions={
        <>
          <Button look="danger" busy={decide.isPending} onClick={() => act('refuse')}>
            {t('compensations.refuse')}
          </Button>
          <Button look="primary" busy={decide.isPending} onClick={() => act('approve')}>
            {t('compensations.approve')}
          </Button>
        </>
      }
    >
      <Facts
        of={[
          [t('feedback.contact'), compensation.displayName],
          [t('compensations.amount'), `${format.number(compensation.amount)} ${compensation.unit}`],
          [t('compensations.reason'), compensation.reason],
          [t('compensations.by'), compensation.proposedBy.displayName],
        ]}
      />
      <TextArea label={t('compensations.note')} rows={2} value={note} onChange={(event) => setNote(event.target.value)} />
      {decide.error !== null && <Failed error={decide.error} />}
    </Dialog>
  );
}
