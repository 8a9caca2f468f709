import type { MessagePart } from '#contracts';
import { readBody } from '../body.js';
import { parseAddresses } from '../mime/addresses.js';
import { parseDate } from '../mime/dates.js';
import { decodeWords } from '../mime/encoded-words.js';
import type { Headers } from '../mime/headers.js';
import { idsOf } from '../mime/message-ids.js';
import { readPartTree } from '../mime/part-tree.js';
import type { Attachment } from '../parsed-mail.js';
import { cutText } from '../wording.js';

type QuotePart = Omit<Extract<MessagePart, { type: 'quote' }>, 'partId'>;

const MAX_MAILS = 5;
/** Of all that are opened. */
const MAX_BYTES = 4_194_304;
const MAX_TEXT = 20_000;
const PREVIEW = 2_000;
const MAX_FIELD = 500;

/** Enclosed mails as people read them: who, when, about what, and the words. What they enclose in turn is named only. */
export function toEnclosedParts(attachments: readonly Attachment[]): QuotePart[] {
  const parts: QuotePart[] = [];
  let bytes = 0;
  for (const { contentType, content } of attachments) {
    if (contentType !== 'message/rfc822' && contentType !== 'message/global') continue;
    bytes += content.length;
    if (parts.length >= MAX_MAILS || bytes > MAX_BYTES) break;
    const part = readEnclosed(content);
    if (part !== null) parts.push(part);
  }
  return parts;
}

function readEnclosed(content: Buffer): QuotePart | null {
  const tree = readPartTree(content);
  const { headers } = tree.root;
  if (headers.fields.length === 0) return null;
  const { text, salvaged, attachments } = readBody(content, tree, 'text');
  const date = headers.first('date');
  const head = [
    field('From', peopleOf(headers, 'from')),
    field('To', peopleOf(headers, 'to')),
    field('Cc', peopleOf(headers, 'cc')),
    field(
      'Date',
      parseDate(date)
        ?.replace('T', ' ')
        .replace(/:\d\d(?:\.\d+)?Z$/, ' UTC') ?? fold(date ?? ''),
    ),
    field('Subject', fold(decodeWords(headers.first('subject') ?? ''))),
    field('Attachments', attachments.map(({ fileName, contentType }) => fileName ?? contentType).join(', ')),
  ].filter((line) => line !== null);
  const words = [...head, '', text.trim() || (salvaged ?? '')].join('\n').trimEnd();
  const id = idsOf(headers.first('message-id'))[0];
  return {
    type: 'quote',
    remoteMessageId: id === undefined ? undefined : cutText(id, 998),
    text: cutText(words, MAX_TEXT),
    fallback: cutText(words, PREVIEW),
  };
}

function field(name: string, value: string): string | null {
  return value === '' ? null : `${name}: ${cutText(value, MAX_FIELD)}`;
}

function peopleOf(headers: Headers, name: string): string {
  const people = headers.all(name).flatMap(parseAddresses);
  return people.map((person) => (person.name ? `${person.name} <${person.address}>` : person.address)).join(', ');
}

function fold(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}
