import { Badge, Button, Dialog, Shown, TextArea, useAsked, useDoing, useFormat, useToasts, type Answer } from '#page-kit';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import css from './calls.module.css';

type Task = Answer<'GET /tasks'>['items'][number];

/** Calls nobody took: each is a task until somebody called back. */
export function CallBacks() {
  const { t } = useTranslation('calls');
  const format = useFormat();
  const tasks = useAsked('GET /tasks', { query: { kind: 'callback', state: 'open', limit: 50 } });
  const [chosen, choose] = useState<Task | null>(null);
  return (
    <section className={css['part']} aria-labelledby="call-backs">
      <h2 id="call-backs">{t('callBacks')}</h2>
      <Shown of={tasks} lines={2}>
        {({ items }) =>
          items.length === 0 ? (
            <p className="quiet">{t('noCallBacks')}</p>
          ) : (
            <ul className={css['tasks']}>
              {items.map((task) => (
                <li key={task.id} className={css['task']}>
                  <span className={css['taskText']}>
                    <Link href={`/tickets/${task.ticketId}`}>{task.text}</Link>
                    <span className="quiet small">
                      {task.ticketNumber} · {format.relative(task.createdAt)}
                    </span>
                  </span>
                  {task.dueAt !== null && (
                    <Badge tone={Date.parse(task.dueAt) < Date.now() ? 'bad' : 'plain'}>
                      {t('due', { when: format.relative(task.dueAt) })}
                    </Badge>
                  )}
                  <Button small icon="check" onClick={() => choose(task)}>
                    {t('done')}
                  </Button>
                </li>
              ))}
            </ul>
          )
        }
      </Shown>
      {chosen !== null && <CallBackDone task={chosen} onClose={() => choose(null)} />}
    </section>
  );
}

function CallBackDone({ task, onClose }: { readonly task: Task; readonly onClose: () => void }) {
  const { t } = useTranslation('calls');
  const toasts = useToasts();
  const [outcome, setOutcome] = useState('');
  const undo = useDoing('DELETE /tasks/{taskId}/done', { changes: ['GET /tasks'] });
  const done = useDoing('POST /tasks/{taskId}/done', {
    changes: ['GET /tasks'],
    onDone: () => {
      onClose();
      toasts.show({ text: t('calledBack'), action: { label: t('undo'), run: () => undo.mutate({ path: { taskId: task.id } }) } });
    },
  });
  return (
    <Dialog
      open
      onClose={onClose}
      title={t('whatCame')}
      about={task.text}
      actions={
        <Button
          look="primary"
          busy={done.isPending}
          onClick={() => done.mutate({ path: { taskId: task.id }, body: outcome.trim() === '' ? {} : { outcome: outcome.trim() } })}
        >
          {t('done')}
        </Button>
      }
    >
      <TextArea label={t('result')} autoFocus maxLength={5000} value={outcome} onChange={(event) => setOutcome(event.target.value)} />
    </Dialog>
  );
}
