import { type Answer, Badge, Button, Shown, useAsked, useDoing, useFormat, useToasts } from '#page-kit';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSession } from '../../session/session.js';
import css from './contacts.module.css';
import { MergeDialog } from './merge-dialog.js';

const TOUCHED = ['GET /contacts', 'GET /contacts/{id}', 'GET /contacts/{id}/merges', 'GET /tickets', 'GET /tickets/{id}'] as const;

/** Contacts that were made one with this: what came over, why, and the way back. */
export function Merges({ contact }: { readonly contact: Answer<'GET /contacts/{id}'> }) {
  const { t } = useTranslation('contacts');
  const { may } = useSession();
  const format = useFormat();
  const toasts = useToasts();
  const merges = useAsked('GET /contacts/{id}/merges', { path: { id: contact.id } });
  const [isMerging, setMerging] = useState(false);
  const undo = useDoing('DELETE /contacts/{id}/merges/{mergeId}', {
    changes: TOUCHED,
    onDone: () => toasts.show({ text: t('merges.undone') }),
  });
  return (
    <div className={css['stack']}>
      {may('tickets:write') && (
        <div>
          <Button icon="merge" onClick={() => setMerging(true)}>
            {t('merges.merge')}
          </Button>
        </div>
      )}
      <Shown of={merges}>
        {({ items }) =>
          items.length === 0 ? (
            <p className="quiet">{t('merges.none')}</p>
          ) : (
            <ul className={css['stack']}>
              {items.map(({ id, reason, identities, actor, madeAt, undoneAt, intoContact }) => (
                <li key={id} className={css['box']}>
                  <span className={css['marks']}>
                    <strong>{t(`merges.reasons.${reason}`)}</strong>
                    <span className="quiet small">{[format.exact(madeAt), actor.displayName].filter(Boolean).join(' · ')}</span>
                    {undoneAt && <Badge>{t('merges.undoneAt', { at: format.time(undoneAt) })}</Badge>}
                  </span>
                  <p className="small">{t(undoneAt ? 'merges.wentOver' : 'merges.goesBack')}</p>
                  <ul className={css['lines']}>
                    {identities.map(({ scheme, value }) => (
                      <li key={`${scheme} ${value}`}>
                        <span className="quiet small">{t(`schemes.${scheme}` as 'schemes.email', { defaultValue: scheme })}</span> {value}
                      </li>
                    ))}
                  </ul>
                  {!undoneAt && may('tickets:write') && (
                    <div>
                      <Button
                        small
                        icon="undo"
                        busy={undo.isPending}
                        onClick={() => undo.mutate({ path: { id: intoContact, mergeId: id } })}
                      >
                        {t('merges.undo')}
                      </Button>
                    </div>
                  )}
                </li>
              ))}
            </ul>
          )
        }
      </Shown>
      {isMerging && <MergeDialog contactId={contact.id} onClose={() => setMerging(false)} />}
    </div>
  );
}
