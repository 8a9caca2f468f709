import { Button, Dialog, Explained, Notice, SelectField, explainProblem, useDoing, useToasts } from '#page-kit';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Agent } from './agent.js';
import css from './operating.module.css';

/** Who leaves gives his open tickets to somebody, or back into the line. */
export function EndLogin({
  agent,
  others,
  onClose,
}: {
  readonly agent: Agent;
  readonly others: readonly Agent[];
  readonly onClose: () => void;
}) {
  const { t } = useTranslation('operating', { keyPrefix: 'access' });
  const { t: kit } = useTranslation('kit');
  const toasts = useToasts();
  const [successor, setSuccessor] = useState('line');
  const end = useDoing('DELETE /agents/{agentId}', {
    changes: ['GET /agents', 'GET /agents/work', 'GET /groups', 'GET /tickets'],
    tellsFailure: true,
    onDone: () => {
      toasts.show({ text: t('ended', { name: agent.displayName }) });
      onClose();
    },
  });
  const problem = end.error ? explainProblem(end.error, kit) : null;
  return (
    <Dialog
      open
      onClose={onClose}
      title={t('endOf', { name: agent.displayName })}
      about={t('endAbout')}
      actions={
        <Button look="danger" busy={end.isPending} onClick={() => end.mutate({ path: { agentId: agent.id }, query: { successor } })}>
          {t('end')}
        </Button>
      }
    >
      <div className={css['form']}>
        {problem && <Notice tone="bad">{problem.title === kit('problem.conflict') ? problem.about : <Explained {...problem} />}</Notice>}
        <SelectField label={t('successor')} value={successor} onChange={(event) => setSuccessor(event.target.value)}>
          <option value="line">{t('line')}</option>
          {others.map(({ id, displayName }) => (
            <option key={id} value={id}>
              {displayName}
            </option>
          ))}
        </SelectField>
      </div>
    </Dialog>
  );
}
