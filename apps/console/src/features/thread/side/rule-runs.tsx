import { Badge, type ItemOf, Shown, useAsked, useFormat } from '#page-kit';
import { useTranslation } from 'react-i18next';
import { useDeskWords } from '../../../shell/desk-names.js';
import type { Ticket } from '../entry.js';
import { showValue } from '../entry/form-view.js';
import { useNames } from '../names.js';
import { Section } from './section.js';
import css from './side.module.css';

const KNOWN = new Set(['status', 'priority', 'assignee', 'group', 'category', 'stage']);

/** Rules that ran, each with what it found and what it changed. */
export function RuleRuns({ ticket }: { readonly ticket: Ticket }) {
  const { t } = useTranslation('thread');
  const asked = useAsked('GET /tickets/{id}/rule-runs', { path: { id: ticket.id } });
  return (
    <Section title={t('rules')}>
      <Shown of={asked} lines={2}>
        {({ items }) => (items.length === 0 ? <p className="quiet">{t('noRules')}</p> : items.map((run) => <Run key={run.id} run={run} />))}
      </Shown>
    </Section>
  );
}

function Run({ run }: { readonly run: ItemOf<'GET /tickets/{id}/rule-runs'> }) {
  const { t } = useTranslation('thread');
  const format = useFormat();
  const words = useDeskWords();
  const names = useNames();
  const show = (name: string, value: unknown) => (KNOWN.has(name) ? names.value(name, value) : showValue(value));
  const changes = Object.entries(run.changes).map(([name, change]) => [name.replace(/^ticket\.(fields\.)?/, ''), change] as const);
  return (
    <details className={css['details']}>
      <summary>
        <strong>{words.rule(run.rule)}</strong>{' '}
        <span className="quiet small">{`${t(`ruleEvent.${run.event as 'opened'}`, { defaultValue: run.event })} · ${format.time(run.at)}`}</span>
        {run.fault !== null && <Badge tone="bad">{t('ruleFault')}</Badge>}
      </summary>
      <h3>{t('because')}</h3>
      <ul>
        {run.matched.map(({ fact, operator, wanted, value }, index) => (
          <li key={index} className="small">
            <code>{`${fact} ${operator} ${showValue(wanted)}`}</code>{' '}
            <span className="quiet">{t('found', { value: showValue(value) })}</span>
          </li>
        ))}
      </ul>
      {changes.length > 0 && (
        <>
          <h3>{t('changed')}</h3>
          <ul>
            {changes.map(([name, { from, to }]) => (
              <li key={name} className="small">
                {`${t(`facts.${name as 'status'}`, { defaultValue: words.field(name) })}: ${show(name, from)} → ${show(name, to)}`}
              </li>
            ))}
          </ul>
        </>
      )}
      {run.fault !== null && <p className="small">{run.fault}</p>}
    </details>
  );
}
