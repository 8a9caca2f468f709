import { Badge, Button, Icon, type ItemOf, TextArea, TextField, useAsked, useDoing, useLive, useToasts, forget } from '#page-kit';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import css from './deciding.module.css';

type BotAnswer = ItemOf<'GET /bot/answers'>;

/** What the bot would say, until a person lets it. */
export function WaitingAnswers({ ticketId, mayWrite }: { readonly ticketId: string; readonly mayWrite: boolean }) {
  const cache = useQueryClient();
  const { data } = useAsked('GET /bot/answers', { query: { ticket: ticketId, state: 'waiting' } });
  useLive({ happening: ({ data: told }) => told['ticketId'] === ticketId && forget(cache, 'GET /bot/answers') });
  return (data?.items ?? []).map((answer) => <WaitingAnswer key={answer.id} answer={answer} mayWrite={mayWrite} />);
}

function WaitingAnswer({ answer, mayWrite }: { readonly answer: BotAnswer; readonly mayWrite: boolean }) {
  const { t } = useTranslation('thread');
  const toasts = useToasts();
  const own = answer.said.map(({ text }) => text).join('\n\n');
  const [text, setText] = useState<string | null>(null);
  const [reason, setReason] = useState<string | null>(null);
  const changes = ['GET /bot/answers', 'GET /tickets/{id}/entries'] as const;
  // The list that shows this is asked anew by what it does: who tells of it must not be part of it.
  const approve = useDoing('POST /bot/answers/{answerId}/approval', { changes, onDone: () => toasts.show({ text: t('said.approved') }) });
  const reject = useDoing('POST /bot/answers/{answerId}/rejection', { changes });
  const path = { answerId: answer.id };
  const send = () => {
    const changed = text !== null && text.trim() !== own.trim();
    approve.mutate({ path, body: changed ? { text: text.trim() } : {} });
  };
  return (
    <section className={css['waiting']} aria-label={t('bot.waiting')}>
      <header>
        <Icon name="robot" />
        <strong>{t('bot.waiting')}</strong>
        {[...new Set(answer.said.map(({ from }) => from.key ?? from.kind))].map((from) => (
          <Badge key={from}>{from}</Badge>
        ))}
      </header>
      {text === null ? (
        <p className={css['said']}>{own}</p>
      ) : (
        <TextArea label={t('bot.words')} value={text} onChange={({ target }) => setText(target.value)} />
      )}
      {reason !== null && (
        <TextField label={t('reasonOptional')} autoFocus value={reason} onChange={({ target }) => setReason(target.value)} />
      )}
      {mayWrite && (
        <div className={css['buttons']}>
          {reason === null ? (
            <Button small look="primary" icon="send" busy={approve.isPending} onClick={send}>
              {t('bot.send')}
            </Button>
          ) : (
            <Button
              small
              look="danger"
              busy={reject.isPending}
              onClick={() => reject.mutate({ path, body: reason.trim() === '' ? {} : { reason: reason.trim() } })}
            >
              {t('bot.rejectDo')}
            </Button>
          )}
          {text === null && (
            <Button small onClick={() => setText(own)}>
              {t('bot.change')}
            </Button>
          )}
          {reason === null && (
            <Button small look="quiet" onClick={() => setReason('')}>
              {t('bot.reject')}
            </Button>
          )}
        </div>
      )}
    </section>
  );
}
