import { type Answer, Button, useAsked } from '#page-kit';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSession } from '../../../session/session.js';
import css from '../contacts.module.css';
import { MergeDialog } from '../merge-dialog.js';

const SHORTEST_NAME = 2;
const MOST = 5;

/** Others of exactly the same name may be he himself: both sides are shown before anything is merged. A name proves nothing. */
export function SameName({ contact }: { readonly contact: Answer<'GET /contacts/{id}'> }) {
  const { t } = useTranslation('contacts');
  const { may } = useSession();
  const [other, setOther] = useState<string | null>(null);
  const name = contact.displayName ?? '';
  const isLooked = name.length >= SHORTEST_NAME && may('tickets:write');
  const found = useAsked('GET /contacts', { query: { name, limit: MOST } }, { enabled: isLooked }).data?.items ?? [];
  const others = found.filter(({ id, displayName }) => id !== contact.id && displayName === name);
  if (!isLooked || others.length === 0) return null;
  return (
    <div className={css['box']}>
      <strong>{t('sameName.title', { count: others.length })}</strong>
      <ul className={css['lines']}>
        {others.map(({ id, identities }) => (
          <li key={id} className={css['marks']}>
            <span className={css['address']}>{identities.map(({ raw }) => raw).join(' · ')}</span>
            <Button small icon="merge" onClick={() => setOther(id)}>
              {t('sameName.compare')}
            </Button>
          </li>
        ))}
      </ul>
      {other !== null && <MergeDialog contactId={contact.id} other={other} onClose={() => setOther(null)} />}
    </div>
  );
}
