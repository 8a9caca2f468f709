import {
  ApiProblem,
  Button,
  Dialog,
  Notice,
  TextField,
  Explained,
  explainProblem,
  forget,
  useAsked,
  useDoing,
  useFormat,
  useToasts,
} from '#page-kit';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ChangeList } from './change-list.js';
import css from './desk.module.css';
import type { Change, DeskDraft } from './use-desk-draft.js';

/** Nothing comes in force unseen: what changes stands here, beside the button that does it. */
export function ApplyDialog({
  draft,
  changes,
  onClose,
}: {
  readonly draft: DeskDraft;
  readonly changes: readonly Change[];
  readonly onClose: () => void;
}) {
  const { t } = useTranslation('desk');
  const { t: kit } = useTranslation('kit');
  const format = useFormat();
  const toasts = useToasts();
  const cache = useQueryClient();
  const [note, setNote] = useState('');
  const [over, setOver] = useState<number | null>(null);
  const apply = useDoing('PUT /desk', {
    changes: ['GET /desk', 'GET /desk/names', 'GET /desk/versions', 'GET /groups'],
    tellsFailure: true,
    onDone: ({ version }) => {
      draft.restart();
      toasts.show({ text: t('applied', { version }) });
      onClose();
    },
  });
  const isStale = apply.error instanceof ApiProblem && apply.error.code === 'version_conflict';
  const versions = useAsked('GET /desk/versions', undefined, { enabled: isStale });
  const newest = versions.data?.items[0];
  const problem = apply.error && !isStale ? explainProblem(apply.error, kit) : null;
  const desk = draft.parsed.desk ?? {};
  return (
    <Dialog
      open
      onClose={onClose}
      look="wide"
      title={t('review')}
      about={t('reviewAbout', { count: changes.length })}
      actions={
        <Button
          look="primary"
          busy={apply.isPending}
          onClick={() =>
            apply.mutate(
              { body: { desk, expectedVersion: over ?? draft.version, ...(note.trim() === '' ? {} : { note: note.trim() }) } },
              // What it would change is another thing now.
              {
                onError: (error) => {
                  if (!(error instanceof ApiProblem) || error.status !== 409) return;
                  forget(cache, 'GET /desk/versions');
                  draft.recheck();
                },
              },
            )
          }
        >
          {t('apply')}
        </Button>
      }
    >
      <div className={css['list']}>
        {problem && (
          <Notice tone="bad">
            <Explained {...problem} />
          </Notice>
        )}
        {isStale && newest && over !== newest.version && (
          <Notice tone="bad">
            <p>
              {t('stale', { who: newest.actor.displayName ?? newest.source, at: format.exact(newest.appliedAt), version: newest.version })}
            </p>
            <div className={css['buttons']}>
              <Button small onClick={() => setOver(newest.version)}>
                {t('overIt')}
              </Button>
              <Button
                small
                onClick={() => {
                  draft.restart();
                  onClose();
                }}
              >
                {t('takeTheirs')}
              </Button>
            </div>
          </Notice>
        )}
        <ChangeList changes={changes} />
        <TextField label={t('note')} hint={t('noteHint')} maxLength={500} value={note} onChange={(event) => setNote(event.target.value)} />
      </div>
    </Dialog>
  );
}
