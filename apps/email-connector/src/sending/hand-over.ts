import type { Readable } from 'node:stream';
import type Mail from 'nodemailer/lib/mailer/index.js';

/** How far a mail came at its last try: no word on a recipient yet · on one at least · the server asked for the message (354). */
export type Reached = 'server' | 'recipients' | 'message';

/** What nodemailer notes on the envelope while it speaks to the server. */
interface UsedEnvelope {
  readonly accepted?: readonly string[];
  readonly rejected?: readonly string[];
}

const TRIES = new WeakMap<object, { readonly stream: Readable; readonly envelope: UsedEnvelope }>();

/**
 * Keeps the stream that the SMTP connection will read, only after the server's 354, and the envelope that it works off. A plugin of nodemailer,
 * whose errors do not tell: it names CONN for every 421 and every broken link.
 */
export function exposeMessageStream(
  mail: { data: Mail.Options; message: { createReadStream: () => Readable; getEnvelope: () => object } },
  done: (error?: Error | null) => void,
): void {
  const make = mail.message.createReadStream.bind(mail.message);
  const owner = mail.data.envelope as object;
  mail.message.createReadStream = () => {
    const stream = make();
    TRIES.set(owner, { stream, envelope: mail.message.getEnvelope() });
    return stream;
  };
  done();
}

/** To be called after the sending. */
export function watchHandOver(mail: Mail.Options): () => Reached {
  const owner = mail.envelope as object;
  return () => {
    const { stream, envelope: { accepted = [], rejected = [] } = {} } = TRIES.get(owner) ?? {};
    if (stream?.readableDidRead === true) return 'message';
    return accepted.length + rejected.length > 0 ? 'recipients' : 'server';
  };
}
