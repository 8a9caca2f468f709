import { isTicketNumber } from '../numbering/ticket-number.js';

/** Hyphens that phones, word processors and wide input put for `-`; a fold inside an encoded subject may leave a space beside them. */
const HYPHEN = ' ?[-\\u2010-\\u2015\\u2212\\u30fc] ?';
const NUMBER = new RegExp(`(?<![a-z0-9])#?(\\d{4})(\\d{2})(\\d{2})${HYPHEN}([a-z0-9]{1,8})${HYPHEN}(\\d{3,9})(?![a-z0-9])`, 'giu');

/**
 * Ticket numbers in a subject, in order, as we write them: with or without our tag, for people retype and clients cut it. The format
 * itself (a day, the code, the running part) keeps order and phone numbers out; whether a ticket has the number, others know.
 *
 * @param subject NFKC, white space folded
 */
export function findTicketNumbers(subject: string): string[] {
  const found = new Set<string>();
  for (const [, year, month, day, code, running] of subject.matchAll(NUMBER)) {
    if (Number(month) < 1 || Number(month) > 12 || Number(day) < 1 || Number(day) > 31) continue;
    const number = `${year}${month}${day}-${code!.toUpperCase()}-${running}`;
    if (isTicketNumber(number)) found.add(number);
  }
  return [...found];
}

/** The desk's tag, whatever it is called and whatever brackets somebody retyped it in: the words in brackets right before a number. */
const TAG = '[【\\[(〔〖「『《<{［（＜][^【】\\[\\]()〔〕〖〗「」『』《》<>{}［］（）＜＞\\d]{1,40}[】\\])〕〗」』》>}］）＞] ?';
const NUMBER_AND_TAG = new RegExp(`(?:${TAG})?${NUMBER.source}`, NUMBER.flags);
const TAGGED_NUMBER = new RegExp(`${TAG}${NUMBER.source}`, NUMBER.flags);

/** The subject without ticket numbers and their tags. */
export function cutTicketNumbers(subject: string): string {
  return subject.replace(NUMBER_AND_TAG, ' ');
}

/** The subject without numbers that have a tag; a number in a sentence is somebody's words. */
export function cutTaggedNumbers(subject: string): string {
  return subject.replace(TAGGED_NUMBER, ' ');
}
