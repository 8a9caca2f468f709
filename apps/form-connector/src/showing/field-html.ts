import { say, type FormField, type Language } from '../converting/form-template.js';
import { WORDS } from './words.js';

export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

export interface ShownState {
  readonly values: ReadonlyMap<string, readonly string[]>;
  readonly faults: Readonly<Record<string, keyof (typeof WORDS)['en']['fault']>>;
  readonly language: Language;
}

const INPUT_TYPES: Partial<Record<FormField['kind'], string>> = {
  email: 'email',
  phone: 'tel',
  date: 'date',
  datetime: 'datetime-local',
  number: 'number',
};

/** Label, control, hint and fault of one field: plain HTML that any browser and screen reader knows. */
export function showField(field: FormField, fields: readonly FormField[], { values, faults, language }: ShownState): string {
  const words = WORDS[language];
  const { name, kind, when } = field;
  const given = values.get(name) ?? [];
  const fault = faults[name];
  const notes = [
    ...(field.hint === undefined ? [] : [say(field.hint, language)]),
    ...(when === undefined ? [] : [showCondition(field, fields, language)]),
  ];
  const described = [...(notes.length > 0 ? [`${name}-hint`] : []), ...(fault === undefined ? [] : [`${name}-fault`])].join(' ');
  // A browser cannot know whether a conditional field is asked: the server says it.
  const needed = field.required && when === undefined;
  const common =
    `name="${name}"${needed ? ' required' : ''}` +
    `${described === '' ? '' : ` aria-describedby="${described}"`}${fault === undefined ? '' : ' aria-invalid="true"'}`;
  const mark = field.required ? ` <span class="needed">(${words.required})</span>` : '';
  const label = `${escapeHtml(say(field.label, language))}${mark}`;
  const after =
    (notes.length > 0 ? `<p class="hint" id="${name}-hint">${escapeHtml(notes.join(' · '))}</p>` : '') +
    (fault === undefined ? '' : `<p class="fault" id="${name}-fault">${escapeHtml(words.fault[fault])}</p>`);
  if (kind === 'choices') return `<fieldset class="field"><legend>${label}</legend>${showBoxes(field, given, language)}${after}</fieldset>`;
  if (kind === 'checkbox')
    return `<div class="field"><label><input type="checkbox" id="${name}" value="true" ${common}${given.includes('true') ? ' checked' : ''}> ${label}</label>${after}</div>`;
  return `<div class="field"><label for="${name}">${label}</label>${showControl(field, given[0] ?? '', common, language)}${after}</div>`;
}

function showControl(field: FormField, value: string, common: string, language: Language): string {
  const { name, kind, maxLength } = field;
  if (kind === 'textarea')
    return `<textarea id="${name}" rows="5" maxlength="${maxLength ?? 10_000}" ${common}>\n${escapeHtml(value)}</textarea>`;
  if (kind === 'choice') return showSelect(name, field.choices, value, common, language);
  const type = INPUT_TYPES[kind] ?? 'text';
  return `<input type="${type}" id="${name}" maxlength="${maxLength ?? 500}" value="${escapeHtml(value)}" ${common}>`;
}

export function showSelect(name: string, choices: FormField['choices'], value: string, common: string, language: Language): string {
  const options = choices.map(
    (choice) =>
      `<option value="${escapeHtml(choice.value)}"${choice.value === value ? ' selected' : ''}>${escapeHtml(say(choice.label, language))}</option>`,
  );
  return `<select id="${name}" ${common}><option value="">${WORDS[language].choose}</option>${options.join('')}</select>`;
}

function showBoxes({ name, choices }: FormField, given: readonly string[], language: Language): string {
  return choices
    .map(
      ({ value, label }) =>
        `<label class="box"><input type="checkbox" name="${name}" value="${escapeHtml(value)}"${given.includes(value) ? ' checked' : ''}> ${escapeHtml(say(label, language))}</label>`,
    )
    .join('');
}

function showCondition({ when }: FormField, fields: readonly FormField[], language: Language): string {
  const other = fields.find(({ name }) => name === when!.field)!;
  const values = when!.is.map((value) => {
    const choice = other.choices.find((each) => each.value === value);
    return choice === undefined ? value : say(choice.label, language);
  });
  return WORDS[language].onlyIf(say(other.label, language), values.join(', '));
}
