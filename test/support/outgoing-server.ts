import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';

export interface TakenMail {
  readonly from: string;
  readonly to: readonly string[];
  readonly raw: Buffer;
  /** Was it handed over under SMTPUTF8? */
  readonly utf8: boolean;
}

/** The outgoing server of a desk, as strict as a test wants it. */
export interface OutgoingServer {
  readonly port: number;
  readonly taken: TakenMail[];
  /** Each login that was tried: was it let in? */
  readonly logins: boolean[];
  /** Answer to a recipient: null takes it; a text is `code words`. May wait. */
  judge: (recipient: string) => Promise<string | null> | string | null;
  /** Null: anybody may send. */
  password: string | null;
  url(user?: string, password?: string): string;
  stop(): Promise<void>;
}

const refusal = (answer: string) => Object.assign(new Error(answer.slice(4)), { responseCode: Number(answer.slice(0, 3)) });

export async function startOutgoingServer(password: string | null = null, options: SMTPServerOptions = {}): Promise<OutgoingServer> {
  const smtp = new SMTPServer({
    authOptional: true,
    allowInsecureAuth: true,
    disabledCommands: ['STARTTLS'],
    logger: false,
    onAuth: (auth, _session, done) => {
      const good = auth.password === server.password;
      server.logins.push(good);
      if (good) done(null, { user: auth.username });
      else done(refusal('535 5.7.8 Username and Password not accepted'));
    },
    onMailFrom: (_address, session, done) =>
      done(server.password !== null && session.user === undefined ? refusal('530 5.7.0 Authentication required') : null),
    onRcptTo: ({ address }, _session, done) =>
      void Promise.resolve(server.judge(address)).then((answer) => done(answer === null ? null : refusal(answer))),
    onData: (stream, { envelope }, done) =>
      void buffer(stream).then(
        (raw) => {
          server.taken.push({
            from: envelope.mailFrom === false ? '' : envelope.mailFrom.address,
            to: envelope.rcptTo.map(({ address }) => address),
            raw,
            utf8: envelope.mailFrom !== false && 'SMTPUTF8' in (envelope.mailFrom.args || {}),
          });
          done();
        },
        // A sender that was killed: what came of its mail is none.
        (error: Error) => done(error),
      ),
    ...options,
  });
  smtp.on('error', () => undefined);
  smtp.listen(0, '127.0.0.1');
  await once(smtp.server, 'listening');
  const { port } = smtp.server.address() as AddressInfo;
  const server: OutgoingServer = {
    port,
    taken: [],
    logins: [],
    judge: () => null,
    password,
    url: (user, secret) => `smtp://${user === undefined ? '' : `${user}:${secret}@`}127.0.0.1:${port}`,
    stop: () => new Promise((resolve) => smtp.close(() => resolve())),
  };
  return server;
}
