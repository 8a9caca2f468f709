import { isAnswering } from './answering.js';
import { collectResults } from './authentication-results.js';
import { readBody } from './body.js';
import { readBounce } from './bounces/read-bounce.js';
import { classifyMail } from './classify.js';
import { readForward } from './forwarding/read-forward.js';
import { parseAddresses } from './mime/addresses.js';
import { decodeCharset } from './mime/charset.js';
import { parseDate } from './mime/dates.js';
import { decodeWords } from './mime/encoded-words.js';
import { idsOf } from './mime/message-ids.js';
import type { Headers } from './mime/headers.js';
import { findOddities } from './oddities.js';
import { readPartTree } from './mime/part-tree.js';
import type { Mailbox, ParsedMail } from './parsed-mail.js';
import { splitBody } from './quoting/split-body.js';
import { findSpamVerdict } from './spam-verdict.js';

const MAX_REFERENCES = 500;
const MAX_PARENTS = 10;
const MAX_LIST = 2_000;
const MAX_UNHEADED = 1_048_576;
const DELIVERY_FIELDS = ['delivered-to', 'x-original-to', 'envelope-to', 'x-envelope-to', 'x-delivered-to', 'original-recipient'];

/** Takes a raw mail apart. Never throws because of what is in it. */
export function parseMail(raw: Buffer): ParsedMail {
  const tree = readPartTree(raw);
  const { headers } = tree.root;
  const body = readBody(raw, tree);
  const salvaged = body.salvaged ?? readUnheaded(raw, headers, body.text);
  const warnings = body.warnings;
  const fromFields = headers.all('from');
  const authors = fromFields.flatMap(parseAddresses);
  const from = firstMailbox(authors);
  if (fromFields.length > 1) warnings.add('two_from_fields');
  const oddities = findOddities(headers, from, authors.length);
  for (const oddity of oddities) warnings.add(oddity);
  if (headers.fields.length === 0) warnings.add('no_headers');
  const dateField = headers.first('date');
  const date = parseDate(dateField);
  if (date === null) warnings.add(dateField === null ? 'no_date' : 'unreadable_date');
  const subject = foldBlanks(decodeWords(headers.first('subject') ?? ''));
  const bounce = readBounce(raw, tree.root, headers, body.text.trim() === '' ? (salvaged ?? '') : body.text, subject);
  const returnPath = headers.first('return-path');
  const thread = {
    inReplyTo: idsOf(headers.first('in-reply-to'))[0] ?? null,
    references: referencesOf(headers),
    threadTopic: foldBlanks(decodeWords(headers.first('thread-topic') ?? '')),
    subject,
  };
  const answers = headers.fields.length === 0 ? null : isAnswering(thread);
  const split = splitBody(body.text === '' ? (salvaged ?? '') : body.text, body.quoted, answers);
  const { newText } = split;
  const verdict = classifyMail({ headers, root: tree.root, from, subject, text: body.text, newText, isBounce: bounce !== null });
  return {
    messageId: idsOf(headers.first('message-id'))[0] ?? null,
    ...thread,
    otherParents: idsOf(headers.first('in-reply-to')).slice(1, MAX_PARENTS),
    from,
    sender: firstMailbox(headers.all('sender').flatMap(parseAddresses)),
    to: addressesOf(headers, 'to'),
    cc: addressesOf(headers, 'cc'),
    bcc: addressesOf(headers, 'bcc'),
    replyTo: addressesOf(headers, 'reply-to'),
    deliveredTo: DELIVERY_FIELDS.flatMap((name) => headers.all(name))
      .flatMap((value) => parseAddresses(value.replace(/^rfc822;/i, '')))
      .map((box) => box.address),
    returnPath: returnPath === null ? null : (parseAddresses(returnPath)[0]?.address ?? ''),
    date,
    dateAsWritten: foldBlanks(dateField ?? ''),
    text: body.text,
    salvaged,
    htmlPresent: body.htmlPresent,
    html: body.html,
    ...split,
    attachments: body.attachments,
    class: bounce && verdict.class === 'human' ? 'bounce' : verdict.class,
    classReason: verdict.reason,
    mayAutoReply: verdict.mayAutoReply,
    list: verdict.asOwn && { addresses: listAddresses(headers), asOwn: { ...verdict.asOwn, classReason: verdict.asOwn.reason } },
    bounce: verdict.class === 'bounce' ? bounce : null,
    forward: readForward(body.text, subject),
    spam: findSpamVerdict(headers),
    statedResults: collectResults(headers),
    oddities,
    warnings: [...warnings],
  };
}

/** Where no line is a header field, the lines before the first empty one are words, too. */
function readUnheaded(raw: Buffer, headers: Headers, bodyText: string): string | null {
  if (headers.fields.length > 0 || bodyText.trim() !== '') return null;
  const { text } = decodeCharset(raw.subarray(0, MAX_UNHEADED), null);
  return text.replaceAll('\0', '').replace(/\r\n?/g, '\n').trim() || null;
}

function referencesOf(headers: Headers): string[] {
  const ids = headers.all('references').flatMap(idsOf);
  return ids.length > MAX_REFERENCES ? [ids[0]!, ...ids.slice(1 - MAX_REFERENCES)] : ids;
}

/** `List-Post: <mailto:desk@example.com>`, `Mailing-list: list desk@example.com; …`, and `List-Id: <desk.example.com>` as both forms it may mean. */
function listAddresses(headers: Headers): string[] {
  const told = ['list-post', 'mailing-list', 'x-beenthere']
    .flatMap((name) => headers.all(name))
    .join(' ')
    .slice(0, MAX_LIST);
  const id = /<?([\w-]{1,64})\.([\w.-]{1,255})>?\s*$/.exec((headers.first('list-id') ?? '').slice(-400));
  return [...(told.match(/[\w.+-]{1,64}@[\w.-]{1,255}/g) ?? []), ...(id ? [`${id[1]}@${id[2]}`] : [])];
}

function addressesOf(headers: Headers, name: string): Mailbox[] {
  return headers.all(name).flatMap(parseAddresses);
}

function foldBlanks(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}

/** The first mailbox that has an address, else the first name. */
function firstMailbox(mailboxes: readonly Mailbox[]): Mailbox | null {
  return mailboxes.find((mailbox) => mailbox.address.includes('@')) ?? mailboxes[0] ?? null;
}
