import { parentPort, workerData } from 'node:worker_threads';
import { DoorAnswer } from './door-answers.js';
import type { DoorPlan, FromThread, Refusal, ToThread } from './door-protocol.js';
import { DoorServer, type MailAtDoor } from './door-server.js';
import { RateLimit } from './rate-limit.js';
import { RecipientDirectory } from './recipient-directory.js';

interface Waiting {
  readonly resolve: () => void;
  readonly reject: (refusal: DoorAnswer) => void;
}

/** Body of the door's thread: speaks SMTP, hands whole mails over and tells their senders what became of them. */
const port = parentPort!;
const plan = workerData as DoorPlan;
const recipients = new RecipientDirectory();
const waiting = new Map<number, Waiting>();
let arrived: { mail: number; at: MailAtDoor }[] = [];
let count = 0;

const door = new DoorServer({
  plan,
  recipients,
  rate: new RateLimit({ now: () => new Date(Date.now() + plan.clockOffsetMs) }, plan.maxPerMinutePerAddress),
  take: (at) =>
    new Promise((resolve, reject) => {
      const mail = ++count;
      waiting.set(mail, { resolve, reject });
      if (arrived.push({ mail, at }) === 1) setImmediate(handOver);
    }),
  warn: (message, fields) => tell({ kind: 'warning', message, fields }),
});

/** What ended in the same turn goes over together: a message wakes the other side, which costs as much as taking a mail. */
function handOver(): void {
  const group = arrived;
  arrived = [];
  const bytes = new Uint8Array(group.reduce((sum, { at }) => sum + at.raw.length, 0));
  let offset = 0;
  const mails = group.map(({ mail, at: { raw, ...rest } }) => {
    bytes.set(raw, offset);
    offset += raw.length;
    return { ...rest, mail, length: raw.length };
  });
  port.postMessage({ kind: 'mails', mails, bytes: bytes.buffer } satisfies FromThread, [bytes.buffer]);
}

function answer(mail: number, refusal: Refusal | null): void {
  const sender = waiting.get(mail);
  waiting.delete(mail);
  if (refusal === null) sender?.resolve();
  else sender?.reject(new DoorAnswer(refusal.code, refusal.enhanced, refusal.words));
}

async function close(): Promise<void> {
  await door.close();
  tell({ kind: 'closed' });
  port.close();
}

port.on('message', (message: ToThread) => {
  switch (message.kind) {
    case 'recipients':
      recipients.replace(message.inboxes);
      recipients.complete = message.complete;
      return;
    case 'answers':
      for (const { mail, refusal } of message.answers) answer(mail, refusal);
      return;
    case 'close':
      void close();
  }
});

function tell(message: FromThread): void {
  port.postMessage(message);
}

async function open(): Promise<void> {
  const ports: number[] = [];
  for (const each of plan.doors) {
    try {
      ports.push(await door.open(each));
    } catch (error) {
      const { code = '', message } = error as NodeJS.ErrnoException;
      return tell({ kind: 'not listening', door: each, code, message });
    }
  }
  tell({ kind: 'listening', ports });
}

await open();
