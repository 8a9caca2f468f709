import { simpleParser } from 'mailparser';
import pg from 'pg';
import { SMTPServer } from 'smtp-server';

interface Waiting {
  readonly id: string;
  readonly from: string;
  readonly subject: string;
  readonly text: string;
  readonly raw: Buffer;
  done(error?: Error): void;
}

/**
 * The yardstick: the same libraries in one file with nothing between them — smtp-server, mailparser, one table, `unnest` inserts of at
 * most 100 rows, `250` after the commit. Prints its port and runs until it is told to stop.
 */
export async function main([url]: readonly string[]): Promise<void> {
  const pool = new pg.Pool({ connectionString: url, max: 4 });
  await pool.query('create table if not exists bare (id text primary key, sender text, subject text, body text, raw bytea)');
  const waiting: Waiting[] = [];
  let flushing = false;
  const flush = async () => {
    if (flushing) return;
    flushing = true;
    while (waiting.length > 0) {
      const batch = waiting.splice(0, 100);
      const column = (value: (mail: Waiting) => unknown) => batch.map(value);
      await pool
        .query(
          'insert into bare select * from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::bytea[]) on conflict do nothing',
          [
            column((mail) => mail.id),
            column((mail) => mail.from),
            column((mail) => mail.subject),
            column((mail) => mail.text),
            column((mail) => mail.raw),
          ],
        )
        .then(
          () => batch.forEach((mail) => mail.done()),
          (error: Error) => batch.forEach((mail) => mail.done(error)),
        );
    }
    flushing = false;
  };
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['AUTH', 'STARTTLS'],
    disableReverseLookup: true,
    logger: false,
    onData: (stream, _session, done) => {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        const raw = Buffer.concat(chunks);
        void simpleParser(raw).then((mail) => {
          waiting.push({
            id: mail.messageId ?? '',
            from: mail.from?.text ?? '',
            subject: mail.subject ?? '',
            text: mail.text ?? '',
            raw,
            done,
          });
          void flush();
        });
      });
    },
  });
  server.server.on('connection', (socket: import('node:net').Socket) => socket.setNoDelay(true));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  console.log(JSON.stringify(server.server.address()));
  await new Promise(() => undefined);
}
