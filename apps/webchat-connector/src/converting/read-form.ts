import type { ChatFormValue } from '#contracts';
import type { Form, FormField } from '../webchat.config.js';
import { Refusal } from '../wire/refusal.js';

const MOST = { text: 500, email: 320, phone: 40, paragraph: 10_000, choice: 200 } as const;
const EMAIL = /^[^\s@<>,;]+@[^\s@<>,;]+\.[^\s@<>,;]+$/;
const PHONE = /^\+?[\d\s().-]{3,}$/;

/** Values in the order of the form's fields; throws `Refusal` (`form_wrong`) that names the field. What the form does not ask is left out. */
export function readForm(form: Form, values: Readonly<Record<string, string | boolean>>): ChatFormValue[] {
  return form.fields.flatMap((field) => {
    const given = Object.hasOwn(values, field.name) ? values[field.name] : undefined;
    const value = readValue(field, given);
    return value === null ? [] : [{ name: field.name, label: field.label, value }];
  });
}

function readValue(field: FormField, given: string | boolean | undefined): string | boolean | null {
  const refuse = (what: string) => new Refusal('form_wrong', `${field.label}: ${what}`);
  if (field.kind === 'consent') {
    if (field.required && given !== true) throw refuse('is needed');
    return given === true;
  }
  const text = typeof given === 'string' ? given.trim() : '';
  if (text === '') {
    if (field.required) throw refuse('is needed');
    return null;
  }
  if (text.length > MOST[field.kind]) throw refuse(`has at most ${MOST[field.kind]} characters`);
  if (field.kind === 'email' && !EMAIL.test(text)) throw refuse('is an email address');
  if (field.kind === 'phone' && !PHONE.test(text)) throw refuse('is a phone number');
  if (field.kind === 'choice' && !field.choices!.includes(text)) throw refuse('is one of those offered');
  return text;
}
