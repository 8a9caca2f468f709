import { type Answer, Badge } from '#page-kit';
import { useTranslation } from 'react-i18next';
import css from './contacts.module.css';

export type Identity = Answer<'GET /contacts/{id}'>['identities'][number];
const ASSURANCES = { verified: 'good', claimed: 'plain', anonymous: 'plain' } as const;

/** An address of somebody, of which kind it is, and whether it is proved. */
export function IdentityWords({ identity: { scheme, raw, value, scope, assurance, undeliverable } }: { readonly identity: Identity }) {
  const { t } = useTranslation('contacts');
  const reasonOf = ({ status, reason }: { readonly status: string | null; readonly reason: string }) =>
    status?.startsWith('5.1.') === true ? t('noSuchAddress', { status }) : reason;
  const known = assurance in ASSURANCES ? (assurance as keyof typeof ASSURANCES) : 'claimed';
  return (
    <span className={css['identity']}>
      <span className="quiet small">{t(`schemes.${scheme}` as 'schemes.email', { defaultValue: scheme })}</span>
      <span className={css['address']} title={scope ?? undefined}>
        {raw || value}
      </span>
      <Badge tone={ASSURANCES[known]}>{t(`assurance.${known}`)}</Badge>
      {undeliverable && <Badge tone="bad">{t('undeliverable', { reason: reasonOf(undeliverable) })}</Badge>}
    </span>
  );
}
