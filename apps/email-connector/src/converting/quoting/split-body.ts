import type { QuotedRange } from '../html/quote-ranges.js';
import type { SplitBody } from '../parsed-mail.js';
import { attributionEndingAt } from './attribution.js';
import { takeMarked } from './marked-quotes.js';
import { fieldOf, isReplyMark, isSeparator, startsHeaderBlock } from './marks.js';
import { toPlainLines } from './plain-line.js';
import { findSignature } from './signature.js';

type Kind = 'blank' | 'quote' | 'intro' | 'text';

/** Only so much is searched for quotes; what lies beyond counts as new. */
const MAX_LINES = 20_000;

/**
 * Splits what was written now from quoted history and signature. Losing a customer's sentence is a fault, leaving a quote a blemish: what
 * stands between two quotes keeps them. `answers`: does the mail answer or forward another; in one that does not, fields and lines that
 * look like those of history are the customer's. Null where nobody knows: their own evidence decides.
 */
export function splitBody(text: string, quoted: readonly QuotedRange[] = [], answers: boolean | null = null): SplitBody {
  if (text.trim() === '') return { newText: '', quotedText: '', signature: '' };
  const marked = quoted.length > 0 ? takeMarked(text, quoted) : null;
  const split = splitText(marked ? marked.kept : text, answers !== false);
  if (!marked) return split;
  return { ...split, quotedText: [split.quotedText, marked.taken].filter((part) => part !== '').join('\n') };
}

/** An attribution that a program glued to the last words of the answer. */
const SHARED_LINE = /^(.*\S) ?--- ?(On .{10,200} wrote:\s*)$/gm;
/** An address of an attribution that was wrapped right before its bracket, which then looks like a quote. */
const WRAPPED_BRACKET = /(<[^<>\s]{1,200}@[^<>\s]{1,200})\n>(\s?[:：])/g;
/** The same with a verb behind the bracket. */
const REST_OF_ATTRIBUTION = /^>\s?[^>\s][^>]{0,30}[:：]\s*$/u;

function splitText(text: string, mayAnswer: boolean): SplitBody {
  const parted = text.includes('---') && text.includes(' wrote:') ? text.replace(SHARED_LINE, '$1\n$2') : text;
  const lines = parted.replace(WRAPPED_BRACKET, '$1>$2').split('\n', MAX_LINES);
  const plain = toPlainLines(lines, text);
  const kinds = classifyLines(plain, mayAnswer);
  const cut = findCut(plain, kinds, mayAnswer);
  const tail = findTail(plain, kinds, cut);
  const { from, to } = trimQuotes(kinds, tail);
  const own: string[] = [];
  const plainOwn: string[] = [];
  for (let i = from; i < to; i++) {
    if (kinds[i] === 'intro') continue;
    own.push(lines[i]!);
    plainOwn.push(plain[i]!);
  }
  const signatureAt = findSignature(plainOwn);
  const rest = text.split('\n').slice(MAX_LINES);
  const newText = [...own.slice(0, signatureAt), ...(cut === lines.length ? rest : [])].join('\n').trim();
  const below = lines.slice(tail, cut);
  const signature = [...own.slice(signatureAt), ...below].join('\n').trim();
  const quotedText = [...lines.slice(0, from), ...lines.slice(to, tail), ...lines.slice(cut), ...(cut === lines.length ? [] : rest)]
    .join('\n')
    .trim();
  if (newText === '' && signature !== '' && quotedText === '') return { newText: signature, quotedText: '', signature: '' };
  // A forward without own words, or a form that begins with fields: what stands below is what the customer has to say.
  if (newText === '' && cut < lines.length && kinds[cut] === 'text') {
    const said = isSeparator(plain[cut]!) ? textBelowFields(lines.slice(cut + 1)) : textBelowBlock(lines.slice(cut));
    return { newText: said, quotedText, signature };
  }
  return { newText, quotedText, signature };
}

function classifyLines(lines: readonly string[], mayAnswer: boolean): Kind[] {
  const kinds: Kind[] = lines.map((line) => (line.trim() === '' ? 'blank' : /^\s{0,4}>/.test(line) ? 'quote' : 'text'));
  for (let i = 0; i < lines.length; i++) {
    const rest = kinds[i] === 'quote' && kinds[i - 1] === 'text' && REST_OF_ATTRIBUTION.test(lines[i]!);
    if (kinds[i] !== 'text' && !rest) continue;
    const found = attributionEndingAt(lines, i);
    if (found === null || !((found.sure && mayAnswer) || nextKind(kinds, i + 1) === 'quote')) continue;
    for (let k = found.start; k < found.end; k++) if (kinds[k] === 'text' || k === i) kinds[k] = 'intro';
  }
  return kinds;
}

function nextKind(kinds: readonly Kind[], from: number): Kind {
  let at = from;
  while (kinds[at] === 'blank') at++;
  return kinds[at] ?? 'blank';
}

/** First line of what is history to the end: a separator, a header block, an attribution without `>` below it. */
function findCut(lines: readonly string[], kinds: readonly Kind[], mayAnswer: boolean): number {
  for (let i = 0; i < lines.length; i++) {
    if (kinds[i] === 'blank' || kinds[i] === 'quote') continue;
    if (isSeparator(lines[i]!) || (mayAnswer && isReplyMark(lines[i]!))) return i;
    if (mayAnswer && startsHeaderBlock(lines, i)) return ruleAbove(lines, i);
    if (kinds[i] !== 'intro') continue;
    let next = i;
    while (next < lines.length && (kinds[next] === 'intro' || kinds[next] === 'blank')) next++;
    if (kinds[next] !== 'quote') return i;
  }
  return lines.length;
}

/** Where a signature below a quote that is introduced begins; else `cut`. It is no word between two quotes. */
function findTail(lines: readonly string[], kinds: readonly Kind[], cut: number): number {
  if (!kinds.includes('quote')) return cut;
  const at = findSignature(lines.slice(0, cut));
  if (at >= cut) return cut;
  let above = at;
  while (above > 0 && kinds[above - 1] === 'blank') above--;
  if (kinds[above - 1] !== 'quote') return cut;
  while (above > 0 && (kinds[above - 1] === 'quote' || kinds[above - 1] === 'blank')) above--;
  return kinds[above - 1] === 'intro' ? at : cut;
}

/** The line of underscores, or a title, above a header block belongs to it. */
function ruleAbove(lines: readonly string[], at: number): number {
  let i = at - 1;
  while (i >= 0 && lines[i]!.trim() === '') i--;
  return i >= 0 && (/^\s*[_*=-]{4,}\s*$/.test(lines[i]!) || isSeparator(`--${lines[i]!}--`)) ? i : at;
}

/** The range left when quotes at the end, and an introduced quote at the start, are taken off; that one stays above answers to several. */
function trimQuotes(kinds: readonly Kind[], cut: number): { from: number; to: number } {
  let to = cut;
  while (to > 0 && kinds[to - 1] !== 'text') to--;
  let from = 0;
  let introduced = false;
  while (from < to && kinds[from] !== 'text') introduced = kinds[from++] === 'intro' || introduced;
  if (to === 0) return introduced || cut < kinds.length || kinds.includes('intro') ? { from: 0, to: 0 } : { from: 0, to: cut };
  return introduced && !kinds.slice(from, to).includes('quote') ? { from, to } : { from: 0, to };
}

/** All of it where the fields are in no language we know, or nothing stands below them: they are what was said. */
function textBelowBlock(lines: readonly string[]): string {
  const from = /^\s*[_*=-]{4,}\s*$/.test(lines[0]!) ? 1 : 0;
  const below = fieldOf(lines.slice(from).find((line) => line.trim() !== '') ?? '') === null ? '' : textBelowFields(lines.slice(from));
  return below === '' ? lines.join('\n').trim() : below;
}

function textBelowFields(lines: readonly string[]): string {
  let last = -1;
  for (let i = 0; i < Math.min(lines.length, 20); i++) {
    if (fieldOf(lines[i]!) !== null) last = i;
    else if (last >= 0 && lines[i]!.trim() === '') break;
  }
  let from = last + 1;
  while (last >= 0 && from < lines.length && lines[from]!.trim() !== '') from++;
  return lines.slice(from).join('\n').trim();
}
