import { Badge, Button, Failed, Icon, Notice, Panel, Shown, TextField, useAsked, useDoing, useFormat } from '#page-kit';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSession } from '../../session/session.js';
import css from './contacts.module.css';
import { ErasePerson } from './erase-person.js';

/** What law asks for: to hold, to hand out, to forget (for whom may). */
export function Rights({ contactId, name }: { readonly contactId: string; readonly name: string }) {
  const { t } = useTranslation('contacts');
  const { may } = useSession();
  if (!may('people:erase')) return <Notice>{t('rights.mayNot')}</Notice>;
  return (
    <div className={css['stack']}>
      <Holds contactId={contactId} />
      <Panel title={t('rights.export')}>
        <p>{t('rights.exportAbout')}</p>
        <div>
          <a className={css['download']} href={`/api/v1/contacts/${contactId}/export`} download={`contact-${contactId}.zip`}>
            <Icon name="download" size={16} /> {t('rights.exportDo')}
          </a>
        </div>
      </Panel>
      <Panel title={t('rights.erase')}>
        <p>{t('rights.eraseAbout')}</p>
        <ErasePerson contactId={contactId} name={name} />
      </Panel>
    </div>
  );
}

function Holds({ contactId }: { readonly contactId: string }) {
  const { t } = useTranslation('contacts');
  const format = useFormat();
  const [reason, setReason] = useState('');
  const holds = useAsked('GET /holds', undefined);
  const lift = useDoing('DELETE /holds/{holdId}', { changes: ['GET /holds'] });
  const place = useDoing('POST /holds', { changes: ['GET /holds'], tellsFailure: true, onDone: () => setReason('') });
  return (
    <Panel title={t('rights.hold')}>
      <p className="quiet">{t('rights.holdAbout')}</p>
      <Shown of={holds}>
        {({ items }) => (
          <ul className={css['stack']}>
            {items
              .filter((hold) => hold.contactId === contactId)
              .map(({ id, reason: why, placedAt, placedBy, liftedAt }) => (
                <li key={id} className={css['box']}>
                  <span className={css['marks']}>
                    <Badge tone={liftedAt ? 'plain' : 'warn'}>{t(liftedAt ? 'rights.lifted' : 'rights.held')}</Badge>
                    <strong>{why}</strong>
                  </span>
                  <span className="quiet small">{[format.exact(placedAt), placedBy.displayName].filter(Boolean).join(' · ')}</span>
                  {!liftedAt && (
                    <div>
                      <Button small busy={lift.isPending} onClick={() => lift.mutate({ path: { holdId: id } })}>
                        {t('rights.lift')}
                      </Button>
                    </div>
                  )}
                </li>
              ))}
          </ul>
        )}
      </Shown>
      <form
        className={css['form']}
        onSubmit={(event) => {
          event.preventDefault();
          if (reason.trim()) place.mutate({ body: { contactId, reason: reason.trim() } });
        }}
      >
        <TextField label={t('rights.reason')} value={reason} onChange={(event) => setReason(event.target.value)} />
        {place.error !== null && <Failed error={place.error} />}
        <div>
          <Button type="submit" busy={place.isPending} disabled={reason.trim() === ''}>
            {t('rights.place')}
          </Button>
        </div>
      </form>
    </Panel>
  );
}
