import { type Answer, Button, Dialog, Failed, Notice, Shown, TextField, useAsked, useDoing, useFormat, useToasts } from '#page-kit';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import css from './contacts.module.css';

type Foreseen = Answer<'GET /contacts/{id}/erasure'>;

/** Two steps: what goes and what stays, with the reason; then his name, typed, for nobody can undo it. */
export function ErasePerson({ contactId, name }: { readonly contactId: string; readonly name: string }) {
  const { t } = useTranslation('contacts');
  const [isOpen, setOpen] = useState(false);
  return (
    <div>
      <Button look="danger" onClick={() => setOpen(true)}>
        {t('rights.eraseBegin')}
      </Button>
      {isOpen && <EraseDialog contactId={contactId} name={name} onClose={() => setOpen(false)} />}
    </div>
  );
}

function EraseDialog({ contactId, name, onClose }: { readonly contactId: string; readonly name: string; readonly onClose: () => void }) {
  const { t } = useTranslation('contacts');
  const { t: kit } = useTranslation('kit');
  const [, go] = useLocation();
  const toasts = useToasts();
  const path = { id: contactId };
  const foreseen = useAsked('GET /contacts/{id}/erasure', { path });
  const [isSure, setSure] = useState(false);
  const [typed, setTyped] = useState('');
  const erase = useDoing('POST /contacts/{id}/erasure', {
    changes: ['GET /contacts', 'GET /contacts/{id}', 'GET /contacts/{id}/erasure', 'GET /tickets'],
    tellsFailure: true,
    onDone: ({ tickets, entries, files }) => {
      toasts.show({ text: t('rights.erased', { tickets, entries, files }) });
      onClose();
      go('/contacts');
    },
  });
  const isHeld = (foreseen.data?.held.length ?? 1) > 0;
  const { tickets = 0, entries = 0 } = foreseen.data ?? {};
  const again = () => {
    setSure(false);
    erase.reset();
    void foreseen.refetch();
  };
  return (
    <Dialog
      open
      onClose={onClose}
      title={t('rights.eraseOf', { name })}
      actions={
        <>
          <Button onClick={onClose}>{kit('cancel')}</Button>
          {!isHeld &&
            (isSure ? (
              <Button
                look="danger"
                disabled={typed.trim() !== name.trim()}
                busy={erase.isPending}
                onClick={() => erase.mutate({ path, body: { tickets, entries } }, { onError: () => void foreseen.refetch() })}
              >
                {t('rights.eraseDo')}
              </Button>
            ) : (
              <Button look="danger" onClick={() => setSure(true)}>
                {t('rights.eraseGoOn')}
              </Button>
            ))}
        </>
      }
    >
      <Shown of={foreseen} lines={5}>
        {(shown) =>
          isSure ? (
            <div className={css['form']}>
              <Notice tone="warn">{t('rights.eraseFinal')}</Notice>
              <TextField
                label={t('rights.eraseType', { name })}
                autoFocus
                autoComplete="off"
                value={typed}
                onChange={({ target }) => setTyped(target.value)}
              />
              {erase.error !== null && (
                <>
                  <Failed error={erase.error} />
                  <Button onClick={again}>{t('rights.lookAgain')}</Button>
                </>
              )}
            </div>
          ) : (
            <WhatHappens foreseen={shown} />
          )
        }
      </Shown>
    </Dialog>
  );
}

function WhatHappens({ foreseen: { tickets, entries, kept, logUntil, held } }: { readonly foreseen: Foreseen }) {
  const { t } = useTranslation('contacts');
  const format = useFormat();
  if (held.length > 0)
    return (
      <Notice tone="bad">
        <p>{t('rights.eraseHeld')}</p>
        <p>{format.list(held.map((each) => (each.startsWith('ticket ') ? each.slice('ticket '.length) : t('rights.thePerson'))))}</p>
      </Notice>
    );
  const stays = [
    ...(kept.until === null ? [] : [t('rights.staysRecordings', { count: kept.entries, until: format.day(kept.until) })]),
    t('rights.staysLog', { until: format.day(logUntil) }),
    t('rights.staysFigures'),
    t('rights.staysOthers'),
    t('rights.staysBackups'),
  ];
  return (
    <div className={css['stack']}>
      <h3>{t('rights.goes')}</h3>
      <ul className={css['points']}>
        <li>{t('rights.goesPerson')}</li>
        <li>{t('rights.goesWords', { tickets, entries })}</li>
        <li>{t('rights.goesRecords')}</li>
      </ul>
      <h3>{t('rights.stays')}</h3>
      <ul className={css['points']}>
        {stays.map((each) => (
          <li key={each}>{each}</li>
        ))}
      </ul>
      <p className="quiet small">{t('rights.exportFirst')}</p>
    </div>
  );
}
