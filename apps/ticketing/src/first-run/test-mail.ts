import { randomUUID } from 'node:crypto';
import { PermanentError } from '#runtime';
import { failure, LineConnection } from './inbox-test/line-connection.js';

export interface TestMail {
  readonly host: string;
  readonly port: number;
  readonly from: string;
  readonly to: string;
  readonly subject: string;
  readonly text: string;
}

/** Sends a mail to our own door as anybody else would. Resolves with its Message-ID once the door has it. Throws `PermanentError` (`door_closed`). */
export async function sendTestMail({ host, port, from, to, subject, text }: TestMail): Promise<string> {
  const id = `${randomUUID()}@first-run.invalid`;
  const lines = [
    ...[`From: <${from}>`, `To: <${to}>`, `Subject: =?utf-8?B?${Buffer.from(subject).toString('base64')}?=`],
    ...[`Message-ID: <${id}>`, `Date: ${new Date().toUTCString()}`, 'MIME-Version: 1.0', 'Content-Type: text/plain; charset=utf-8'],
    ...['Content-Transfer-Encoding: base64', '', Buffer.from(text).toString('base64'), '.'],
  ];
  let line: LineConnection | null = null;
  try {
    line = await LineConnection.open(host, port);
    const hears = async (wanted: RegExp) => {
      const last = (await line!.answer((each) => /^\d{3} /.test(each))).at(-1) ?? '';
      if (!wanted.test(last)) throw failure('REFUSED', last);
    };
    await hears(/^220/);
    for (const command of ['EHLO tributary.invalid', `MAIL FROM:<${from}>`, `RCPT TO:<${to}>`]) {
      line.send(command);
      await hears(/^25\d/);
    }
    line.send('DATA');
    await hears(/^354/);
    line.send(lines.join('\r\n'));
    await hears(/^250/);
    return id;
  } catch (error) {
    throw new PermanentError(`the door at ${host}:${port} did not take it: ${(error as Error).message}`, {
      code: 'door_closed',
      hint: 'see smtp.enabled, smtp.host and smtp.port, and whether the e-mail connector runs',
      cause: error,
    });
  } finally {
    line?.close();
  }
}
