import { Badge, Button, CopyText, Failed, Notice, Panel, Shown, TextField, useAsked, useDoing, useFormat } from '#page-kit';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSession } from '../../session/session.js';
import css from './contacts.module.css';

/** What law asks for: to hold, to hand out, to forget (for whom may). */
export function Rights({ contactId }: { readonly contactId: string }) {
  const { t } = useTranslation('contacts');
  const { may } = useSession();
  if (!may('people:erase')) return <Notice>{t('rights.mayNot')}</Notice>;
  return (
    <div className={css['stack']}>
      <Holds contactId={contactId} />
      <Panel title={t('rights.export')}>
        <p>{t('rights.exportAbout')}</p>
        <CopyText label={t('rights.export')} text={`npm run --silent admin -- export-contact ${contactId} ./contact-${contactId}`} />
      </Panel>
      <Panel title={t('rights.erase')}>
        <p>{t('rights.eraseAbout')}</p>
        <CopyText label={t('rights.erase')} text={`npm run --silent admin -- delete-contact ${contactId} --yes`} />
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
