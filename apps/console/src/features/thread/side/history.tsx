import { type Answer, Badge, Shown, useAsked, useFormat } from '#page-kit';
import { useTranslation } from 'react-i18next';
import { useDeskWords } from '../../../shell/desk-names.js';
import type { Ticket } from '../entry.js';
import { useNames } from '../names.js';
import { Changes } from './changes.js';
import { Consultation } from './consultation.js';
import { Section } from './section.js';
import css from './side.module.css';
import { Task } from './task.js';

type Had = Answer<'GET /tickets/{id}/hand-over'>['assignments'][number];

/** All that happened besides the thread: who had it and why, who was asked, what others have to do. */
export function History({ ticket }: { readonly ticket: Ticket }) {
  const { t } = useTranslation('thread');
  const format = useFormat();
  const names = useNames();
  const words = useDeskWords();
  const asked = useAsked('GET /tickets/{id}/hand-over', { path: { id: ticket.id } });
  return (
    <Shown of={asked} lines={4}>
      {({ assignments, escalations, consultations, tasks }) => (
        <>
          <Changes ticket={ticket} />
          <Section title={t('assignments')}>
            {assignments.length === 0 && <p className="quiet">{t('noAssignments')}</p>}
            {assignments.map((had) => (
              <Assignment key={had.id} had={had} />
            ))}
          </Section>
          {escalations.length > 0 && (
            <Section title={t('escalations')}>
              {escalations.map(({ id, reason, form, toGroup, at, undoneAt }) => (
                <div key={id} className={css['list']}>
                  <p>
                    <strong>{words.escalationReason(reason)}</strong> → {names.group(toGroup)}{' '}
                    {undoneAt !== null && <Badge>{t('undone')}</Badge>}
                  </p>
                  <p className="small">{form.problem}</p>
                  <p className="quiet small">{format.time(at)}</p>
                </div>
              ))}
            </Section>
          )}
          {consultations.length > 0 && (
            <Section title={t('consultations')}>
              {consultations.map((one) => (
                <Consultation key={one.id} consultation={one} />
              ))}
            </Section>
          )}
          {tasks.length > 0 && (
            <Section title={t('tasks')}>
              {tasks.map((task) => (
                <Task key={task.id} task={task} />
              ))}
            </Section>
          )}
        </>
      )}
    </Shown>
  );
}

function Assignment({ had }: { readonly had: Had }) {
  const { t } = useTranslation('thread');
  const format = useFormat();
  const words = useDeskWords();
  const [, by, key = ''] = /^(macro|rule) (.+)$/.exec(had.reason) ?? [];
  const reason =
    by === undefined
      ? t(`assigned.${had.reason.replaceAll('.', '_') as 'agent'}`, { defaultValue: had.reason })
      : t(`assigned.${by as 'macro' | 'rule'}`, { name: by === 'rule' ? words.rule(key) : words.macro(key) });
  const others = Object.entries(had.others);
  return (
    <details className={css['details']}>
      <summary>
        <strong>{had.agentName}</strong>{' '}
        <span className="quiet small">{`${format.time(had.at)}${had.endedAt === null ? '' : ` – ${format.time(had.endedAt)}`}`}</span>
      </summary>
      <p className="small">{reason}</p>
      {had.candidates.length > 0 && (
        <>
          <h3>{t('candidates')}</h3>
          <ol>
            {had.candidates.map((each) => (
              <li key={each.agent} className="small">
                {t('candidate', { name: each.agent, busy: each.busy, skill: each.skill })}
              </li>
            ))}
          </ol>
        </>
      )}
      {others.length > 0 && (
        <p className="quiet small">
          {t('otherCandidates', {
            others: format.list(others.map(([why, count]) => `${t(`unfit.${why as 'away'}`, { defaultValue: why })} ${count}`)),
          })}
        </p>
      )}
    </details>
  );
}
