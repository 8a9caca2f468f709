import type { Transporter } from 'nodemailer';
import SMTPConnection from 'nodemailer/lib/smtp-connection/index.js';
import { RetriableError } from '#runtime';

/**
 * Does the outgoing server offer SMTPUTF8? Asked only for an address that needs it: nodemailer leaves the keyword out where the server does not
 * know it, and sends the bare bytes. Rejects with `RetriableError` when the server cannot be reached.
 */
export async function offersSmtpUtf8(transport: Transporter): Promise<boolean> {
  const connection = new SMTPConnection((transport as unknown as { transporter: { options: object } }).transporter.options);
  try {
    await new Promise<void>((resolve, reject) => {
      connection.once('error', reject);
      connection.once('end', () => reject(new Error('the connection was closed')));
      connection.connect((error?: unknown) => (error ? reject(error as Error) : resolve()));
    });
    // The answer to the last EHLO, the one within TLS.
    return /^250[ -]SMTPUTF8\b/im.test(String(connection.lastServerResponse));
  } catch (cause) {
    const message = cause instanceof Error ? cause.message : String(cause);
    throw new RetriableError(message, { code: 'smtp_provider_unavailable', hint: 'nothing to do: it is tried again by itself', cause });
  } finally {
    connection.removeAllListeners('end');
    connection.quit();
  }
}
