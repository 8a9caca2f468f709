import { type Answer, Button, Failed, Notice, SelectField, TextField, useAsked, useDoing, useToasts } from '#page-kit';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSession } from '../../session/session.js';
import css from './contacts.module.css';
import { findSenders } from './find-senders.js';

const SENT_TO = ['email', 'phone'];

/** Proves that an address is his: a code goes there, and he tells it by another way. Agents do not see it. */
export function Confirmation({ contact }: { readonly contact: Answer<'GET /contacts/{id}'> }) {
  const { t } = useTranslation('contacts');
  const { may } = useSession();
  const toasts = useToasts();
  const [isOpen, setOpen] = useState(false);
  const [address, setAddress] = useState('');
  const [sender, setSender] = useState('');
  const [code, setCode] = useState('');
  const inboxes = useAsked('GET /inboxes', undefined, { enabled: isOpen }).data?.items ?? [];
  const ticket = useAsked('GET /tickets', { query: { contact: contact.id, limit: 1 } }, { enabled: isOpen }).data?.items[0];
  const unproved = contact.identities.filter(({ scheme, assurance }) => SENT_TO.includes(scheme) && assurance !== 'verified');
  const chosen = unproved.find(({ value }) => value === address) ?? unproved[0];
  const senders = chosen === undefined ? [] : findSenders(inboxes, chosen.scheme);
  const send = useDoing('POST /tickets/{id}/confirmations', { tellsFailure: true });
  const answer = useDoing('POST /contacts/{contactId}/confirmations/{id}/answers', {
    changes: ['GET /contacts/{id}', 'GET /contacts', 'GET /contacts/{id}/merges'],
    tellsFailure: true,
    onDone: () => {
      setOpen(false);
      setCode('');
      send.reset();
      toasts.show({ text: t('confirm.proved') });
    },
  });
  if (!may('tickets:write') || chosen === undefined) return null;
  if (!isOpen)
    return (
      <div>
        <Button small icon="shield" onClick={() => setOpen(true)}>
          {t('confirm.begin')}
        </Button>
      </div>
    );
  const inboxId = sender || senders[0]?.id;
  return (
    <div className={css['box']}>
      <p className="quiet small">{t('confirm.about')}</p>
      {send.data === undefined ? (
        <>
          <SelectField label={t('confirm.address')} value={chosen.value} onChange={(event) => setAddress(event.target.value)}>
            {unproved.map(({ scheme, value, raw }) => (
              <option key={`${scheme} ${value}`} value={value}>
                {raw || value}
              </option>
            ))}
          </SelectField>
          <SelectField label={t('confirm.by')} value={inboxId ?? ''} onChange={(event) => setSender(event.target.value)}>
            {senders.map(({ id, displayName }) => (
              <option key={id} value={id}>
                {displayName ?? id}
              </option>
            ))}
          </SelectField>
          {senders.length === 0 && <Notice tone="warn">{t('confirm.noSender')}</Notice>}
          {send.error !== null && <Failed error={send.error} />}
          <div className={css['marks']}>
            <Button
              look="primary"
              small
              busy={send.isPending}
              disabled={inboxId === undefined || ticket === undefined}
              onClick={() =>
                send.mutate({ path: { id: ticket!.id }, body: { scheme: chosen.scheme, value: chosen.value, inboxId: inboxId! } })
              }
            >
              {t('confirm.send')}
            </Button>
            <Button small onClick={() => setOpen(false)}>
              {t('cancel')}
            </Button>
          </div>
        </>
      ) : (
        <>
          <TextField
            label={t('confirm.code')}
            inputMode="numeric"
            autoComplete="off"
            value={code}
            onChange={(event) => setCode(event.target.value.replace(/\D/g, ''))}
          />
          {answer.error !== null && <Failed error={answer.error} />}
          <div className={css['marks']}>
            <Button
              look="primary"
              small
              busy={answer.isPending}
              disabled={code.length < 6}
              onClick={() => answer.mutate({ path: { contactId: contact.id, id: send.data!.id }, body: { code } })}
            >
              {t('confirm.check')}
            </Button>
            <Button small onClick={() => send.reset()}>
              {t('confirm.again')}
            </Button>
          </div>
        </>
      )}
    </div>
  );
}
