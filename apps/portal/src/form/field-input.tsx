import { type Answer, Checkbox, SelectField, TextArea, TextField } from '#page-kit';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { type DoorField, say } from './door.js';
import css from './form.module.css';

interface FieldInputProps {
  readonly field: DoorField;
  /** The desk's own words for it, in more languages than the door has. */
  readonly shown: Answer<'GET /desk/forms/{key}'>['fields'][number] | null;
  readonly value: string | readonly string[];
  readonly fault: string | null;
  readonly onChange: (value: string | readonly string[]) => void;
}

const TYPES: Partial<Record<DoorField['kind'], string>> = {
  email: 'email',
  phone: 'tel',
  date: 'date',
  datetime: 'datetime-local',
  number: 'number',
};
const FILLS: Readonly<Record<string, string>> = { email: 'email', phone: 'tel', name: 'name', full_name: 'name', contact_name: 'name' };

/** One field as its door takes it. */
export function FieldInput({ field, shown, value, fault, onChange }: FieldInputProps) {
  const { t, i18n } = useTranslation('help');
  const { name, kind, required, maxLength } = field;
  // One field of the desk may be asked for by several forms, each in words of its own; these are in two languages.
  const isOwn = typeof field.label !== 'string' && /^(?:zh|en)\b/.test(i18n.language);
  const own = isOwn ? say(field.label, i18n.language) : (shown?.name ?? say(field.label, i18n.language));
  const label = required ? own : `${own} ${t('form.optional')}`;
  const hint = shown?.hint ?? (field.hint === undefined ? undefined : say(field.hint, i18n.language));
  const error = fault === null ? null : t(`form.fault.${fault as 'required'}`);
  const nameOf = (choice: DoorField['choices'][number]) =>
    shown?.choices.find((each) => each.value === choice.value)?.name ?? say(choice.label, i18n.language);
  const text = typeof value === 'string' ? value : '';
  const about = { label, error, required, ...(hint === undefined ? {} : { hint }) };
  if (kind === 'choices') return <Choices {...{ label, error, field, nameOf, value: [value].flat() as string[], onChange }} />;
  if (kind === 'checkbox')
    return (
      <Checkbox
        label={label}
        {...(hint === undefined ? {} : { hint })}
        checked={text === 'true'}
        onChange={({ target }) => onChange(target.checked ? 'true' : '')}
      />
    );
  if (kind === 'choice')
    return (
      <SelectField {...about} value={text} onChange={({ target }) => onChange(target.value)}>
        <option value="">{t('form.pick')}</option>
        {field.choices.map((choice) => (
          <option key={choice.value} value={choice.value}>
            {nameOf(choice)}
          </option>
        ))}
      </SelectField>
    );
  const input = { ...about, value: text, maxLength: maxLength ?? (kind === 'textarea' ? 10_000 : 500) };
  if (kind === 'textarea') return <TextArea {...input} onChange={({ target }) => onChange(target.value)} />;
  return (
    <TextField
      {...input}
      type={TYPES[kind] ?? 'text'}
      name={name}
      autoComplete={FILLS[kind] ?? FILLS[name] ?? 'off'}
      onChange={({ target }) => onChange(target.value)}
    />
  );
}

interface ChoicesProps {
  readonly label: string;
  readonly error: string | null;
  readonly field: DoorField;
  readonly nameOf: (choice: DoorField['choices'][number]) => string;
  readonly value: readonly string[];
  readonly onChange: (value: readonly string[]) => void;
}

function Choices({ label, error, field, nameOf, value, onChange }: ChoicesProps) {
  const id = useId();
  return (
    <fieldset className={css['choicesField']} {...(error === null ? {} : { 'aria-describedby': id })}>
      <legend>{label}</legend>
      {field.choices.map((choice) => (
        <Checkbox
          key={choice.value}
          label={nameOf(choice)}
          checked={value.includes(choice.value)}
          {...(error === null ? {} : { 'aria-invalid': true })}
          onChange={({ target }) =>
            onChange(target.checked ? [...value, choice.value].filter(Boolean) : value.filter((each) => each !== choice.value))
          }
        />
      ))}
      {error !== null && (
        <p id={id} role="alert" className={css['error']}>
          {error}
        </p>
      )}
    </fieldset>
  );
}
