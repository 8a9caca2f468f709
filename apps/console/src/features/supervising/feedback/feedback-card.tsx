import { Badge, Button, Facts, type DeskText, type ItemOf, useDoing, useFormat, usePickText, useToasts } from '#page-kit';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { useDeskNames } from '../desk-profile.js';
import css from './feedback.module.css';

interface Reader {
  readonly key: string;
  readonly name?: DeskText;
}
const TONES = { satisfied: 'good', neutral: 'plain', unsatisfied: 'bad' } as const;

/** One customer's word: how satisfied he is, why, and who has seen it. */
export function FeedbackCard({ feedback, readers }: { readonly feedback: ItemOf<'GET /feedback'>; readonly readers: readonly Reader[] }) {
  const { t } = useTranslation('supervising');
  const format = useFormat();
  const names = useDeskNames();
  const {
    id,
    kind,
    step,
    points,
    recommend,
    contactName,
    contactId,
    ticketId,
    ticketNumber,
    reason,
    suggestion,
    channel,
    agentId,
    givenAt,
  } = feedback;
  return (
    <li className={css['card']} data-low={feedback.low}>
      <header className={css['head']}>
        {step === null ? <Badge>{t(`feedback.kinds.${kind}`)}</Badge> : <Badge tone={TONES[step]}>{t(`feedback.steps.${step}`)}</Badge>}
        {points !== null && <span>{t('feedback.points', { points: format.number(points) })}</span>}
        {recommend !== null && <span className="quiet">{t('feedback.recommend', { value: format.number(recommend) })}</span>}
        <span className="quiet small">{format.time(givenAt)}</span>
      </header>
      {reason && <p className={css['text']}>{reason}</p>}
      <Facts
        of={[
          [t('feedback.suggestion'), suggestion],
          [
            t('feedback.contact'),
            <Link key="c" href={`/contacts/${contactId}`}>
              {contactName ?? t('feedback.unnamed')}
            </Link>,
          ],
          [
            t('clocks.ticket'),
            <Link key="t" href={`/tickets/${ticketId}`}>
              {ticketNumber}
            </Link>,
          ],
          [t('filters.channel'), channel && names.channel(channel)],
          [t('clocks.assignee'), agentId && names.agent(agentId)],
        ]}
      />
      <ul className={css['readers']}>
        {readers.map((reader) => (
          <SeenMark key={reader.key} feedbackId={id} reader={reader} seen={feedback.seen.find((each) => each.reader === reader.key)} />
        ))}
      </ul>
    </li>
  );
}

function SeenMark({
  feedbackId,
  reader,
  seen,
}: {
  readonly feedbackId: string;
  readonly reader: Reader;
  readonly seen: { readonly at: string } | undefined;
}) {
  const { t } = useTranslation('supervising');
  const format = useFormat();
  const toasts = useToasts();
  const name = usePickText()(reader.name) ?? reader.key;
  const undo = useDoing('DELETE /feedback/{feedbackId}/seen', { changes: ['GET /feedback'] });
  const unsee = () => undo.mutate({ path: { feedbackId }, query: { reader: reader.key } });
  const mark = useDoing('POST /feedback/{feedbackId}/seen', {
    changes: ['GET /feedback'],
    onDone: () => toasts.show({ text: t('feedback.marked', { reader: name }), forMs: 10_000, action: { label: t('undo'), run: unsee } }),
  });
  return (
    <li>
      {seen ? (
        <>
          <Badge tone="good">{t('feedback.seenBy', { reader: name, at: format.time(seen.at) })}</Badge>
          <Button small look="quiet" icon="undo" busy={undo.isPending} onClick={unsee} aria-label={t('feedback.unsee', { reader: name })}>
            {t('undo')}
          </Button>
        </>
      ) : (
        <Button
          small
          icon="check"
          busy={mark.isPending}
          onClick={() => mark.mutate({ path: { feedbackId }, body: { reader: reader.key } })}
        >
          {t('feedback.markSeen', { reader: name })}
        </Button>
      )}
    </li>
  );
}
