import { Button, useAsked, useFormat, type Answer } from '#page-kit';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { useSession } from '../../session/session.js';
import css from './calls.module.css';
import { RatingDialog } from './rating-dialog.js';

type Task = Answer<'GET /tasks'>['items'][number];

/** Whom the desk wants to be rung and asked how it was. Nothing where nobody is to be asked. */
export function RatingCalls() {
  const { t } = useTranslation('calls');
  const format = useFormat();
  const { may } = useSession();
  const [chosen, choose] = useState<Task | null>(null);
  const tasks = useAsked('GET /tasks', { query: { kind: 'survey_call', state: 'open', limit: 50 } }).data?.items ?? [];
  return (
    <>
      {tasks.length > 0 && (
        <section className={css['part']} aria-labelledby="rating-calls">
          <h2 id="rating-calls">{t('rating.calls')}</h2>
          <ul className={css['tasks']}>
            {tasks.map((task) => (
              <li key={task.id} className={css['task']}>
                <span className={css['taskText']}>
                  <Link href={`/tickets/${task.ticketId}`}>{task.ticketNumber}</Link>
                  <span className="quiet small">
                    {task.text} · {format.relative(task.createdAt)}
                  </span>
                </span>
                {may('tickets:write') && (
                  <Button small icon="star" onClick={() => choose(task)}>
                    {t('rating.enter')}
                  </Button>
                )}
              </li>
            ))}
          </ul>
        </section>
      )}
      {chosen !== null && (
        <RatingDialog ticketId={chosen.ticketId} about={chosen.ticketNumber} taskId={chosen.id} onClose={() => choose(null)} />
      )}
    </>
  );
}
