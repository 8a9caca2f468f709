import { isSeparator } from '../quoting/marks.js';
import { BEGIN_FORWARDED, FORWARDED_MESSAGE, LABELS } from '../quoting/words.js';

/** A line above what was forwarded, or above any history. */
export interface Separator {
  /** `forward words`: the words without their dashes. `other`: of any history, or in words we do not know. */
  readonly kind: 'forward' | 'forward words' | 'other';
  /** Fields that a program wrote into the same line, one a line; else empty. */
  readonly inline: string;
}

const MAX_LINE = 4_000;
const MAX_LABEL = 60;
const FORWARD_WORDS = new RegExp(`${FORWARDED_MESSAGE}|${BEGIN_FORWARDED}`, 'iu');
const PLAIN_WORDS = new RegExp(`^[>\\s]*(?:${FORWARDED_MESSAGE})\\s*[:：]\\s*$`, 'iu');
const DASHED = /^[>\s]*[-_=*~]{3,}\s*(\p{L}[^-_=*~]{3,60}?)\s{0,20}[-_=*~]{3,}[\s:：]*$/u;
const DASHED_BEFORE_FIELDS = /^[>\s]*[-_=*~]{4,}\s*(\p{L}[^-_=*~:：]{3,60}?)\s{0,20}[-_=*~]{4,}\s*(\S.*)$/u;
/** Yahoo writes one field behind the other: a label with a capital, glued to what stands before it when it is long, else behind an end. */
const CAPITALISED = Object.values(LABELS).flatMap((words) => words.split(/\|(?![^(]*\))/).map(capitalise));
const LONG = CAPITALISED.filter((label) => label.length >= 4).join('|');
const SHORT = CAPITALISED.filter((label) => label.length < 4).join('|');
const NEXT_FIELD = new RegExp(
  `(?=(?:${LONG})\\s?[:：])|(?<=[>\\]"\\d;)\\s])(?=(?:${SHORT})\\s?[:：])|(?<=[>\\]\\d])(?=\\p{Lu}\\p{L}{1,20}(?: \\p{L}{1,12})?\\s?[:：]\\s)`,
  'gu',
);
/** The Portuguese one forgets the colon of the subject. */
const GLUED_SUBJECT = new RegExp(`(?<=\\S)(${LABELS.subject.split('|').map(capitalise).join('|')})\\s(?!\\s*[:：])`, 'u');

function capitalise(word: string): string {
  return word.charAt(0).toLocaleUpperCase() + word.slice(1);
}

export function readSeparator(line: string): Separator | null {
  if (line.length > MAX_LINE) return null;
  if (/[-_=*~]{3}/.test(line)) {
    const dashed = DASHED.exec(line);
    if (dashed !== null) return { kind: FORWARD_WORDS.test(dashed[1]!) ? 'forward' : 'other', inline: '' };
    const glued = DASHED_BEFORE_FIELDS.exec(line)?.[2];
    if (glued !== undefined && beginsLikeFields(glued)) return { kind: 'forward', inline: splitFields(glued) };
  }
  if (isSeparator(line)) return { kind: FORWARD_WORDS.test(line) ? 'forward' : 'other', inline: '' };
  return /[:：]/.test(line.trimEnd().slice(-1)) && PLAIN_WORDS.test(line) ? { kind: 'forward words', inline: '' } : null;
}

/** A label with its colon, and an address behind it. */
function beginsLikeFields(text: string): boolean {
  const label = text.slice(1, MAX_LABEL + 2).search(/[:：]/);
  return label >= 0 && text.includes('@', label + 2);
}

function splitFields(text: string): string {
  return text
    .replace(GLUED_SUBJECT, '$1: ')
    .split(NEXT_FIELD)
    .map((field) => field.trim())
    .join('\n');
}
