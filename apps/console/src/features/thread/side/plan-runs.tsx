import { type Answer, Badge, Button, useAsked, useFormat } from '#page-kit';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSession } from '../../../session/session.js';
import { useDeskWords } from '../../../shell/desk-names.js';
import type { Ticket } from '../entry.js';
import { useNames } from '../names.js';
import { PlanDialog, type PlanStep } from './plan-dialog.js';
import { Section } from './section.js';
import css from './side.module.css';

type Run = Answer<'GET /tickets/{id}/plan-runs'>['items'][number];

/** Emergency plans that run on it, with whose turn it is; a step is done here, and all who are named for it hear a report. */
export function PlanRuns({ ticket }: { readonly ticket: Ticket }) {
  const { data } = useAsked('GET /tickets/{id}/plan-runs', { path: { id: ticket.id } });
  return (data?.items ?? []).map((run) => <ShownPlan key={run.id} run={run} />);
}

function ShownPlan({ run }: { readonly run: Run }) {
  const { t } = useTranslation('thread');
  const { may } = useSession();
  const format = useFormat();
  const names = useNames();
  const words = useDeskWords();
  const [open, setOpen] = useState<PlanStep | 'report' | null>(null);
  const mayWrite = may('tickets:write') && run.state === 'running';
  const ownerOf = ({ person, role, agent, group }: PlanStep['owner']) =>
    (person == null ? null : words.person(person)) ??
    (role == null ? null : t(`ownerRole.${role as 'agent'}`, { defaultValue: role })) ??
    names.agent(agent) ??
    names.group(group);
  const textOf = ({ key, text }: PlanStep) => words.planStep(run.plan, key) ?? t(`planStep.${key as 'contact'}`, { defaultValue: text });
  return (
    <Section title={words.plan(run.plan) ?? run.name} action={<Badge>{t(`planState.${run.state}`)}</Badge>}>
      <ol className={css['stages']}>
        {run.steps.map((step) => (
          <li key={step.id} data-now={step.doneAt === null}>
            <span className={css['row']}>
              <span className={css['grow']}>
                {textOf(step)} {step.doneAt !== null && <Badge tone="good">{t('done')}</Badge>}
                {step.missedAt !== null && <Badge tone="bad">{t('missed')}</Badge>}
              </span>
              {mayWrite && step.doneAt === null && (
                <Button small aria-label={t('finishNamed', { name: textOf(step) })} onClick={() => setOpen(step)}>
                  {t('finish')}
                </Button>
              )}
            </span>
            <span className="quiet small">
              {[ownerOf(step.owner), format.time(step.doneAt ?? step.dueAt), step.result].filter(Boolean).join(' · ')}
            </span>
          </li>
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
      {mayWrite && (
        <div>
          <Button small icon="send" onClick={() => setOpen('report')}>
            {t('reportPlan')}
          </Button>
        </div>
      )}
      {open !== null && (
        <PlanDialog runId={run.id} step={open === 'report' ? null : { ...open, text: textOf(open) }} onClose={() => setOpen(null)} />
      )}
    </Section>
  );
}
