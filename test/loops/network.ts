import { setTimeout as sleep } from 'node:timers/promises';
import { SMTPServer } from 'smtp-server';
import { SmtpClient } from '../support/smtp-client.js';

/** A mail on its way. `from` is the envelope's; '' is the null path. */
export interface Carried {
  readonly from: string;
  readonly to: string;
  readonly raw: string;
}

/** What the other side of a domain does with a mail: the mails that follow from it. */
export type Host = (mail: Carried) => readonly Carried[];

/** Everything between desks and the rest of the world: carries every mail over real SMTP, and remembers it. */
export interface MailNetwork {
  /** The outgoing server of every desk. */
  readonly url: string;
  /** Mails that desks sent, in order. */
  readonly carried: readonly Carried[];
  /** Mails that a door answered otherwise than 250. */
  readonly refused: readonly string[];
  /** Mails to this domain end at a desk's door, changed on the way. */
  leadToDoor(domain: string, port: number, change?: (mail: Carried) => Carried): void;
  leadToHost(domain: string, host: Host): void;
  /** Puts a mail on its way that no desk sent. */
  post(mail: Carried): Promise<void>;
  /** Resolves when nothing was carried for a while. False when that never came. */
  untilQuiet(quietMs: number, limitMs: number): Promise<boolean>;
  stop(): Promise<void>;
}

export async function openMailNetwork(): Promise<MailNetwork> {
  const carried: Carried[] = [];
  const refused: string[] = [];
  const doors = new Map<string, { client: SmtpClient; change: (mail: Carried) => Carried }>();
  const hosts = new Map<string, Host>();
  let lastAt = Date.now();
  let delivering = Promise.resolve();
  const deliver = async (mail: Carried): Promise<void> => {
    lastAt = Date.now();
    const domain = mail.to.slice(mail.to.lastIndexOf('@') + 1);
    const door = doors.get(domain);
    if (door !== undefined) {
      const changed = door.change(mail);
      const answer = await door.client.send(changed.from, [changed.to], changed.raw).catch((error: unknown) => String(error));
      if (!answer.startsWith('250')) refused.push(`${changed.from} to ${changed.to}: ${answer}`);
    }
    for (const next of hosts.get(domain)?.(mail) ?? []) void post(next);
  };
  const post = (mail: Carried) => (delivering = delivering.then(() => deliver(mail)));
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['AUTH', 'STARTTLS'],
    logger: false,
    onData: (stream, { envelope }, done) => {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        const from = envelope.mailFrom === false ? '' : envelope.mailFrom.address;
        for (const { address } of envelope.rcptTo) {
          const mail = { from, to: address, raw: Buffer.concat(chunks).toString('utf8') };
          carried.push(mail);
          void post(mail);
        }
        done();
      });
    },
  });
  server.on('error', () => undefined);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.server.address();
  return {
    url: `smtp://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`,
    carried,
    refused,
    leadToDoor: (domain, port, change = (mail) => mail) => doors.set(domain, { client: new SmtpClient(port), change }),
    leadToHost: (domain, host) => hosts.set(domain, host),
    post,
    untilQuiet: async (quietMs, limitMs) => {
      for (const end = Date.now() + limitMs; Date.now() < end; await sleep(50)) if (Date.now() - lastAt > quietMs) return true;
      return false;
    },
    stop: async () => {
      for (const { client } of doors.values()) client.close();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}
