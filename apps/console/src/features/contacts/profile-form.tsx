import {
  type Answer,
  type Asking,
  Button,
  Checkbox,
  Failed,
  Notice,
  Panel,
  SelectField,
  TextField,
  useAsked,
  useDoing,
  useToasts,
} from '#page-kit';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSession } from '../../session/session.js';
import { findChanges, toDraft } from './profile-draft.js';
import css from './contacts.module.css';

type Contact = Answer<'GET /contacts/{id}'>;
const FIELDS = ['displayName', 'company', 'department', 'plan', 'class', 'phone', 'email', 'postalAddress', 'language'] as const;

/** What the desk knows of somebody. Only what was changed is sent; who saved meanwhile is not overwritten. */
export function ProfileForm({ contact }: { readonly contact: Contact }) {
  const { t } = useTranslation('contacts');
  const { may } = useSession();
  const toasts = useToasts();
  const [draft, setDraft] = useState(() => toDraft(contact));
  const agents = useAsked('GET /agents', undefined).data?.items ?? [];
  const save = useDoing('PATCH /contacts/{id}', {
    changes: ['GET /contacts/{id}', 'GET /contacts'],
    tellsFailure: true,
    onDone: () => toasts.show({ text: t('saved') }),
  });
  const changes = findChanges(toDraft(contact), draft);
  const isChanged = Object.keys(changes).length > 0;
  const locked = !may('tickets:write');
  const fields = Object.entries(contact.profile.fields ?? {});
  return (
    <Panel title={t('profile')}>
      <form
        className={css['form']}
        onSubmit={(event) => {
          event.preventDefault();
          if (isChanged)
            save.mutate({
              path: { id: contact.id },
              body: { ...(changes as Asking<'PATCH /contacts/{id}'>['body']), expectedVersion: contact.version },
            });
        }}
      >
        {FIELDS.map((field) => (
          <TextField
            key={field}
            label={t(`fields.${field}`)}
            readOnly={locked}
            value={draft[field]}
            onChange={(event) => setDraft({ ...draft, [field]: event.target.value })}
          />
        ))}
        <SelectField
          label={t('fields.accountManager')}
          disabled={locked}
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
        <Checkbox
          label={t('fields.vip')}
          disabled={locked}
          checked={draft.vip}
          onChange={(event) => setDraft({ ...draft, vip: event.target.checked })}
        />
        {fields.map(([name, value]) => (
          <div key={name}>
            <span className="quiet small">{name}</span>
            <div>{typeof value === 'string' ? value : JSON.stringify(value)}</div>
          </div>
        ))}
        <Notice>{t('saidOnly')}</Notice>
        {save.error !== null && <Failed error={save.error} />}
        {!locked && (
          <div className={css['marks']}>
            <Button look="primary" type="submit" busy={save.isPending} disabled={!isChanged}>
              {t('save')}
            </Button>
            {isChanged && <Button onClick={() => setDraft(toDraft(contact))}>{t('discard')}</Button>}
          </div>
        )}
      </form>
    </Panel>
  );
}
