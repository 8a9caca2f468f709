import { Badge, Button, type ItemOf, TextArea, TextField, useAsked, useDoing, useFormat } from '#page-kit';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSession } from '../../../session/session.js';
import { useDeskWords } from '../../../shell/desk-names.js';
import type { Ticket } from '../entry.js';
import { useNames } from '../names.js';
import { Section } from './section.js';
import css from './side.module.css';

type Run = ItemOf<'GET /tickets/{id}/plan-runs'>;
const CHANGES = { changes: ['GET /tickets/{id}/plan-runs', 'GET /tickets/{id}/entries'] } as const;

/** Emergency plans that run on it, with whose turn it is, and what those who are to know were told. */
export function PlanRuns({ ticket }: { readonly ticket: Ticket }) {
  const { t } = useTranslation('thread');
  const format = useFormat();
  const { may } = useSession();
  const { data } = useAsked('GET /tickets/{id}/plan-runs', { path: { id: ticket.id } });
  return (data?.items ?? []).map((run) => {
    const mayAct = run.state === 'running' && may('tickets:write');
    return (
      <Section key={run.id} title={run.name} action={<Badge>{t(`planState.${run.state}`)}</Badge>}>
        <ol className={css['stages']}>
          {run.steps.map((step) => (
            <PlanStep key={step.id} step={step} mayAct={mayAct} />
          ))}
        </ol>
        {run.reports.map(({ id, text, writtenAt, missed }) => (
          <div key={id} className={css['list']}>
            <p>
              {text} {missed && <Badge tone="bad">{t('reportMissed')}</Badge>}
            </p>
            <p className="quiet small">{t('reported', { at: format.time(writtenAt) })}</p>
          </div>
        ))}
        {mayAct && <Report runId={run.id} />}
      </Section>
    );
  });
}

function PlanStep({ step, mayAct }: { readonly step: Run['steps'][number]; readonly mayAct: boolean }) {
  const { t } = useTranslation('thread');
  const format = useFormat();
  const names = useNames();
  const words = useDeskWords();
  const { id, text, owner, dueAt, doneAt, missedAt, result } = step;
  const [said, say] = useState<string | null>(null);
  const finish = useDoing('POST /plan-steps/{stepId}/done', { ...CHANGES, onDone: () => say(null) });
  const whose =
    owner.person !== undefined
      ? words.person(owner.person)
      : owner.role !== undefined
        ? t(`ownerRole.${owner.role as 'supervisor'}`, { defaultValue: owner.role })
        : (names.agent(owner.agent) ?? names.group(owner.group));
  return (
    <li data-now={doneAt === null}>
      <span>
        {text} {doneAt !== null && <Badge tone="good">{t('done')}</Badge>}
        {missedAt !== null && <Badge tone="bad">{t('missed')}</Badge>}
      </span>
      <span className="quiet small">{[whose, format.time(doneAt ?? dueAt), result].filter(Boolean).join(' · ')}</span>
      {mayAct && doneAt === null && said === null && (
        <span>
          <Button small look="quiet" icon="check" aria-label={t('finishStepNamed', { step: text })} onClick={() => say('')}>
            {t('finishStep')}
          </Button>
        </span>
      )}
      {said !== null && (
        <form
          className={css['list']}
          onSubmit={(event) => {
            event.preventDefault();
            finish.mutate({ path: { stepId: id }, body: said.trim() === '' ? {} : { result: said.trim() } });
          }}
        >
          <TextField label={t('taskOutcome')} autoFocus value={said} onChange={({ target }) => say(target.value)} />
          <div className={css['row']}>
            <Button small look="primary" type="submit" busy={finish.isPending}>
              {t('finishStep')}
            </Button>
          </div>
        </form>
      )}
    </li>
  );
}

/** How it stands, told to those the plan names. */
function Report({ runId }: { readonly runId: string }) {
  const { t } = useTranslation('thread');
  const [text, setText] = useState('');
  const report = useDoing('POST /plan-runs/{runId}/reports', { ...CHANGES, onDone: () => setText('') });
  return (
    <form
      className={css['list']}
      onSubmit={(event) => {
        event.preventDefault();
        report.mutate({ path: { runId }, body: { text: text.trim() } });
      }}
    >
      <TextArea label={t('reportText')} hint={t('reportHint')} rows={2} value={text} onChange={({ target }) => setText(target.value)} />
      <div className={css['row']}>
        <Button small look="primary" type="submit" icon="send" busy={report.isPending} disabled={text.trim() === ''}>
          {t('sendReport')}
        </Button>
      </div>
    </form>
  );
}
