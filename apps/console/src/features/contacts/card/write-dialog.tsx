import { type Answer, Button, Dialog, Failed, Notice, SelectField, TextArea, TextField, useAsked, useDoing } from '#page-kit';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { findSenders } from '../find-senders.js';

/** Tickets by hand are numbered by how the customer came; desks have this origin unless their file says otherwise. */
const ORIGIN = 'call';

/** Writes to somebody first: a new ticket with the message, by a channel that may. */
export function WriteDialog({ contact, onClose }: { readonly contact: Answer<'GET /contacts/{id}'>; readonly onClose: () => void }) {
  const { t } = useTranslation('contacts');
  const [, go] = useLocation();
  const [way, setWay] = useState('');
  const [subject, setSubject] = useState('');
  const [text, setText] = useState('');
  const inboxes = useAsked('GET /inboxes', undefined);
  const ways = contact.identities.flatMap((identity) =>
    findSenders(inboxes.data?.items ?? [], identity.scheme).map((inbox) => ({ key: `${inbox.id} ${identity.value}`, inbox, identity })),
  );
  const chosen = ways.find(({ key }) => key === way) ?? ways[0];
  const write = useDoing('POST /tickets', {
    changes: ['GET /tickets'],
    tellsFailure: true,
    onDone: ({ id }) => {
      onClose();
      go(`/tickets/${id}`);
    },
  });
  return (
    <Dialog
      open
      onClose={onClose}
      title={t('write.title')}
      about={t('write.about')}
      actions={
        <>
          <Button onClick={onClose}>{t('cancel')}</Button>
          <Button
            look="primary"
            icon="send"
            busy={write.isPending}
            disabled={chosen === undefined || subject.trim() === '' || text.trim() === ''}
            onClick={() =>
              write.mutate({
                body: {
                  ...{ contact: { id: contact.id }, subject: subject.trim(), origin: ORIGIN },
                  message: {
                    ...{ text, inboxId: chosen!.inbox.id },
                    to: [{ scheme: chosen!.identity.scheme, value: chosen!.identity.value }],
                  },
                },
              })
            }
          >
            {t('write.send')}
          </Button>
        </>
      }
    >
      {inboxes.data && ways.length === 0 ? (
        <Notice tone="warn">{t('write.noWay')}</Notice>
      ) : (
        <SelectField label={t('write.way')} value={chosen?.key ?? ''} onChange={(event) => setWay(event.target.value)}>
          {ways.map(({ key, inbox, identity }) => (
            <option key={key} value={key}>
              {t('write.choice', { inbox: inbox.displayName ?? inbox.id, address: identity.raw || identity.value })}
            </option>
          ))}
        </SelectField>
      )}
      <TextField label={t('write.subject')} value={subject} onChange={(event) => setSubject(event.target.value)} />
      <TextArea label={t('write.text')} rows={8} value={text} onChange={(event) => setText(event.target.value)} />
      {write.error !== null && <Failed error={write.error} />}
    </Dialog>
  );
}
