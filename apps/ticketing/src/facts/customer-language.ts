import type { TicketFacts } from './ticket-facts.js';

/** The customer's language: said of the ticket, of him, else of his words by their script, else the desk's. */
export function languageOf(facts: TicketFacts, deskLanguage: string): string {
  return (
    facts.language ??
    facts.contact.language ??
    languageByScript(`${facts.subject} ${facts.message?.text.slice(0, 500) ?? ''}`) ??
    deskLanguage
  );
}

/** By scripts that one language has; Latin letters alone say English only where no other sign speaks against it. */
function languageByScript(text: string): string | null {
  if (/[\p{Script=Hiragana}\p{Script=Katakana}]/u.test(text)) return 'ja';
  if (/\p{Script=Hangul}/u.test(text)) return 'ko';
  if (/\p{Script=Han}/u.test(text)) return 'zh';
  if (/\p{Script=Cyrillic}/u.test(text)) return 'ru';
  return /[a-z]{2}/i.test(text) && !/[^\p{ASCII}\p{P}\p{S}]/u.test(text) ? 'en' : null;
}
