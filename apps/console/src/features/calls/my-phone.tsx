import { Button, TextField, useDoing, useToasts } from '#page-kit';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { useSession } from '../../session/session.js';
import css from './calls.module.css';

/** Where my phone rings: calls there open beside what I do. */
export function MyPhone() {
  const { t } = useTranslation('calls');
  const { me } = useSession();
  const toasts = useToasts();
  const [extension, setExtension] = useState(me.extension ?? '');
  const put = useDoing('PUT /session/extension', { changes: ['GET /session'], onDone: () => toasts.show({ text: t('phoneSet') }) });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    put.mutate({ body: { extension: extension.trim() === '' ? null : extension.trim() } });
  };
  return (
    <form className={css['phone']} onSubmit={submit}>
      <TextField label={t('extension')} value={extension} size={8} inputMode="tel" onChange={(event) => setExtension(event.target.value)} />
      <Button type="submit" busy={put.isPending} disabled={extension.trim() === (me.extension ?? '')}>
        {t('set')}
      </Button>
    </form>
  );
}
