import { type Answer, Button, Dialog, TextArea, useDoing } from '#page-kit';
import { type FormEvent, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';

export type PlanStep = Answer<'GET /tickets/{id}/plan-runs'>['items'][number]['steps'][number];

const CHANGES = { changes: ['GET /tickets/{id}/plan-runs', 'GET /tickets/{id}'] } as const;
/** How far it goes must be said. */
const EXTENT = 'extent';
const MOST_WORDS = 4_000;

/** What came of a step, or (without one) how it stands, told to all who are named in the plan. */
export function PlanDialog({
  runId,
  step,
  onClose,
}: {
  readonly runId: string;
  readonly step: PlanStep | null;
  readonly onClose: () => void;
}) {
  const { t } = useTranslation('thread');
  const { t: kit } = useTranslation('kit');
  const form = useId();
  const [text, setText] = useState('');
  const finish = useDoing('POST /plan-steps/{stepId}/done', { ...CHANGES, onDone: onClose });
  const report = useDoing('POST /plan-runs/{runId}/reports', { ...CHANGES, onDone: onClose });
  const said = text.trim();
  const isNeeded = step === null || step.key === EXTENT;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (step === null) report.mutate({ path: { runId }, body: { text: said } });
    else finish.mutate({ path: { stepId: step.id }, body: said === '' ? {} : { result: said } });
  };
  return (
    <Dialog
      open
      onClose={onClose}
      title={step === null ? t('reportPlan') : t('finishNamed', { name: step.text })}
      about={step === null ? t('reportAbout') : undefined}
      actions={
        <>
          <Button onClick={onClose}>{kit('cancel')}</Button>
          <Button look="primary" type="submit" form={form} disabled={isNeeded && said === ''} busy={finish.isPending || report.isPending}>
            {t(step === null ? 'reportDo' : 'finish')}
          </Button>
        </>
      }
    >
      <form id={form} onSubmit={submit}>
        <TextArea
          label={t(step === null ? 'reportText' : isNeeded ? 'extentText' : 'resultOptional')}
          autoFocus
          value={text}
          maxLength={MOST_WORDS}
          onChange={({ target }) => setText(target.value)}
        />
      </form>
    </Dialog>
  );
}
