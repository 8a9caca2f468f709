import { ApiProblem, Button, Notice, TextField, explainProblem, useAsked, useDoing } from '#page-kit';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { LanguageChoice } from '../shell/language-choice.js';
import css from './session.module.css';

export function SignIn({ onDone, wasIn }: { readonly onDone: () => void; readonly wasIn: boolean }) {
  const { t } = useTranslation('session');
  const { t: kit } = useTranslation('kit');
  const methods = useAsked('GET /session/methods', undefined);
  const [given, give] = useState({ email: '', password: '', code: '' });
  const [asksCode, setAsksCode] = useState(false);
  const logIn = useDoing('POST /session', { tellsFailure: true, onDone });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const { email, password, code } = given;
    logIn.mutate(
      { body: { email, password, ...(asksCode ? { code: code.trim() } : {}) } },
      { onError: (error) => error instanceof ApiProblem && error.code === 'second_factor_needed' && setAsksCode(true) },
    );
  };
  const fault = (() => {
    if (!(logIn.error instanceof ApiProblem)) return logIn.error ? explainProblem(logIn.error, kit).title : null;
    const known: Record<string, string | null> = {
      login_refused: t('refused'),
      second_factor_refused: t('codeRefused'),
      rate_limited: t('tooOften'),
      second_factor_needed: null,
    };
    return logIn.error.code in known ? known[logIn.error.code]! : String(logIn.error.body['detail'] ?? '');
  })();
  const oidc = methods.data?.oidc;
  return (
    <main className={css['page']}>
      <div className={css['card']}>
        <h1>{t('title')}</h1>
        <p className="quiet">{wasIn ? t('again') : t('about')}</p>
        {fault && <Notice tone="bad">{fault}</Notice>}
        {methods.data?.passwords !== 'nobody' && (
          <form onSubmit={submit} className={css['form']}>
            <TextField
              label={t('email')}
              type="email"
              autoComplete="username"
              required
              autoFocus
              value={given.email}
              onChange={(e) => give({ ...given, email: e.target.value })}
            />
            <TextField
              label={t('password')}
              type="password"
              autoComplete="current-password"
              required
              value={given.password}
              onChange={(e) => give({ ...given, password: e.target.value })}
            />
            {asksCode && (
              <TextField
                label={t('code')}
                hint={t('codeHint')}
                inputMode="text"
                autoComplete="one-time-code"
                required
                autoFocus
                value={given.code}
                onChange={(e) => give({ ...given, code: e.target.value })}
              />
            )}
            <Button look="primary" type="submit" busy={logIn.isPending}>
              {t('signIn')}
            </Button>
          </form>
        )}
        {oidc && (
          <a className={css['provider']} href={oidc.href}>
            {t('signInWith', { name: oidc.name })}
          </a>
        )}
        <LanguageChoice />
      </div>
    </main>
  );
}
