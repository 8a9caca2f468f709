import type { ChatFormField } from '#contracts';
import { make } from './elements.js';
import type { Words } from './words.js';

export type FormValues = Record<string, string | boolean>;

export function makeForm(
  form: { readonly intro?: string; readonly fields: readonly ChatFormField[] },
  words: Words,
  onSubmit: (values: FormValues) => void,
): HTMLFormElement {
  const inputs = form.fields.map((field) => ({ field, input: makeInput(field) }));
  const element = make(
    'form',
    { className: 'form' },
    form.intro === undefined ? null : make('p', {}, form.intro),
    ...inputs.map(({ field, input }) =>
      make('label', { className: field.kind }, field.label + (field.required ? ` (${words.required})` : ''), input),
    ),
    make('button', { type: 'submit' }, words.submit),
  );
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

function makeInput(field: ChatFormField): HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement {
  const { name, required } = field;
  if (field.kind === 'paragraph') return make('textarea', { name, required, rows: 4 });
  if (field.kind === 'choice')
    return make('select', { name, required }, ...['', ...(field.choices ?? [])].map((choice) => make('option', { value: choice }, choice)));
  const type = { text: 'text', email: 'email', phone: 'tel', consent: 'checkbox' }[field.kind];
  const autocomplete = { name: 'name', email: 'email', phone: 'tel' }[name] as AutoFill | undefined;
  return make('input', { name, required, type, ...(autocomplete ? { autocomplete } : {}) });
}
