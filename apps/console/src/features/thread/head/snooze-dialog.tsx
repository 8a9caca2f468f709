import { Button, Dialog, TextField } from '#page-kit';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

export function SnoozeDialog({
  open,
  onClose,
  onPick,
}: {
  readonly open: boolean;
  readonly onClose: () => void;
  readonly onPick: (until: Date) => void;
}) {
  const { t } = useTranslation('thread');
  const { t: kit } = useTranslation('kit');
  const [at, setAt] = useState('');
  const until = at === '' ? null : new Date(at);
  const isPast = until !== null && until.getTime() <= Date.now();
  return (
    <Dialog
      open={open}
      onClose={onClose}
      title={t('snooze.pick')}
      about={t('snooze.about')}
      actions={
        <>
          <Button onClick={onClose}>{kit('cancel')}</Button>
          <Button look="primary" disabled={until === null || isPast} onClick={() => until && onPick(until)}>
            {t('snooze.do')}
          </Button>
        </>
      }
    >
      <TextField
        label={t('snooze.until')}
        type="datetime-local"
        value={at}
        error={isPast ? t('snooze.past') : null}
        onChange={({ target }) => setAt(target.value)}
      />
    </Dialog>
  );
}
