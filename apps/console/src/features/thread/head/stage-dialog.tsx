import { type Answer, Button, Dialog, Notice, TextArea, TextField, useDoing } from '#page-kit';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Ticket } from '../entry.js';
import { MissingField } from './missing-field.js';
import { useUndoToast } from '../undo.js';
import { ConflictNotice } from './conflict-notice.js';
import { useSeenTicket } from './use-conflict.js';

type RequestOf = Answer<'GET /tickets/{id}/request'>;
export type NextStep = RequestOf['next'][number];

/** Goes on to a stage, with what it still lacks filled on the way. */
export function StageDialog({
  ticket,
  request,
  step,
  onClose,
}: {
  readonly ticket: Ticket;
  readonly request: RequestOf;
  readonly step: NextStep;
  readonly onClose: () => void;
}) {
  const { t } = useTranslation('thread');
  const { t: kit } = useTranslation('kit');
  const undoToast = useUndoToast();
  const [note, setNote] = useState('');
  const [fields, setFields] = useState<Readonly<Record<string, string>>>({});
  const [estimate, setEstimate] = useState('');
  const lacks = (kind: string) => step.missing.filter((each) => each.kind === kind);
  const go = useDoing('POST /tickets/{id}/stages', {
    changes: ['GET /tickets/{id}', 'GET /tickets/{id}/request', 'GET /tickets'],
    tellsFailure: true,
    onDone: ({ history, stageName }) => {
      const last = history.at(-1);
      undoToast(t('said.stage', { stage: stageName ?? step.name }), last === undefined ? null : `/tickets/${ticket.id}/stages/${last.seq}`);
      onClose();
    },
  });
  const { version, words, refused } = useSeenTicket(ticket);
  const send = (expectedVersion: number) =>
    go.mutate(
      {
        path: { id: ticket.id },
        body: {
          ...(step.outcome === null ? { stage: step.stage } : { outcome: step.outcome }),
          ...(note.trim() === '' ? {} : { note: note.trim() }),
          ...(Object.keys(fields).length === 0 ? {} : { fields }),
          ...(estimate === '' ? {} : { estimate: { at: new Date(estimate).toISOString() } }),
          expectedVersion,
        },
      },
      { onError: (error) => refused(error, send) },
    );
  const evidence = lacks('evidence').map(({ key }) => request.evidence.find((each) => each.key === key)?.name ?? key ?? '');
  return (
    <Dialog
      open
      onClose={onClose}
      title={step.outcomeName ?? step.name}
      about={t('stageAbout', { from: request.stageName ?? '–', to: step.name })}
      actions={
        <>
          <Button onClick={onClose}>{kit('cancel')}</Button>
          <Button look="primary" busy={go.isPending} onClick={() => send(version)}>
            {t(words === '' ? 'goOn' : 'conflict.again')}
          </Button>
        </>
      }
    >
      <ConflictNotice words={words} />
      {evidence.length > 0 && <Notice tone="warn">{t('lacksEvidence', { evidence: evidence.join(', ') })}</Notice>}
      {lacks('field').map(({ key = '' }) => (
        <MissingField key={key} field={key} value={fields[key] ?? ''} onChange={(value) => setFields({ ...fields, [key]: value })} />
      ))}
      {lacks('estimate').length > 0 && (
        <TextField
          label={t('estimateAt')}
          hint={t('estimateHint')}
          type="datetime-local"
          value={estimate}
          onChange={({ target }) => setEstimate(target.value)}
        />
      )}
      <TextArea
        label={t(lacks('note').length > 0 ? 'noteNeeded' : 'noteOptional')}
        value={note}
        maxLength={4_000}
        onChange={({ target }) => setNote(target.value)}
      />
    </Dialog>
  );
}
