import { fillText, type LocalisedText, pickText } from '../desk/schema/texts.js';
import type { TicketFacts } from '../facts/ticket-facts.js';

export interface RenderedWith {
  readonly facts: TicketFacts;
  readonly agentName: string | null;
  readonly deskName: string;
  readonly now: Date;
  readonly timeZone: string;
  /** The desk's own, where the customer's is not known or not written. */
  readonly deskLanguage: string;
}

/** A template's words for one ticket. A placeholder without a value becomes nothing, and so do blanks before a comma that it leaves. */
export function renderTemplate(text: LocalisedText, language: string, given: RenderedWith): string {
  const { facts, agentName, deskName, now, timeZone, deskLanguage } = given;
  const fields = Object.entries(facts.fields).map(([key, value]) => [`fields.${key}`, show(value)] as const);
  const values = {
    ...Object.fromEntries(fields),
    'ticket.number': facts.number,
    'ticket.subject': facts.subject,
    'ticket.category': facts.category,
    'contact.name': facts.contact.displayName,
    'contact.company': facts.contact.company,
    'agent.name': agentName,
    'desk.name': deskName,
    today: new Intl.DateTimeFormat('en-CA', { timeZone }).format(now),
  };
  return fillText(pickText(text, language, deskLanguage), values)
    .replaceAll(/[ \t]+([,，.。!！])/g, '$1')
    .replaceAll(/^[,，]\s*/gm, '')
    .trim();
}

function show(value: unknown): string | null {
  if (value === null || value === undefined) return null;
  if (Array.isArray(value)) return value.map(String).join(', ');
  return typeof value === 'object' ? JSON.stringify(value) : String(value as string | number | boolean);
}
