import { SelectField, TextArea, TextField } from '#page-kit';
import { useTranslation } from 'react-i18next';
import { useDeskWords } from '../../../shell/desk-names.js';

interface MissingFieldProps {
  readonly field: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
}

const TYPES: Readonly<Record<string, string>> = { email: 'email', phone: 'tel', date: 'date', number: 'number' };

/** A field of the desk that is filled on the way, asked for as it is kept. */
export function MissingField({ field, value, onChange }: MissingFieldProps) {
  const { t } = useTranslation('thread');
  const words = useDeskWords();
  const choices = words.choices(field);
  const kind = words.fieldKind(field);
  const about = { label: words.field(field), value };
  if (choices.length > 0)
    return (
      <SelectField {...about} onChange={({ target }) => onChange(target.value)}>
        <option value="">{t('none')}</option>
        {choices.map(([key, name]) => (
          <option key={key} value={key}>
            {name}
          </option>
        ))}
      </SelectField>
    );
  if (kind === 'textarea') return <TextArea {...about} rows={3} onChange={({ target }) => onChange(target.value)} />;
  return <TextField {...about} type={TYPES[kind] ?? 'text'} onChange={({ target }) => onChange(target.value)} />;
}
