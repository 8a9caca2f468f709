import { Button, Checkbox, CopyText, Dialog, Notice, TextField, useDoing } from '#page-kit';
import { type FormEvent, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Scope } from '../../feature.js';
import css from './operating.module.css';

export const SCOPES: readonly Scope[] = [
  ...(['tickets:read', 'tickets:write', 'tickets:sealed', 'recordings:hear', 'reports:read', 'knowledge:write'] as const),
  ...(['supervise', 'bot', 'audit:read', 'webhooks:write', 'desk:write', 'people:erase', 'admin'] as const),
];

/** The key itself is shown in this dialog and never again. */
export function NewKey({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation('operating', { keyPrefix: 'keys' });
  const form = useId();
  const [name, setName] = useState('');
  const [scopes, setScopes] = useState<readonly Scope[]>(['tickets:read']);
  const make = useDoing('POST /api-keys', { changes: ['GET /api-keys'] });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    make.mutate({ body: { name, scopes: [...scopes] } });
  };
  const made = make.data;
  return (
    <Dialog
      open
      onClose={onClose}
      look="wide"
      title={made ? t('madeTitle', { name: made.name }) : t('new')}
      actions={
        made ? (
          <Button look="primary" onClick={onClose}>
            {t('kept')}
          </Button>
        ) : (
          <Button look="primary" type="submit" form={form} busy={make.isPending} disabled={scopes.length === 0}>
            {t('make')}
          </Button>
        )
      }
    >
      {made ? (
        <div className={css['form']}>
          <Notice tone="warn">{t('once')}</Notice>
          <CopyText text={made.key} label={t('key')} />
          <p className="quiet">{t('example')}</p>
          <CopyText text={`curl -H "Authorization: Bearer ${made.key}" ${location.origin}/api/v1/tickets`} label={t('example')} />
        </div>
      ) : (
        <form id={form} className={css['form']} onSubmit={submit}>
          <TextField
            label={t('name')}
            hint={t('nameHint')}
            required
            autoFocus
            maxLength={100}
            value={name}
            onChange={(event) => setName(event.target.value)}
          />
          <fieldset className={css['fieldset']}>
            <legend>{t('scopes')}</legend>
            <div className={css['rights']}>
              {SCOPES.map((scope) => (
                <Checkbox
                  key={scope}
                  label={scope}
                  hint={t(`scopeAbout.${scope.replace(':', '_') as 'admin'}`)}
                  checked={scopes.includes(scope)}
                  onChange={(event) => setScopes(event.target.checked ? [...scopes, scope] : scopes.filter((each) => each !== scope))}
                />
              ))}
            </div>
          </fieldset>
        </form>
      )}
    </Dialog>
  );
}
