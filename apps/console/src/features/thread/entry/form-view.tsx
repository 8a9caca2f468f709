import { useTranslation } from 'react-i18next';
import type { PartOf } from '../entry.js';
import css from './entry.module.css';

export function FormView({ part }: { readonly part: PartOf<'form'> }) {
  const { t } = useTranslation('thread');
  return (
    <table className={css['form']}>
      <caption className="visually-hidden">{t('formFields')}</caption>
      <tbody>
        {part.fields.map(({ name, label, value }) => (
          <tr key={name}>
            <th scope="row">{label ?? name}</th>
            <td>{showValue(value)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** A value of a desk's own field, as it was given. */
export function showValue(value: unknown): string {
  if (value === null || value === undefined || value === '') return '–';
  if (Array.isArray(value)) return value.map(showValue).join(', ');
  if (typeof value === 'boolean') return value ? '✓' : '✗';
  return typeof value === 'object' ? JSON.stringify(value) : String(value as string | number);
}
