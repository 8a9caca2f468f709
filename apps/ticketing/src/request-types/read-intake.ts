import type { Desk } from '../desk/desk-schema.js';
import type { FieldValues } from './fields/read-fields.js';
import { readKnownFields } from './fields/read-fields.js';
import type { ReadMessage } from './message-reader.js';
import { readTemplate } from './template/read-template.js';

/** Fields of a form by which a customer says what he comes for: a category that is called as a type is that type. */
const TYPE_FIELDS = ['request_type', 'category'];

export interface ReadIntake {
  /** Key of the form; null: the message follows none. */
  readonly form: string | null;
  readonly requestType: string | null;
  readonly values: FieldValues;
}

/** What a message fills: a form's fields by their names, or the lines of a mail that follows a template. */
export function readIntake(message: Pick<ReadMessage, 'form' | 'text' | 'inboxId'>, desk: Desk): ReadIntake {
  const forms = Object.entries(desk.forms).filter(
    ([, { inboxes }]) => inboxes.length === 0 || (message.inboxId !== null && inboxes.includes(message.inboxId)),
  );
  if (message.form !== null) {
    const named = forms.find(([, { inboxes }]) => inboxes.length > 0);
    const asked = TYPE_FIELDS.map((name) => message.form![name]).find(
      (value) => typeof value === 'string' && Object.hasOwn(desk.requestTypes, value),
    );
    const form = named?.[0] ?? null;
    return {
      form,
      requestType: typeOf(typeof asked === 'string' ? asked : null, form, desk),
      values: readKnownFields(desk.fields, message.form),
    };
  }
  const filled = readTemplate(message.text, Object.fromEntries(forms.filter(([, { mailTemplate }]) => mailTemplate)), desk.fields);
  if (filled === null) return { form: null, requestType: null, values: {} };
  return { form: filled.form, requestType: typeOf(null, filled.form, desk), values: readKnownFields(desk.fields, filled.values) };
}

function typeOf(asked: string | null, form: string | null, { forms, requestTypes }: Desk): string | null {
  const offered = form === null ? [] : forms[form]!.requestTypes;
  if (asked !== null && Object.hasOwn(requestTypes, asked) && (offered.length === 0 || offered.includes(asked))) return asked;
  return offered.length === 1 ? offered[0]! : null;
}
