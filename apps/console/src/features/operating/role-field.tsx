import { SelectField, useAsked } from '#page-kit';
import { useTranslation } from 'react-i18next';

export function RoleField({ value, onChange }: { readonly value: string; readonly onChange: (role: string) => void }) {
  const { t } = useTranslation('operating', { keyPrefix: 'access' });
  const roles = useAsked('GET /agents/roles', undefined);
  const keys = [...new Set([...(roles.data?.items.map(({ key }) => key) ?? []), value])];
  return (
    <SelectField label={t('role')} value={value} onChange={(event) => onChange(event.target.value)}>
      {keys.map((key) => (
        <option key={key} value={key}>
          {key === 'agent' || key === 'supervisor' || key === 'admin' ? t(`roleNames.${key}`) : key}
        </option>
      ))}
    </SelectField>
  );
}
