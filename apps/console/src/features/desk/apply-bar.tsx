import { Badge, Button } from '#page-kit';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ApplyDialog } from './apply-dialog.js';
import css from './desk.module.css';
import type { DeskDraft } from './use-desk-draft.js';

/** Where the draft stands; stays in sight while one scrolls. */
export function ApplyBar({ draft }: { readonly draft: DeskDraft }) {
  const { t } = useTranslation('desk');
  const [asks, setAsks] = useState(false);
  const { faults, changes, isChecking, version } = draft;
  const state =
    faults.length > 0 && !isChecking ? 'faulty' : isChecking || changes === null ? 'checking' : changes.length > 0 ? 'changed' : 'same';
  const isDraft = state !== 'same';
  return (
    <div className={css['bar']}>
      <div role="status">
        <Badge tone={state === 'faulty' ? 'bad' : state === 'changed' ? 'accent' : 'plain'}>
          {state === 'faulty'
            ? t('states.faulty', { count: faults.length })
            : state === 'changed'
              ? t('states.changed', { count: changes?.length ?? 0 })
              : t(`states.${state}`)}
        </Badge>
      </div>
      <span className="quiet small">{version === 0 ? t('noVersion') : t('version', { version })}</span>
      <div className={css['end']}>
        {isDraft && state !== 'checking' && <Button onClick={() => draft.restart()}>{t('discard')}</Button>}
        <Button look="primary" disabled={state !== 'changed'} onClick={() => setAsks(true)}>
          {t('review')}
        </Button>
      </div>
      {asks && changes !== null && <ApplyDialog draft={draft} changes={changes} onClose={() => setAsks(false)} />}
    </div>
  );
}
