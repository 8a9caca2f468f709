import { type Answer, Badge, Button, Dialog, TextArea, useDoing, useFormat, useToasts } from '#page-kit';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSession } from '../../../session/session.js';
import { useNames } from '../names.js';
import css from './side.module.css';

type TaskOf = Answer<'GET /tickets/{id}/hand-over'>['tasks'][number];
const CHANGES = {
  changes: ['GET /tickets/{id}/hand-over', 'GET /tickets/{id}', 'GET /tickets/{id}/request', 'GET /tickets/{id}/entries', 'GET /tasks'],
} as const;

/** Work that stands on the ticket, for whichever group: done here, with what came of it, and open again where that was a slip. */
export function Task({ task }: { readonly task: TaskOf }) {
  const { t } = useTranslation('thread');
  const format = useFormat();
  const toasts = useToasts();
  const names = useNames();
  const { may } = useSession();
  const { id, text, dueAt, doneAt, outcome, groupId } = task;
  const path = { taskId: id };
  const [isOpen, setOpen] = useState(false);
  const [said, say] = useState('');
  const reopen = useDoing('DELETE /tasks/{taskId}/done', CHANGES);
  const finish = useDoing('POST /tasks/{taskId}/done', {
    ...CHANGES,
    onDone: () => {
      setOpen(false);
      toasts.show({ text: t('taskDone'), action: { label: t('undo'), run: () => reopen.mutate({ path }) } });
    },
  });
  return (
    <div className={css['list']}>
      <p>
        {doneAt === null ? <Badge tone="warn">{t('toDo')}</Badge> : <Badge tone="good">{t('done')}</Badge>} {text}
      </p>
      <p className="quiet small">
        {[names.group(groupId), dueAt === null ? null : format.relative(dueAt), outcome].filter(Boolean).join(' · ')}
      </p>
      {doneAt === null && may('tickets:write') && (
        <div className={css['row']}>
          <Button small icon="check" onClick={() => setOpen(true)}>
            {t('finishTask')}
          </Button>
        </div>
      )}
      {isOpen && (
        <Dialog
          open
          onClose={() => setOpen(false)}
          title={t('finishTask')}
          about={text}
          actions={
            <Button
              look="primary"
              busy={finish.isPending}
              onClick={() => finish.mutate({ path, body: said.trim() === '' ? {} : { outcome: said.trim() } })}
            >
              {t('finishTask')}
            </Button>
          }
        >
          <TextArea
            label={t('taskOutcome')}
            autoFocus
            rows={3}
            maxLength={5_000}
            value={said}
            onChange={({ target }) => say(target.value)}
          />
        </Dialog>
      )}
    </div>
  );
}
