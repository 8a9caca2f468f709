import { readFile } from 'node:fs/promises';
import { createTransport } from 'nodemailer';
import { type CommandArguments, PermanentError, readOption, requireOption, requireOptions, UsageError, type AdminCommand } from '#runtime';
import { explainFailure } from './explain-failure.js';

/** A mail through the SMTP door, as any mail server would hand it over; `--file` sends the bytes of a message as they are. */
export const sendMail: AdminCommand = {
  name: 'send-mail',
  usage: '--from ADDRESS [--to ADDRESS] --subject TEXT --text TEXT | --file MESSAGE.eml [--host HOST] [--port PORT]',
  options: ['from', 'to', 'subject', 'text', 'file', 'host', 'port'],
  summary: 'sends a mail to the SMTP door of the running product',
  async run(args, context) {
    const { settings } = context;
    const host = readOption(args, 'host') ?? settings.smtp.host;
    const port = Number(readOption(args, 'port') ?? settings.smtp.port);
    if (!Number.isInteger(port) || port < 1 || port > 65_535) throw new UsageError('--port is a number from 1 to 65535');
    const file = readOption(args, 'file');
    requireOptions(args, file === undefined ? ['from', 'subject', 'text'] : ['from']);
    const from = readAddress(args, 'from', undefined);
    const to = readAddress(args, 'to', settings.inbox.address);
    const mail = file === undefined ? writeMail(args, from, to) : { envelope: { from, to }, raw: await readMessage(file) };
    const transport = createTransport({ host, port, secure: false, ignoreTLS: true, connectionTimeout: 5_000, greetingTimeout: 5_000 });
    try {
      const sent = await transport.sendMail(mail);
      context.print(`${sent.response}  ${file === undefined ? sent.messageId.replace(/^<|>$/g, '') : file}`);
    } catch (error) {
      throw explainFailure(error, `${host}:${port}`);
    } finally {
      transport.close();
    }
  },
};

function readAddress(args: CommandArguments, name: string, otherwise: string | undefined): string {
  const address = readOption(args, name) ?? otherwise ?? '';
  if (!/^[^\s@]+@[^\s@]+$/.test(address)) throw new UsageError(`--${name} ${address}: this is no email address`);
  return address;
}

function writeMail(args: CommandArguments, from: string, to: string) {
  return { from, to, subject: requireOption(args, 'subject'), text: requireOption(args, 'text') };
}

async function readMessage(file: string): Promise<Buffer> {
  try {
    return await readFile(file);
  } catch (cause) {
    const { code = String(cause) } = cause as NodeJS.ErrnoException;
    throw new PermanentError(`The message ${file} cannot be read (${code})`, {
      code: 'file_unreadable',
      hint: 'Name a file with a whole mail (header and body) after --file.',
      cause,
    });
  }
}
