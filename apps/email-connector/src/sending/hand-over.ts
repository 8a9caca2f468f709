import type { Readable } from 'node:stream';
import type Mail from 'nodemailer/lib/mailer/index.js';

const STREAMS = new WeakMap<object, Readable>();

/** Keeps the stream that the SMTP connection will read: it is read only after the server's 354. A plugin of nodemailer. */
export function exposeMessageStream(
  mail: { data: Mail.Options; message: { createReadStream: () => Readable } },
  done: (error?: Error | null) => void,
): void {
  const make = mail.message.createReadStream.bind(mail.message);
  const owner = mail.data.envelope as object;
  mail.message.createReadStream = () => {
    const stream = make();
    STREAMS.set(owner, stream);
    return stream;
  };
  done();
}

/** Did the server ask for this mail? To be called after the sending. */
export function watchHandOver(mail: Mail.Options): () => boolean {
  const owner = mail.envelope as object;
  return () => STREAMS.get(owner)?.readableDidRead ?? false;
}
