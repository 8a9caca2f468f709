import { Badge, useAsked, useFormat } from '#page-kit';
import { useTranslation } from 'react-i18next';
import type { Ticket } from '../entry.js';
import { useNames } from '../names.js';
import { Section } from './section.js';
import css from './side.module.css';

/** Emergency plans that run on it, with whose turn it is. */
export function PlanRuns({ ticket }: { readonly ticket: Ticket }) {
  const { t } = useTranslation('thread');
  const format = useFormat();
  const names = useNames();
  const { data } = useAsked('GET /tickets/{id}/plan-runs', { path: { id: ticket.id } });
  return (data?.items ?? []).map((run) => (
    <Section key={run.id} title={run.name} action={<Badge>{t(`planState.${run.state}`)}</Badge>}>
      <ol className={css['stages']}>
        {run.steps.map(({ id, text, owner, dueAt, doneAt, missedAt }) => (
          <li key={id} data-now={doneAt === null}>
            <span>
              {text} {doneAt !== null && <Badge tone="good">{t('done')}</Badge>}
              {missedAt !== null && <Badge tone="bad">{t('missed')}</Badge>}
            </span>
            <span className="quiet small">
              {[owner.person ?? owner.role ?? names.agent(owner.agent) ?? names.group(owner.group), format.time(doneAt ?? dueAt)]
                .filter(Boolean)
                .join(' · ')}
            </span>
          </li>
        ))}
      </ol>
    </Section>
  ));
}
