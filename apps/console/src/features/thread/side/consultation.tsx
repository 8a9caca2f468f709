import { type Answer, Button, TextArea, useAsked, useDoing, useFormat } from '#page-kit';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNames } from '../names.js';
import css from './side.module.css';

type Asked = Answer<'GET /tickets/{id}/hand-over'>['consultations'][number];

/** Who was asked what, and what he said; whoever it waits for answers here. */
export function Consultation({ consultation }: { readonly consultation: Asked }) {
  const { t } = useTranslation('thread');
  const format = useFormat();
  const names = useNames();
  const { id, question, answer, agentId, groupId, askedAt, dueAt } = consultation;
  const isMine = useAsked('GET /consultations', undefined).data?.items.some((one) => one.id === id) === true;
  const [text, setText] = useState<string | null>(null);
  const say = useDoing('POST /consultations/{consultationId}/answer', {
    changes: ['GET /consultations', 'GET /tickets/{id}/hand-over', 'GET /tickets/{id}/entries'],
  });
  return (
    <div className={css['list']}>
      <p>
        <strong>{names.agent(agentId) ?? names.group(groupId)}</strong> <span className="quiet small">{format.time(askedAt)}</span>
      </p>
      <p>{question}</p>
      <p className="quiet">{answer ?? t('answerDue', { when: format.relative(dueAt) })}</p>
      {answer === null && isMine && text === null && (
        <div className={css['row']}>
          <Button small look="primary" onClick={() => setText('')}>
            {t('answerIt')}
          </Button>
        </div>
      )}
      {answer === null && text !== null && (
        <form
          className={css['list']}
          onSubmit={(event) => {
            event.preventDefault();
            say.mutate({ path: { consultationId: id }, body: { answer: text.trim() } });
          }}
        >
          <TextArea
            label={t('answerText')}
            hint={t('answerHint')}
            rows={3}
            autoFocus
            value={text}
            onChange={({ target }) => setText(target.value)}
          />
          <div className={css['row']}>
            <Button small look="primary" type="submit" busy={say.isPending} disabled={text.trim() === ''}>
              {t('sendAnswer')}
            </Button>
          </div>
        </form>
      )}
    </div>
  );
}
