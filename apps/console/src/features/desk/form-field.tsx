import { Button, Checkbox, SelectField, TextArea, TextField } from '#page-kit';
import { useTranslation } from 'react-i18next';
import css from './desk.module.css';
import type { Change, FieldSpec } from './form-fields.js';

interface FormFieldProps {
  readonly field: FieldSpec;
  readonly value: unknown;
  readonly place: readonly (string | number)[];
  readonly desk: Readonly<Record<string, unknown>>;
  readonly change: Change;
}

/** One setting of an item. Written when it is left, for a desk is long and is written anew with each change. */
export function FormField({ field, value, place, desk, change }: FormFieldProps) {
  const { t } = useTranslation('desk');
  const label = t(`fields.${field.name as 'name'}`);
  const write = (next: unknown) => change(place, next);
  if (field.kind === 'rows') return <Rows field={field} value={value} place={place} desk={desk} change={change} />;
  if (field.kind === 'texts' || field.kind === 'long')
    return <Texts field={field} value={value} place={place} desk={desk} change={change} />;
  if (field.kind === 'yes')
    return <Checkbox label={label} checked={value === true} onChange={(event) => write(event.target.checked ? true : undefined)} />;
  if (field.kind === 'choice') {
    const { options = [] } = field;
    const known = 'keysOf' in options ? Object.keys((desk[options.keysOf] ?? {}) as object) : options;
    return (
      <SelectField
        label={label}
        value={typeof value === 'string' ? value : ''}
        onChange={(event) => write(event.target.value || undefined)}
      >
        <option value="">{t('usual')}</option>
        {known.map((each) => (
          <option key={each} value={each}>
            {each}
          </option>
        ))}
      </SelectField>
    );
  }
  const shown = Array.isArray(value) ? value.join(', ') : typeof value === 'string' || typeof value === 'number' ? String(value) : '';
  return (
    <TextField
      key={shown}
      label={label}
      hint={hintOf(field)}
      type={field.kind === 'number' ? 'number' : 'text'}
      defaultValue={shown}
      onBlur={({ target }) => target.value !== shown && write(read(field, target.value, value))}
    />
  );

  function hintOf({ name, kind }: FieldSpec): string | undefined {
    if (name === 'length') return t('lengthHint');
    if (name === 'spans') return t('spansHint');
    if (name === 'days') return t('daysHint');
    return kind === 'words' ? t('wordsHint') : undefined;
  }
}

/** Words by language: one field for each that the desk speaks, or that is written already. */
function Texts({ field, value, place, desk, change }: FormFieldProps) {
  const { t } = useTranslation('desk');
  const label = t(`fields.${field.name as 'name'}`);
  const Control = field.kind === 'long' ? TextArea : TextField;
  const texts = typeof value === 'string' ? { '': value } : ((value ?? {}) as Record<string, string>);
  const languages =
    typeof value === 'string' ? [''] : [...new Set([...Object.keys(texts), ...((desk['languages'] as string[] | undefined) ?? ['en'])])];
  return languages.map((language) => (
    <div key={language} className={field.kind === 'long' ? css['whole'] : undefined}>
      <Control
        key={texts[language] ?? ''}
        label={language === '' ? label : `${label} (${language})`}
        defaultValue={texts[language] ?? ''}
        {...(language === '' ? {} : { lang: language })}
        onBlur={({ target }: { target: { value: string } }) => {
          if (target.value === (texts[language] ?? '')) return;
          if (language === '') change(place, target.value || undefined);
          else if (value === undefined) change(place, { [language]: target.value });
          else change([...place, language], target.value || undefined);
        }}
      />
    </div>
  ));
}

/** A list of small things, such as the hours of a week. */
function Rows({ field, value, place, desk, change }: FormFieldProps) {
  const { t } = useTranslation('desk');
  const rows = Array.isArray(value) ? (value as Readonly<Record<string, unknown>>[]) : [];
  const fresh = field.name === 'hours' ? { days: 'mon-fri', spans: ['9:00-18:00'] } : { spans: [] };
  return (
    <fieldset className={`${css['rows']} ${css['whole']}`}>
      <legend>{t(`fields.${field.name as 'hours'}`)}</legend>
      {rows.map((row, index) => (
        <div key={index} className={css['row']}>
          {field.fields?.map((each) => (
            <FormField
              key={each.name}
              field={each}
              value={row[each.name]}
              place={[...place, index, each.name]}
              desk={desk}
              change={change}
            />
          ))}
          <Button
            small
            look="danger"
            aria-label={t('removeRow', { row: index + 1 })}
            icon="close"
            onClick={() => change([...place, index], undefined)}
          />
        </div>
      ))}
      <Button small icon="plus" onClick={() => change(place, [...rows, fresh])}>
        {t('addRow')}
      </Button>
    </fieldset>
  );
}

function read({ kind, name }: FieldSpec, text: string, before: unknown): unknown {
  const trimmed = text.trim();
  if (trimmed === '') return kind === 'words' && name === 'spans' ? [] : undefined;
  if (kind === 'number') return Number(trimmed);
  if (kind !== 'words') return trimmed;
  const words = trimmed
    .split(/[,，\n]/)
    .map((word) => word.trim())
    .filter(Boolean);
  // `days: mon-fri` stays one word as it was written.
  return words.length === 1 && typeof before === 'string' ? words[0] : words;
}
