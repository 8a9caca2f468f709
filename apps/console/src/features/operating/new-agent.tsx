import { Button, Dialog, TextField, explainProblem, useDoing, useToasts } from '#page-kit';
import { type FormEvent, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import css from './operating.module.css';
import { RoleField } from './role-field.js';

/** A login for somebody; he gets his password from who makes it, and changes it when he comes in. */
export function NewAgent({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation('operating', { keyPrefix: 'access' });
  const { t: kit } = useTranslation('kit');
  const form = useId();
  const toasts = useToasts();
  const [given, give] = useState({ email: '', displayName: '', role: 'agent', password: '' });
  const create = useDoing('POST /agents', {
    changes: ['GET /agents', 'GET /agents/work'],
    tellsFailure: true,
    onDone: ({ displayName }) => {
      toasts.show({ text: t('made', { name: displayName }) });
      onClose();
    },
  });
  const problem = create.error ? explainProblem(create.error, kit) : null;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const { displayName, ...rest } = given;
    create.mutate({ body: { ...rest, ...(displayName.trim() === '' ? {} : { displayName }) } });
  };
  return (
    <Dialog
      open
      onClose={onClose}
      title={t('newAgent')}
      actions={
        <Button look="primary" type="submit" form={form} busy={create.isPending}>
          {t('make')}
        </Button>
      }
    >
      <form id={form} className={css['form']} onSubmit={submit}>
        <TextField
          label={t('email')}
          type="email"
          required
          autoFocus
          value={given.email}
          error={problem && [problem.title, problem.about].filter(Boolean).join(' ')}
          onChange={(event) => give({ ...given, email: event.target.value })}
        />
        <TextField label={t('name')} value={given.displayName} onChange={(event) => give({ ...given, displayName: event.target.value })} />
        <RoleField value={given.role} onChange={(role) => give({ ...given, role })} />
        <TextField
          label={t('password')}
          hint={t('passwordHint')}
          type="password"
          autoComplete="new-password"
          minLength={10}
          required
          value={given.password}
          onChange={(event) => give({ ...given, password: event.target.value })}
        />
      </form>
    </Dialog>
  );
}
