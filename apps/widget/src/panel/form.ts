import type { ChatFormField } from '#contracts';
import { make } from './elements.js';
import type { Words } from './words/en.js';

export type FormValues = Record<string, string | boolean>;

export interface FormWishes {
  readonly title?: string;
  readonly intro?: string | undefined;
  readonly fields: readonly ChatFormField[];
  readonly onSubmit: (values: FormValues) => void;
  /** Absent: it cannot be left. */
  readonly onCancel?: (() => void) | undefined;
}

/** Fields that the connector names in English where a desk named none itself. */
const ENGLISH: Readonly<Record<string, string>> = { name: 'Name', email: 'Email', phone: 'Phone', subject: 'Subject', message: 'Message' };

export function makeForm({ title, intro, fields, onSubmit, onCancel }: FormWishes, words: Words): HTMLFormElement {
  const inputs = fields.map((field) => ({ field, input: makeInput(field, words) }));
  const element = make(
    'form',
    { className: 'form card' },
    title === undefined ? null : make('h2', {}, title),
    intro === undefined ? null : make('p', { dir: 'auto' }, intro),
  );
  for (const { field, input } of inputs) {
    const label =
      ENGLISH[field.name] === field.label ? words[field.name as 'name' | 'email' | 'phone' | 'subject' | 'message'] : field.label;
    const name = make('span', { dir: 'auto' }, label, field.required ? make('small', {}, ` · ${words.required}`) : null);
    element.append(
      make(
        'label',
        { className: field.kind === 'consent' ? 'consent' : 'field' },
        ...(field.kind === 'consent' ? [input, name] : [name, input]),
      ),
    );
  }
  const cancel = onCancel && make('button', { type: 'button', className: 'plain', onclick: onCancel }, words.cancel);
  element.append(make('div', { className: 'row ends' }, cancel ?? null, make('button', { type: 'submit' }, words.submit)));
  element.addEventListener('submit', (event) => {
    event.preventDefault();
    const values: FormValues = {};
    for (const { field, input } of inputs) {
      if (field.kind === 'consent') values[field.name] = (input as HTMLInputElement).checked;
      else if (input.value.trim() !== '') values[field.name] = input.value.trim();
    }
    onSubmit(values);
  });
  return element;
}

function makeInput(field: ChatFormField, words: Words): HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement {
  const { name, required } = field;
  if (field.kind === 'paragraph') return make('textarea', { name, required, rows: 3, dir: 'auto' });
  if (field.kind === 'choice') {
    const choices = (field.choices ?? []).map((choice) => make('option', { value: choice }, choice));
    return make('select', { name, required }, make('option', { value: '' }, words.choose), ...choices);
  }
  const type = { text: 'text', email: 'email', phone: 'tel', consent: 'checkbox' }[field.kind];
  const autocomplete = { name: 'name', email: 'email', phone: 'tel' }[name] as AutoFill | undefined;
  // An address is written from left to right in every language.
  const dir = field.kind === 'email' || field.kind === 'phone' ? 'ltr' : 'auto';
  return make('input', { name, required, type, dir, ...(autocomplete ? { autocomplete } : {}) });
}
