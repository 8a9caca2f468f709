import { readFile } from 'node:fs/promises';
import { createTransport } from 'nodemailer';
import { PermanentError, readOption, requireOption, RetriableError, UsageError, type AdminCommand } from '#runtime';

/** A mail through the SMTP door, as any mail server would hand it over; `--file` sends the bytes of a message as they are. */
export const sendMail: AdminCommand = {
  name: 'send-mail',
  usage: '--from ADDRESS --to ADDRESS --subject TEXT --text TEXT [--file MESSAGE.eml] [--host HOST] [--port PORT]',
  options: ['from', 'to', 'subject', 'text', 'file', 'host', 'port'],
  summary: 'sends a mail to the SMTP door of the running product',
  async run(args, context) {
    const { settings } = context;
    const host = readOption(args, 'host') ?? settings.smtp.host;
    const port = Number(readOption(args, 'port') ?? settings.smtp.port);
    if (!Number.isInteger(port) || port < 1 || port > 65_535) throw new UsageError('--port is a number from 1 to 65535');
    const to = readOption(args, 'to') ?? settings.inbox.address;
    const from = requireOption(args, 'from');
    const file = readOption(args, 'file');
    const transport = createTransport({ host, port, secure: false, ignoreTLS: true, connectionTimeout: 5_000, greetingTimeout: 5_000 });
    try {
      const sent = await transport.sendMail(
        file === undefined
          ? { from, to, subject: requireOption(args, 'subject'), text: requireOption(args, 'text') }
          : { envelope: { from, to }, raw: await readFile(file) },
      );
      context.print(`${sent.response}  ${file === undefined ? sent.messageId.replace(/^<|>$/g, '') : file}`);
    } catch (error) {
      throw explainRefusal(error, `${host}:${port}`);
    } finally {
      transport.close();
    }
  },
};

function explainRefusal(error: unknown, door: string): unknown {
  const { code, response, message } = error as { code?: string; response?: string; message?: string };
  if (code === 'ESOCKET' || code === 'ECONNECTION' || code === 'ECONNREFUSED' || code === 'ETIMEDOUT')
    return new RetriableError(`No SMTP door answers at ${door} (${message})`, {
      code: 'door_away',
      hint: 'Start the product (npm start), or name its door with --host and --port (TRIBUTARY_SMTP_PORT).',
      cause: error,
    });
  if (response !== undefined) return new PermanentError(`The door refused the mail: ${response}`, { code: 'mail_refused', cause: error });
  return error;
}
