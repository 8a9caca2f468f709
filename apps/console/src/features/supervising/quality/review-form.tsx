import { Badge, Button, Failed, Notice, Panel, TextArea, TextField, useDoing, useFormat, usePickText, useToasts } from '#page-kit';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import type { Sheet } from '../desk-profile.js';
import { judgeSheet } from './judge-sheet.js';
import css from './quality.module.css';
import { ReviewedEntry } from './reviewed-entry.js';
import type { Review } from './review-queue.js';

const MOST_POINTS = 100;

/** The entry beside its sheet: points for each criterion, what comes of them, and a note. */
export function ReviewForm({
  review,
  sheet,
  onDone,
}: {
  readonly review: Review;
  readonly sheet: Sheet | undefined;
  readonly onDone: () => void;
}) {
  const { t } = useTranslation('supervising');
  const format = useFormat();
  const pick = usePickText();
  const toasts = useToasts();
  const [points, setPoints] = useState<Readonly<Record<string, string>>>(() =>
    Object.fromEntries(Object.entries(review.scores ?? {}).map(([key, value]) => [key, String(value)])),
  );
  const [note, setNote] = useState(review.note ?? '');
  const save = useDoing('PUT /entry-reviews/{reviewId}', {
    changes: ['GET /entry-reviews', 'GET /entry-reviews/share'],
    tellsFailure: true,
    onDone: ({ ticketNumber }) => {
      toasts.show({ text: t('quality.saved', { number: ticketNumber }) });
      onDone();
    },
  });
  const scores = Object.fromEntries(
    Object.entries(points).flatMap(([key, text]) => (text === '' || !isPoints(text) ? [] : [[key, Number(text)] as const])),
  );
  const result = sheet === undefined ? null : judgeSheet(sheet, scores);
  return (
    <Panel title={review.ticketNumber} actions={<Link href={`/tickets/${review.ticketId}`}>{t('clocks.open')}</Link>}>
      <ReviewedEntry entryId={review.entryId} />
      {review.state === 'reviewed' && review.reviewedAt && (
        <Notice tone={review.passed ? 'good' : 'warn'}>
          {t('quality.before', { who: review.reviewer?.displayName ?? '', at: format.time(review.reviewedAt) })}
        </Notice>
      )}
      {sheet === undefined ? (
        <Notice tone="warn">{t('quality.noSheet')}</Notice>
      ) : (
        <div className={css['criteria']}>
          {sheet.criteria.map(({ key, name, weight }) => (
            <TextField
              key={key}
              label={t('quality.criterion', { name: pick(name) ?? key, weight: format.number(weight) })}
              type="number"
              inputMode="numeric"
              min={0}
              max={MOST_POINTS}
              value={points[key] ?? ''}
              error={points[key] && !isPoints(points[key]) ? t('quality.pointsWrong') : null}
              onChange={(event) => setPoints({ ...points, [key]: event.target.value })}
            />
          ))}
        </div>
      )}
      <TextArea label={t('quality.note')} rows={2} value={note} onChange={(event) => setNote(event.target.value)} />
      {save.error !== null && <Failed error={save.error} />}
      <footer className={css['foot']}>
        <span role="status">
          {result !== null && sheet && (
            <Badge tone={result >= sheet.passAt ? 'good' : 'bad'}>
              {t(result >= sheet.passAt ? 'quality.didPass' : 'quality.didFail', { result: format.number(result) })}
            </Badge>
          )}{' '}
          {sheet && <span className="quiet small">{t('quality.passAt', { points: sheet.passAt })}</span>}
        </span>
        <Button
          look="primary"
          busy={save.isPending}
          disabled={result === null}
          onClick={() =>
            save.mutate({
              path: { reviewId: review.id },
              body: { scores, expectedVersion: review.version, ...(note.trim() && { note: note.trim() }) },
            })
          }
        >
          {t('quality.save')}
        </Button>
      </footer>
    </Panel>
  );
}

function isPoints(text: string): boolean {
  const value = Number(text);
  return text.trim() !== '' && value >= 0 && value <= MOST_POINTS;
}
