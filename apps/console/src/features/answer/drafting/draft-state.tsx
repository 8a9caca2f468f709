import { Button, Notice, useFormat } from '#page-kit';
import { useTranslation } from 'react-i18next';
import type { Draft } from './draft.js';

/** When it was saved; said where it matters, quiet else. */
export function DraftState({
  savedAt,
  isUnsaved,
  isRestored,
}: {
  readonly savedAt: string | null;
  readonly isUnsaved: boolean;
  readonly isRestored: boolean;
}) {
  const { t } = useTranslation('answer');
  const format = useFormat();
  const when = savedAt === null ? '' : format.time(savedAt);
  return (
    <span className="quiet small" role="status">
      {isUnsaved ? t('draftUnsaved') : savedAt === null ? '' : isRestored ? t('draftRestored', { when }) : t('draftSaved', { when })}
    </span>
  );
}

/** The same agent went on at another place: nothing is overwritten before he chose. */
export function ElsewhereNotice({
  draft,
  onTake,
  onKeep,
}: {
  readonly draft: Draft;
  readonly onTake: () => void;
  readonly onKeep: () => void;
}) {
  const { t } = useTranslation('answer');
  const format = useFormat();
  return (
    <Notice tone="warn">
      <p>{t('draftElsewhere', { when: format.time(draft.savedAt) })}</p>
      <blockquote className="quiet small">{draft.text.slice(0, 300)}</blockquote>
      <p>
        <Button small onClick={onTake}>
          {t('takeOther')}
        </Button>{' '}
        <Button small onClick={onKeep}>
          {t('keepMine')}
        </Button>
      </p>
    </Notice>
  );
}
