import type { Desk } from '../desk/desk-schema.js';
import { showMoment } from '../desk/show-moment.js';
import { fillText, type LocalisedText, pickText } from '../desk/schema/texts.js';
import type { TicketFacts } from '../facts/ticket-facts.js';
import { showFieldValue, type FieldValues } from './fields/read-fields.js';

/** The language a customer is written to: his own, as far as it is known. */
export function languageOf({ language, contact }: Pick<TicketFacts, 'language' | 'contact'>, desk: Desk): string {
  return language ?? contact.language ?? desk.languages[0]!;
}

export interface CaseValues {
  readonly stage?: string | undefined;
  readonly note?: string | null | undefined;
  readonly estimate?: Date | null | undefined;
  readonly more?: Readonly<Record<string, string>> | undefined;
}

/** Words to a customer, in his language, with what they name of his case filled in. */
export function writeToCustomer(
  texts: LocalisedText,
  facts: TicketFacts,
  desk: Desk,
  about: { readonly name: string; readonly timeZone: string },
  values: CaseValues = {},
): string {
  const language = languageOf(facts, desk);
  const fields = Object.entries(facts.fields as FieldValues).flatMap(([key, value]) => {
    const field = desk.fields[key];
    return field === undefined || field.seenBy === 'agents' ? [] : [[`fields.${key}`, showFieldValue(field, value, language)]];
  });
  return fillText(pickText(texts, language, desk.languages[0]), {
    'ticket.number': facts.number,
    'ticket.subject': facts.subject,
    'contact.name': facts.contact.displayName ?? '',
    'desk.name': about.name,
    stage: values.stage ?? '',
    note: values.note ?? '',
    estimate: values.estimate == null ? '' : showMoment(values.estimate, about.timeZone),
    ...Object.fromEntries(fields),
    ...values.more,
  })
    .replaceAll(/\n{3,}/g, '\n\n')
    .trim();
}
