import { Button, Dialog, Failed, Notice, Shown, TextField, useAsked, useDoing, useToasts } from '#page-kit';
import { useDeferredValue, useState } from 'react';
import { useTranslation } from 'react-i18next';
import css from './contacts.module.css';
import { MergeSide } from './merge-side.js';
import { toContactQuery } from './to-contact-query.js';

const MOST = 8;
const TOUCHED = ['GET /contacts', 'GET /contacts/{id}', 'GET /contacts/{id}/merges', 'GET /tickets', 'GET /tickets/{id}'] as const;

/** Finds another contact, shows both sides, and makes them one. `other`: who was suggested. */
export function MergeDialog({
  contactId,
  other,
  onClose,
}: {
  readonly contactId: string;
  readonly other?: string;
  readonly onClose: () => void;
}) {
  const { t } = useTranslation('contacts');
  const toasts = useToasts();
  const [words, setWords] = useState('');
  const [chosen, choose] = useState<string | null>(other ?? null);
  const query = toContactQuery(useDeferredValue(words));
  const found = useAsked('GET /contacts', { query: { limit: MOST, ...query } }, { enabled: chosen === null, keep: true });
  const undo = useDoing('DELETE /contacts/{id}/merges/{mergeId}', { changes: TOUCHED });
  const merge = useDoing('POST /contacts/{id}/merges', {
    changes: TOUCHED,
    tellsFailure: true,
    onDone: ({ id: mergeId, intoContact }) => {
      onClose();
      toasts.show({
        text: t('merges.done'),
        forMs: 10_000,
        action: { label: t('undo'), run: () => undo.mutate({ path: { id: intoContact, mergeId } }) },
      });
    },
  });
  return (
    <Dialog
      open
      onClose={onClose}
      look="wide"
      title={t('merges.merge')}
      about={t('merges.about')}
      actions={
        chosen !== null && (
          <>
            <Button onClick={() => choose(null)}>{t('merges.another')}</Button>
            <Button
              look="primary"
              icon="merge"
              busy={merge.isPending}
              onClick={() => merge.mutate({ path: { id: contactId }, body: { contactId: chosen } })}
            >
              {t('merges.doIt')}
            </Button>
          </>
        )
      }
    >
      {chosen === null ? (
        <>
          <TextField
            label={t('find')}
            hint={t('findHint')}
            type="search"
            value={words}
            onChange={(event) => setWords(event.target.value)}
          />
          <Shown of={found}>
            {({ items }) => (
              <ul className={css['choices']}>
                {items
                  .filter(({ id }) => id !== contactId)
                  .map(({ id, displayName, identities }) => (
                    <li key={id}>
                      <button type="button" className={css['choice']} onClick={() => choose(id)}>
                        <strong>{displayName ?? t('unnamed')}</strong>
                        <span className="quiet small">{identities.map(({ raw }) => raw).join(' · ')}</span>
                      </button>
                    </li>
                  ))}
                {items.every(({ id }) => id === contactId) && <li className="quiet">{t('noneFound')}</li>}
              </ul>
            )}
          </Shown>
        </>
      ) : (
        <>
          <div className={css['two']}>
            <MergeSide contactId={contactId} title={t('merges.stays')} />
            <MergeSide contactId={chosen} title={t('merges.comesOver')} />
          </div>
          <Notice>{t('merges.result')}</Notice>
          {merge.error !== null && <Failed error={merge.error} />}
        </>
      )}
    </Dialog>
  );
}
