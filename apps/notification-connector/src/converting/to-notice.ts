import type { DeliveryError, ReplyRequested } from '#contracts';
import type { Notice } from '../gateways/gateway.js';

export interface NoticeRules {
  /** By the reason of an automatic message, and `default`: text with {text}, {subject}, {ticketNumber}. */
  readonly templates: Readonly<Record<string, string>>;
  readonly maxCharacters: number;
}

/** Parts that say all they have to say by their words. */
const WORDS: ReadonlySet<string> = new Set(['text', 'link', 'system', 'quote', 'choice']);

/** The reply in the words of this inbox, or why it cannot be said here. Pure. */
export function toNotice(reply: ReplyRequested, rules: NoticeRules, now: Date): Notice | { readonly fault: DeliveryError } {
  const { parts, adapt, subject, ticketNumber, automatic } = reply;
  const silent = parts.find(({ type }) => !WORDS.has(type));
  if (silent !== undefined && adapt === 'strict')
    return { fault: refuseFor('unsupported_part', `A part of type ${silent.type} cannot be sent here`) };
  const words = parts
    .map((part) => (part.type === 'text' ? (part.text ?? part.fallback) : part.type === 'link' ? part.url : part.fallback))
    .filter((text) => text.trim() !== '')
    .join('\n');
  if (words === '') return { fault: refuseFor('unsupported_part', 'The message has no words') };
  const template = automatic?.reason !== undefined && Object.hasOwn(rules.templates, automatic.reason) ? automatic.reason : 'default';
  const values: Record<string, string> = { text: words, subject: subject ?? '', ticketNumber: ticketNumber ?? '' };
  const text = fill(rules.templates[template] ?? '{text}', values).trim();
  const letters = [...text];
  if (letters.length > rules.maxCharacters && adapt === 'strict')
    return { fault: refuseFor('too_large', `The message has ${letters.length} characters, ${rules.maxCharacters} are allowed`) };
  return {
    commandId: reply.commandId,
    text: letters.length > rules.maxCharacters ? `${letters.slice(0, rules.maxCharacters - 1).join('')}…` : text,
    title: subject === undefined || subject.trim() === '' ? null : subject.trim().slice(0, 100),
    template: automatic?.reason ?? 'default',
    values,
    now,
  };
}

/** Only the names that are known; what a customer wrote with braces in it stays as it is, for it is filled in once. */
function fill(template: string, values: Readonly<Record<string, string>>): string {
  return template.replace(/\{(\w+)\}/g, (whole, name: string) => (Object.hasOwn(values, name) ? values[name]! : whole));
}

function refuseFor(category: 'unsupported_part' | 'too_large', message: string): DeliveryError {
  const hint = category === 'too_large' ? 'Shorten it, or let it be cut.' : 'Send words, or choose another channel.';
  return { code: category, category, permanent: true, message, hint };
}
