import { Badge, Button, Panel, Shown, TextField, useAsked, useDoing, useFormat } from '#page-kit';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { AuthenticatorSecret } from '../../session/authenticator-secret.js';
import { ChangePassword } from '../../session/change-password.js';
import { RecoveryCodes } from '../../session/recovery-codes.js';
import css from './operating.module.css';

const CHANGES = ['GET /session/second-factor'] as const;

/** One's own password and second factor: set up, other recovery codes, taken away. */
export function MyFactor() {
  const { t } = useTranslation('operating', { keyPrefix: 'factor' });
  const { t: own } = useTranslation('session');
  const format = useFormat();
  const factor = useAsked('GET /session/second-factor', undefined);
  const [codes, setCodes] = useState<readonly string[] | null>(null);
  return (
    <div className={css['list']}>
      <Panel title={own('own.title')}>
        <ChangePassword />
      </Panel>
      <Panel title={t('title')}>
        <Shown of={factor}>
          {({ state, confirmedAt, required, recoveryCodesLeft }) => (
            <>
              <div className={css['row']}>
                <Badge tone={state === 'confirmed' ? 'good' : 'plain'}>{t(`states.${state}`)}</Badge>
                {confirmedAt && <span className="quiet">{format.exact(confirmedAt)}</span>}
                {required && <Badge tone="warn">{t('required')}</Badge>}
              </div>
              {codes && <RecoveryCodes codes={codes} onKept={() => setCodes(null)} />}
              {state === 'confirmed' ? (
                <WithFactor left={recoveryCodesLeft} required={required} onCodes={setCodes} />
              ) : (
                codes === null && <SetUp onCodes={setCodes} />
              )}
            </>
          )}
        </Shown>
      </Panel>
    </div>
  );
}

function SetUp({ onCodes }: { readonly onCodes: (codes: readonly string[]) => void }) {
  const { t } = useTranslation('operating', { keyPrefix: 'factor' });
  const [password, setPassword] = useState('');
  const [code, setCode] = useState('');
  const begin = useDoing('POST /session/second-factor', { changes: CHANGES });
  const confirm = useDoing('POST /session/second-factor/confirmation', {
    changes: CHANGES,
    onDone: ({ recoveryCodes }) => onCodes(recoveryCodes),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (begin.data) confirm.mutate({ body: { code: code.trim() } });
    else begin.mutate({ body: { password } }, { onSuccess: () => setPassword('') });
  };
  return (
    <form className={css['form']} onSubmit={submit}>
      <p className="quiet">{t('about')}</p>
      {begin.data ? (
        <>
          <AuthenticatorSecret secret={begin.data.secret} otpauthUrl={begin.data.otpauthUrl} />
          <TextField
            label={t('code')}
            autoComplete="one-time-code"
            inputMode="numeric"
            required
            value={code}
            onChange={(event) => setCode(event.target.value)}
          />
        </>
      ) : (
        <TextField
          label={t('password')}
          type="password"
          autoComplete="current-password"
          required
          value={password}
          onChange={(event) => setPassword(event.target.value)}
        />
      )}
      <div>
        <Button look="primary" type="submit" busy={begin.isPending || confirm.isPending}>
          {t(begin.data ? 'confirm' : 'begin')}
        </Button>
      </div>
    </form>
  );
}

function WithFactor({
  left,
  required,
  onCodes,
}: {
  readonly left: number;
  readonly required: boolean;
  readonly onCodes: (codes: readonly string[]) => void;
}) {
  const { t } = useTranslation('operating', { keyPrefix: 'factor' });
  const [code, setCode] = useState('');
  const renew = useDoing('POST /session/second-factor/recovery-codes', {
    changes: CHANGES,
    onDone: ({ recoveryCodes }) => onCodes(recoveryCodes),
  });
  const remove = useDoing('POST /session/second-factor/removal', { changes: CHANGES });
  const given = { body: { code: code.trim() } };
  return (
    <div className={css['form']}>
      <p className={left < 3 ? undefined : 'quiet'}>{t('left', { count: left })}</p>
      <TextField label={t('code')} autoComplete="one-time-code" value={code} onChange={(event) => setCode(event.target.value)} />
      <div className={css['row']}>
        <Button disabled={code.trim().length < 6} busy={renew.isPending} onClick={() => renew.mutate(given)}>
          {t('renew')}
        </Button>
        {!required && (
          <Button look="danger" disabled={code.trim().length < 6} busy={remove.isPending} onClick={() => remove.mutate(given)}>
            {t('remove')}
          </Button>
        )}
      </div>
    </div>
  );
}
