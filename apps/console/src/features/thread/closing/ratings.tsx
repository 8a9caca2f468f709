import { Badge, Button, type ItemOf, useAsked, useFormat } from '#page-kit';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSession } from '../../../session/session.js';
import { RatingDialog } from '../../calls/rating-dialog.js';
import type { Ticket } from '../entry.js';
import { Section } from '../side/section.js';
import css from '../side/side.module.css';

const TONES = { satisfied: 'good', neutral: 'plain', unsatisfied: 'bad' } as const;

/** How it was, in the customer's words, whatever way he said it; what he says on the phone is entered here (D2.20). */
export function Ratings({ ticket }: { readonly ticket: Ticket }) {
  const { t } = useTranslation('thread');
  const { may } = useSession();
  const [isOpen, setOpen] = useState(false);
  const given = useAsked('GET /feedback', { query: { kind: 'rating', ticket: ticket.id } }).data?.items ?? [];
  const tasks = useAsked('GET /tasks', { query: { kind: 'survey_call', state: 'open', ticket: ticket.id } }).data?.items ?? [];
  const isOver = ticket.status === 'solved' || ticket.status === 'closed';
  const mayEnter = may('tickets:write') && (isOver || tasks.length > 0);
  if (given.length === 0 && !mayEnter) return null;
  return (
    <Section
      title={t('ratings.title')}
      action={
        mayEnter && (
          <Button small icon="star" onClick={() => setOpen(true)}>
            {t('ratings.enter')}
          </Button>
        )
      }
    >
      {given.length === 0 && <p className="quiet">{t('ratings.none')}</p>}
      {given.map((rating) => (
        <Rating key={rating.id} rating={rating} />
      ))}
      {isOpen && <RatingDialog ticketId={ticket.id} about={ticket.number} taskId={tasks[0]?.id} onClose={() => setOpen(false)} />}
    </Section>
  );
}

function Rating({ rating }: { readonly rating: ItemOf<'GET /feedback'> }) {
  const { t } = useTranslation('thread');
  const format = useFormat();
  const { step, value, scale, way, enteredBy, givenAt, reason, suggestion } = rating;
  const by = enteredBy?.displayName;
  return (
    <div className={css['list']}>
      <p>
        {step !== null && <Badge tone={TONES[step]}>{t(`step.${step}`)}</Badge>}{' '}
        {value !== null && scale !== 'three-step' && t('ratings.points', { value: format.number(value), most: scale === 'nps' ? 10 : 5 })}
      </p>
      {reason && <p>{reason}</p>}
      {suggestion && <p>{t('ratings.suggests', { words: suggestion })}</p>}
      <p className="quiet small">
        {way === 'agent' && by !== undefined ? t('ratings.toldTo', { who: by }) : t(`ratings.ways.${way}`)} · {format.time(givenAt)}
      </p>
    </div>
  );
}
