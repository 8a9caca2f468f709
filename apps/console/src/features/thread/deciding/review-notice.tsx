import { Button, Notice, useAsked, useDoing, useToasts } from '#page-kit';
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import type { Entry } from '../entry.js';
import css from './deciding.module.css';

/** An entry may belong elsewhere: a person decides. */
export function ReviewNotice({ entry, mayWrite }: { readonly entry: Entry; readonly mayWrite: boolean }) {
  const { t } = useTranslation('thread');
  const toasts = useToasts();
  const suggested = entry.threading?.suggestedTicketId;
  const ticket = useAsked('GET /tickets/{id}', { path: { id: suggested ?? '' } }, { enabled: suggested !== undefined }).data;
  const decided = useRef<'accept' | 'reject'>('accept');
  const review = useDoing('POST /entries/{id}/review', {
    changes: ['GET /tickets', 'GET /tickets/{id}', 'GET /tickets/{id}/entries'],
    // Of the hook, not of the press: this notice is gone by then.
    onDone: () => toasts.show({ text: t(decided.current === 'accept' ? 'said.joined' : 'said.stays') }),
  });
  if (entry.threading?.review !== true || entry.threading.decided !== undefined || suggested === undefined) return null;
  const decide = (decision: 'accept' | 'reject') => {
    decided.current = decision;
    review.mutate({ path: { id: entry.id }, body: { decision } });
  };
  return (
    <Notice tone="warn">
      <p>
        {t(entry.threading.wholeTicket === true ? 'review.whole' : 'review.entry')}{' '}
        <Link href={`/tickets/${suggested}`}>{ticket === undefined ? t('review.thatTicket') : `${ticket.number} ${ticket.subject}`}</Link>
      </p>
      {mayWrite && (
        <div className={css['buttons']}>
          <Button small icon="merge" busy={review.isPending} onClick={() => decide('accept')}>
            {t('review.accept')}
          </Button>
          <Button small look="quiet" onClick={() => decide('reject')}>
            {t('review.reject')}
          </Button>
        </div>
      )}
    </Notice>
  );
}
