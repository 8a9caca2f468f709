import { randomUUID } from 'node:crypto';
import type { Carried, Host } from './network.js';

/** What tells a program that a mail is automatic, and where answers to it belong. */
const AUTOMATIC = ['auto-submitted', 'x-auto-response-suppress', 'precedence', 'x-ticket-number'];
const THREAD = ['in-reply-to', 'references', 'reply-to', 'message-id', 'subject'];

/** A server on the way that drops what it does not know. */
export function stripAutomatic(mail: Carried): Carried {
  return { ...withoutNullPath(mail), raw: dropFields(mail.raw, AUTOMATIC) };
}

/** A server on the way that leaves nothing of a mail but its people and its words. */
export function rewrite(mail: Carried): Carried {
  const plain = dropFields(mail.raw, [...AUTOMATIC, ...THREAD]);
  return { ...withoutNullPath(mail), raw: `Message-ID: <${randomUUID()}@relay.test>\r\nSubject: ${makeTopic()}\r\n${plain}` };
}

function withoutNullPath(mail: Carried): Carried {
  return { ...mail, from: mail.from === '' ? (fieldOf(mail.raw, 'from') ?? '').replace(/^.*<|>.*$/g, '') : mail.from };
}

/** Robots by their domain, each with the most acknowledgements that all its addresses may get on one day. */
export const ROBOTS: Readonly<Record<string, { readonly most: number; readonly host: Host }>> = {
  'as-it-is.test': { most: 5, host: ({ from, to, raw }) => [{ from: to, to: from === '' ? senderOf(raw) : from, raw: withNewId(raw) }] },
  'echo.test': {
    most: 1,
    host: (mail) => [answer(mail, mail.to, dropFields(mail.raw, [...AUTOMATIC, 'from', 'to', 'reply-to', 'message-id']))],
  },
  'person.test': { most: 1, host: (mail) => [answer(mail, mail.to, thread(mail))] },
  'lost-ids.test': {
    most: 5,
    host: (mail) => [answer(mail, mail.to, `Subject: ${fieldOf(mail.raw, 'subject') ?? ''}\r\n\r\nGot it.\r\n`)],
  },
  'new-subjects.test': { most: 5, host: (mail) => [answer(mail, mail.to, words())] },
  'sub-addresses.test': { most: 5, host: (mail) => [answer(mail, `office+${randomUUID().slice(0, 8)}@sub-addresses.test`, words())] },
  'many-faces.test': { most: 20, host: (mail) => [answer(mail, `office${Math.floor(Math.random() * 3)}@many-faces.test`, words())] },
  'reply-address.test': {
    most: 5,
    host: (mail) => [
      {
        ...answer(mail, `r${randomUUID().slice(0, 8)}@reply-address.test`, words()),
        to: addressOf(fieldOf(mail.raw, 'reply-to') ?? mail.from),
      },
    ],
  },
};

/** Something that a person writes. */
export function writeMail(from: string, to: string, subject: string, id = `${randomUUID()}@${from.split('@')[1]!}`): Carried {
  const date = new Date().toUTCString();
  return {
    from,
    to,
    raw: `From: ${from}\r\nTo: ${to}\r\nSubject: ${subject}\r\nMessage-ID: <${id}>\r\nDate: ${date}\r\n\r\nPlease help me.\r\n`,
  };
}

let topics = 0;
const WORDS = ['anchor', 'basket', 'candle', 'dagger', 'engine', 'feather', 'garden', 'hammer', 'island', 'jacket', 'kettle', 'ladder'];

/** A subject that no mail had before, in words. */
export function makeTopic(): string {
  let rest = (topics += 1);
  const chosen: string[] = [];
  for (; rest > 0; rest = Math.floor(rest / WORDS.length)) chosen.push(WORDS[rest % WORDS.length]!);
  return `About the ${chosen.join(' and the ')} ${process.pid}`;
}

function answer(mail: Carried, from: string, headersAndBody: string): Carried {
  const to = senderOf(mail.raw);
  return { from, to, raw: `From: ${from}\r\nTo: ${to}\r\nMessage-ID: <${randomUUID()}@robots.test>\r\n${headersAndBody}` };
}

function thread({ raw }: Carried): string {
  const id = fieldOf(raw, 'message-id') ?? '';
  const references = `${fieldOf(raw, 'references') ?? ''} ${id}`.trim();
  return `Subject: Re: ${fieldOf(raw, 'subject') ?? ''}\r\nIn-Reply-To: ${id}\r\nReferences: ${references}\r\n\r\nThank you, we have received your mail.\r\n`;
}

function words(): string {
  return `Subject: ${makeTopic()}\r\n\r\nThank you, we have received your mail.\r\n`;
}

function withNewId(raw: string): string {
  return `Message-ID: <${randomUUID()}@robots.test>\r\n${dropFields(raw, ['message-id'])}`;
}

function senderOf(raw: string): string {
  return addressOf(fieldOf(raw, 'from') ?? '');
}

function addressOf(value: string): string {
  return /<([^<>]+)>/.exec(value)?.[1] ?? value.trim();
}

/** Unfolded. */
export function fieldOf(raw: string, name: string): string | null {
  const head = raw.slice(0, raw.indexOf('\r\n\r\n')).replace(/\r\n[ \t]+/g, ' ');
  return new RegExp(`^${name}: *(.*)$`, 'im').exec(head)?.[1]?.trim() ?? null;
}

function dropFields(raw: string, names: readonly string[]): string {
  const end = raw.indexOf('\r\n\r\n');
  const head = raw.slice(0, end).replace(/\r\n[ \t]+/g, ' ');
  const kept = head.split('\r\n').filter((line) => !names.includes(line.slice(0, line.indexOf(':')).toLowerCase()));
  return kept.join('\r\n') + raw.slice(end);
}
