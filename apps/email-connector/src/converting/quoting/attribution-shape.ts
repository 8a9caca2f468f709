/** Whether a line that has what attributions have was written by a program: people name dates and addresses too. */

/** Programs speak of nobody by these; the words of somebody who tells what another wrote. No word that is a name, a weekday or part of a verb. */
const PERSONAL = new RegExp(
  `(?<![\\p{L}\\p{M}@._-])(?:${[
    'my|our|your|us|me|please|what|that|which|why|because|who|colleagues?|customer',
    'I(?= \\p{Ll})|[Yy]ou(?! (?:wrote|said|writes?)(?!\\p{L}))',
    'mein(?:e[mnrs]?)?|unser(?:e[mnrs]?)?|[Ee]ure?|Ihre?[nmrs]?(?= \\p{L})|bitte|ich|wir|uns|dass|weil|warum|[Kk]olleg(?:e|en|in)',
    "mon|notre|votre|nous|j'ai|merci|que|qui|collègue",
    'nuestr[oa]s?|por favor|colega|compañer[oa]|nosso|nossa|minha|meu',
    'nostr[oa]|vostr[oa]|collega|mijn|onze|alstublieft',
    'мой|моя|наш|наша|ваш|ваша|мне|нам|что|прошу|пожалуйста|коллега',
    'mój|moja|nasz|nasza|wasz|proszę|kolega|můj|moje|váš|prosím|lütfen',
  ].join('|')})(?![\\p{L}\\p{M}@_])|[我你您请請]|同事|客服|貴社|御社|弊社|ください|저희|제가`,
  'u',
);
const PERSONAL_FIRST =
  /^[>\s]*(?:(?:Please|Bitte|Merci|Por favor|Proszę|Prosím|Пожалуйста)(?!\p{L})|(?:My|Our|Your|Mein|Unser|Mon|Notre|Votre|Наш|Мой) \p{Ll})/u;
/** Someone may call himself as he likes. */
const QUOTED_NAME = /"[^"]{1,80}"|“[^“”]{1,80}”/g;
/** Most desks in China call themselves `…客服`: beside an address, a date or the verb of a program it is a name. */
const DESK_NAME = /客服(?:中心|团队|团隊|部)?(?=[”"』」]?(?:\s*[<(（]|\s*(?:于|於|在)\s*\p{Nd}|\s+[写寫]|\s*$))/gu;
const OPENING_BRACKETS = new Set('<(（[«');
const CLOSING_BRACKETS = new Set('>)）]»');
const MAX_LOCAL = 148;
const MAX_DOMAIN = 255;
/** Between a date and an address, small words that stand in names. */
const PARTICLE = /^(?:von|van|der|den|de|del|della|la|le|da|di|do|du|dos|das|el|al|bin|ibn|ter|ten|zu|af|av|via)$/;
const MAX_NAME_WORDS = 9;
const MAX_LEAD_WORDS = 2;
const MAX_OPENING_WORDS = 5;

/** Does it say `my`, `please`, `what`: the words of a person? */
export function isPersonal(text: string): boolean {
  const named = text.includes('客服') ? text.replace(DESK_NAME, '') : text;
  const bare = named.includes('"') || named.includes('“') ? named.replace(QUOTED_NAME, '') : named;
  return PERSONAL.test(bare) || PERSONAL_FIRST.test(bare);
}

/** Offsets of an address in brackets, brackets included; null for none. Looks at each character a few times at most. */
export function findBracketed(text: string): { start: number; end: number } | null {
  for (let at = text.indexOf('@'); at !== -1; at = text.indexOf('@', at + 1)) {
    const end = closingAfter(text, at);
    const start = end === -1 ? -1 : openingBefore(text, at);
    if (start !== -1) return { start, end };
  }
  return null;
}

function openingBefore(text: string, at: number): number {
  for (let i = at - 1; i >= 0 && at - i <= MAX_LOCAL; i--) {
    const char = text[i]!;
    if (OPENING_BRACKETS.has(char)) return i < at - 1 ? i : -1;
    if (char === ' ' || char === '\t' || char === '@' || CLOSING_BRACKETS.has(char)) return -1;
  }
  return -1;
}

function closingAfter(text: string, at: number): number {
  for (let i = at + 1; i < text.length && i - at <= MAX_DOMAIN + 1; i++) {
    const char = text[i]!;
    if (CLOSING_BRACKETS.has(char)) return i > at + 1 ? i + 1 : -1;
    if (char === ' ' || char === '\t' || char === '@' || OPENING_BRACKETS.has(char)) return -1;
  }
  return -1;
}

/**
 * A text without a verb, as programs put it: a moment with no more than a weekday before it, then a name and its address; or the name and its
 * address first. `opens`: it begins with a word that begins attributions.
 */
export function isShapedByProgram(text: string, opens: boolean): boolean {
  const bare = text.replace(/^[>\s*–—-]+/, '');
  const address = findBracketed(bare);
  const before = address === null ? bare : bare.slice(0, address.start);
  const digit = before.search(/\p{Nd}/u);
  if (address !== null && digit === -1) {
    const after = bare.slice(address.end);
    if (opens && /\p{Nd}/u.test(after)) return countSmall(before) <= 2 && countSmall(after) <= MAX_OPENING_WORDS;
    return isName(before) && countSmall(after) <= 1;
  }
  if (digit === -1) return false;
  const lead = wordsOf(before.slice(0, digit)).length;
  if (lead > (opens ? MAX_OPENING_WORDS : MAX_LEAD_WORDS)) return false;
  const name = /[^\p{Nd}]*$/u.exec(before.slice(-200))![0];
  return address === null ? countSmall(name) <= 1 : isName(name);
}

/** Words of a name: capitals or letters that have none, at most one small word before or within, no sentence. */
export function isName(text: string): boolean {
  const words = wordsOf(text);
  if (words.length > MAX_NAME_WORDS) return false;
  return words.length === 0 ? text.trim().length <= 3 : countSmall(text) <= 1 && words.some((word) => !/^\p{Ll}/u.test(word));
}

function countSmall(text: string): number {
  return wordsOf(text).filter((word) => /^\p{Ll}/u.test(word) && !PARTICLE.test(word)).length;
}

function wordsOf(text: string): string[] {
  return text.match(/[\p{L}\p{M}][\p{L}\p{M}'’.-]*/gu) ?? [];
}
