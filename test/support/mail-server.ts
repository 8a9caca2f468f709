import type { Socket } from 'node:net';
import PostalMime, { type Email } from 'postal-mime';
import { SMTPServer } from 'smtp-server';

export interface ArrivedMail {
  readonly envelopeFrom: string;
  readonly envelopeTo: readonly string[];
  readonly raw: string;
  readonly mail: Email;
  /** Header by lower case name. */
  header(name: string): string | undefined;
}

/** A customer's mail server: takes everything, unless told to answer otherwise. */
export interface MailServer {
  readonly url: string;
  readonly arrived: ArrivedMail[];
  /** Answers every recipient with this code from now on; null takes mail again. */
  refuse(code: number | null): void;
  /** Lets nobody in, and those who are in go: "not now". False opens it again. */
  close(closed: boolean): void;
  /** Ends all connections; new ones are taken. */
  dropConnections(): void;
  stop(): Promise<void>;
}

/** Is this login good? `challenge`: the refusal comes as XOAUTH2 has it, in a 334 first (Gmail); else at once (Exchange). */
export interface LoginCheck {
  readonly isGood: (login: { user: string; accessToken?: string; password?: string }) => boolean;
  readonly challenge?: boolean;
}

/** With `logins` it wants one before any mail, and takes tokens (XOAUTH2) besides passwords. */
export async function startMailServer(logins?: LoginCheck): Promise<MailServer> {
  const arrived: ArrivedMail[] = [];
  let refusal: number | null = null;
  let closed = false;
  const server = new SMTPServer({
    authOptional: logins === undefined,
    disabledCommands: logins === undefined ? ['AUTH', 'STARTTLS'] : ['STARTTLS'],
    authMethods: ['XOAUTH2', 'PLAIN'],
    allowInsecureAuth: true,
    onAuth: ({ username, password, accessToken }, _session, done) => {
      const user = username ?? '';
      const good = logins?.isGood({ user, password: password ?? undefined, accessToken: accessToken ?? undefined }) ?? true;
      if (good) return done(null, { user });
      if (logins?.challenge === true) return done(null, { data: { status: '401', schemes: 'bearer mac' } } as never);
      done(Object.assign(new Error('5.7.3 Authentication unsuccessful'), { responseCode: 535 }));
    },
    logger: false,
    onConnect: (_session, done) => done(closed ? Object.assign(new Error('4.3.2 Service not available'), { responseCode: 421 }) : null),
    onRcptTo: (_address, _session, done) =>
      done(refusal === null ? null : Object.assign(new Error('refused by the test'), { responseCode: refusal })),
    onData: (stream, session, done) => {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        const raw = Buffer.concat(chunks);
        void PostalMime.parse(raw).then((mail) => {
          const { mailFrom, rcptTo } = session.envelope;
          arrived.push({
            envelopeFrom: mailFrom === false ? '' : mailFrom.address,
            envelopeTo: rcptTo.map(({ address }) => address),
            raw: raw.toString('utf8'),
            mail,
            header: (name) => mail.headers.find(({ key }) => key === name)?.value,
          });
          done();
        });
      });
    },
  });
  const sockets = new Set<Socket>();
  server.server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  server.on('error', () => undefined);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.server.address();
  return {
    url: `smtp://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`,
    arrived,
    refuse: (code) => (refusal = code),
    close: (now) => {
      closed = now;
      if (now) sockets.forEach((socket) => socket.destroy());
    },
    dropConnections: () => sockets.forEach((socket) => socket.destroy()),
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
