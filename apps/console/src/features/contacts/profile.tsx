import { type Answer, Button, Facts, Panel, useAsked } from '#page-kit';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSession } from '../../session/session.js';
import { ProfileForm } from './profile-form.js';

/** What the desk knows of somebody, read first and changed when wished. */
export function Profile({ contact }: { readonly contact: Answer<'GET /contacts/{id}'> }) {
  const { t } = useTranslation('contacts');
  const { may } = useSession();
  const [isEdited, setEdited] = useState(false);
  const agents = useAsked('GET /agents', undefined).data?.items;
  const { profile } = contact;
  const known = (
    [
      ...(['company', 'department', 'plan', 'class', 'phone', 'email', 'postalAddress', 'language'] as const).map(
        (field) => [t(`fields.${field}`), profile[field]] as const,
      ),
      [t('fields.accountManager'), agents?.find(({ id }) => id === profile.accountManager)?.displayName ?? null],
      ...Object.entries(profile.fields ?? {}).map(
        ([name, value]) => [name, typeof value === 'string' ? value : JSON.stringify(value)] as const,
      ),
    ] as (readonly [string, string | null])[]
  ).filter(([, value]) => value !== null && value !== '');
  return (
    <Panel
      title={t('profile')}
      actions={
        may('tickets:write') &&
        !isEdited && (
          <Button small onClick={() => setEdited(true)}>
            {t('edit')}
          </Button>
        )
      }
    >
      {isEdited ? (
        <ProfileForm contact={contact} onDone={() => setEdited(false)} />
      ) : known.length === 0 ? (
        <p className="quiet">{t('nothingKnown')}</p>
      ) : (
        <Facts of={known} />
      )}
    </Panel>
  );
}
