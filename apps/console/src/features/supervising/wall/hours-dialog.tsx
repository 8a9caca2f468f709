import { type Answer, Button, Dialog, Failed, SelectField, TextField, useDoing, usePickText, useToasts } from '#page-kit';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { toMoment } from './moment-today.js';

export type ChannelHours = Answer<'GET /hours'>['channels'][number];

/** Opens a channel longer, or closes it, for today. Clocks, notices and acknowledgements follow. */
export function HoursDialog({ channel, onClose }: { readonly channel: ChannelHours; readonly onClose: () => void }) {
  const { t } = useTranslation('supervising');
  const pick = usePickText();
  const toasts = useToasts();
  const [opens, setOpens] = useState(true);
  const [until, setUntil] = useState('');
  const [reason, setReason] = useState('');
  const withdraw = useDoing('DELETE /hours/{channel}/overrides/{overrideId}', {
    changes: ['GET /hours', 'GET /hours/{channel}/overrides'],
  });
  const change = useDoing('POST /hours/{channel}/overrides', {
    changes: ['GET /hours', 'GET /hours/{channel}/overrides'],
    tellsFailure: true,
    onDone: ({ id }) => {
      onClose();
      toasts.show({
        text: t('hours.done', { channel: pick(channel.name) }),
        forMs: 10_000,
        action: { label: t('undo'), run: () => withdraw.mutate({ path: { channel: channel.channel, overrideId: id } }) },
      });
    },
  });
  const submit = () =>
    change.mutate({ path: { channel: channel.channel }, body: { opens, to: toMoment(until, channel.zone, Date.now()), reason } });
  return (
    <Dialog
      open
      onClose={onClose}
      title={t('hours.changeOf', { channel: pick(channel.name) })}
      about={t('hours.about', { zone: channel.zone })}
      actions={
        <>
          <Button onClick={onClose}>{t('cancel')}</Button>
          <Button look="primary" busy={change.isPending} disabled={until === '' || reason.trim() === ''} onClick={submit}>
            {t(opens ? 'hours.extend' : 'hours.close')}
          </Button>
        </>
      }
    >
      <SelectField label={t('hours.what')} value={opens ? 'open' : 'close'} onChange={(event) => setOpens(event.target.value === 'open')}>
        <option value="open">{t('hours.extend')}</option>
        <option value="close">{t('hours.close')}</option>
      </SelectField>
      <TextField label={t('hours.until')} type="time" required value={until} onChange={(event) => setUntil(event.target.value)} />
      <TextField
        label={t('hours.reason')}
        hint={t('hours.reasonHint')}
        value={reason}
        onChange={(event) => setReason(event.target.value)}
      />
      {change.error !== null && <Failed error={change.error} />}
    </Dialog>
  );
}
