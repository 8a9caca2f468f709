import { ApiProblem, Button, TextField, explainProblem, useDoing, useToasts } from '#page-kit';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSession } from './session.js';
import css from './session.module.css';

/** One's own password: other logins of it end. */
export function ChangePassword({ onDone }: { readonly onDone?: () => void }) {
  const { t } = useTranslation('session', { keyPrefix: 'own' });
  const { t: kit } = useTranslation('kit');
  const { me } = useSession();
  const toasts = useToasts();
  const [given, give] = useState({ old: '', new: '' });
  const change = useDoing('PUT /session/password', {
    tellsFailure: true,
    onDone: () => {
      give({ old: '', new: '' });
      toasts.show({ text: t('done') });
      onDone?.();
    },
  });
  const code = change.error instanceof ApiProblem ? change.error.code : null;
  const other = change.error && code !== 'login_refused' && code !== 'password_weak' ? explainProblem(change.error, kit).title : null;
  return (
    <form
      className={css['form']}
      onSubmit={(event: FormEvent) => {
        event.preventDefault();
        change.mutate({ body: given });
      }}
    >
      <input type="text" autoComplete="username" value={me.email} readOnly hidden />
      <div className={css['pair']}>
        <TextField
          label={t('old')}
          type="password"
          autoComplete="current-password"
          required
          value={given.old}
          error={code === 'login_refused' ? t('wrong') : other}
          onChange={(event) => give({ ...given, old: event.target.value })}
        />
        <TextField
          label={t('new')}
          hint={t('newHint')}
          type="password"
          autoComplete="new-password"
          minLength={12}
          required
          value={given.new}
          error={code === 'password_weak' ? t('weak') : null}
          onChange={(event) => give({ ...given, new: event.target.value })}
        />
      </div>
      <div>
        <Button type="submit" busy={change.isPending}>
          {t('change')}
        </Button>
      </div>
    </form>
  );
}
