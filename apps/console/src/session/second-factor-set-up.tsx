import { Button, TextField, useDoing } from '#page-kit';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { AuthenticatorSecret } from './authenticator-secret.js';
import { RecoveryCodes } from './recovery-codes.js';
import css from './session.module.css';

/** Of a role that needs one: nothing else is possible before. */
export function SecondFactorSetUp({ onDone }: { readonly onDone: () => void }) {
  const { t } = useTranslation('session');
  const [password, setPassword] = useState('');
  const [code, setCode] = useState('');
  const begin = useDoing('POST /session/second-factor');
  const confirm = useDoing('POST /session/second-factor/confirmation');
  const made = begin.data;
  const codes = confirm.data?.recoveryCodes;
  return (
    <main className={css['page']}>
      <div className={css['card']}>
        <h1>{t('factorTitle')}</h1>
        {codes ? (
          <RecoveryCodes codes={codes} onKept={onDone} />
        ) : made ? (
          <form
            className={css['form']}
            onSubmit={(event) => {
              event.preventDefault();
              confirm.mutate({ body: { code: code.trim() } });
            }}
          >
            <AuthenticatorSecret secret={made.secret} otpauthUrl={made.otpauthUrl} />
            <TextField label={t('code')} autoComplete="one-time-code" required value={code} onChange={(e) => setCode(e.target.value)} />
            <Button look="primary" type="submit" busy={confirm.isPending}>
              {t('factorConfirm')}
            </Button>
          </form>
        ) : (
          <form
            className={css['form']}
            onSubmit={(event) => {
              event.preventDefault();
              begin.mutate({ body: { password } });
            }}
          >
            <TextField
              label={t('password')}
              type="password"
              autoComplete="current-password"
              required
              value={password}
              onChange={(e) => setPassword(e.target.value)}
            />
            <Button look="primary" type="submit" busy={begin.isPending}>
              {t('factorBegin')}
            </Button>
          </form>
        )}
      </div>
    </main>
  );
}
