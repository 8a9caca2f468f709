import {
  type Answer,
  type Asking,
  Button,
  Checkbox,
  Failed,
  forget,
  Notice,
  SelectField,
  TextField,
  useAsked,
  useDoing,
  useToasts,
} from '#page-kit';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { findChanges, toDraft } from './profile-draft.js';
import css from './contacts.module.css';

type Contact = Answer<'GET /contacts/{id}'>;
const FIELDS = ['displayName', 'company', 'department', 'plan', 'class', 'phone', 'email', 'postalAddress', 'language'] as const;

/** What the desk knows of somebody. Only what was changed is sent; who saved meanwhile is not overwritten. */
export function ProfileForm({ contact, onDone }: { readonly contact: Contact; readonly onDone: () => void }) {
  const { t } = useTranslation('contacts');
  const toasts = useToasts();
  const [before] = useState(() => toDraft(contact));
  const [draft, setDraft] = useState(before);
  const cache = useQueryClient();
  const agents = useAsked('GET /agents', undefined).data?.items ?? [];
  const save = useDoing('PATCH /contacts/{id}', {
    changes: ['GET /contacts/{id}', 'GET /contacts'],
    tellsFailure: true,
    onDone: () => {
      onDone();
      toasts.show({ text: t('saved') });
    },
  });
  const changes = findChanges(before, draft);
  // What somebody else saved while this form was open: told, and what was typed here stays.
  const meanwhile = Object.entries(findChanges(before, toDraft(contact)));
  const isChanged = Object.keys(changes).length > 0;
  return (
    <>
      <form
        className={css['form']}
        onSubmit={(event) => {
          event.preventDefault();
          if (isChanged)
            save.mutate(
              {
                path: { id: contact.id },
                body: { ...(changes as Asking<'PATCH /contacts/{id}'>['body']), expectedVersion: contact.version },
              },
              { onError: () => forget(cache, 'GET /contacts/{id}', { id: contact.id }) },
            );
        }}
      >
        {FIELDS.map((field) => (
          <TextField
            key={field}
            label={t(`fields.${field}`)}
            value={draft[field]}
            onChange={(event) => setDraft({ ...draft, [field]: event.target.value })}
          />
        ))}
        <SelectField
          label={t('fields.accountManager')}
          value={draft.accountManager}
          onChange={(event) => setDraft({ ...draft, accountManager: event.target.value })}
        >
          <option value="">{t('nobody')}</option>
          {agents.map(({ id, displayName }) => (
            <option key={id} value={id}>
              {displayName}
            </option>
          ))}
        </SelectField>
        <Checkbox label={t('fields.vip')} checked={draft.vip} onChange={(event) => setDraft({ ...draft, vip: event.target.checked })} />
        <Notice>{t('saidOnly')}</Notice>
        {meanwhile.length > 0 && (
          <Notice tone="warn">
            {t('meanwhile', {
              what: meanwhile.map(([name, value]) => `${t(`fields.${name}` as 'fields.company')}: ${String(value ?? '–')}`).join(' · '),
            })}
          </Notice>
        )}
        {save.error !== null && <Failed error={save.error} />}
        <div className={css['marks']}>
          <Button look="primary" type="submit" busy={save.isPending} disabled={!isChanged}>
            {t('save')}
          </Button>
          <Button onClick={onDone}>{t('discard')}</Button>
        </div>
      </form>
    </>
  );
}
