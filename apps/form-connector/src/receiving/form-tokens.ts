import { randomBytes } from 'node:crypto';
import { hash } from 'node:crypto';
import { RefusedRequest } from '#connector-sdk';
import type { Clock, SecretKey } from '#runtime';

const PURPOSE = 'form-tokens';
const MAC_BYTES = 16;
/** A form that lies open for longer is loaded anew. */
const LIVES_MS = 6 * 3_600_000;
const MOST_USED = 50_000;

/** What a page carries that we served: when, and a number used once. */
export interface FormToken {
  /** Names the submission: the same page sent twice is the same message. */
  readonly nonce: string;
  readonly servedAt: number;
}

/**
 * Signed tokens of served pages. Used ones are remembered in this process, with a print of what they brought: the same once more (a second click,
 * a reload) is the same message; something else is refused. After a restart it would be a message of its own by its print: nothing is lost by it.
 */
export class FormTokens {
  private readonly used = new Map<string, string>();

  constructor(
    private readonly inboxId: string,
    private readonly secret: SecretKey,
    private readonly clock: Clock,
  ) {}

  issue(): string {
    const body = `${randomBytes(12).toString('base64url')}.${this.clock.now().getTime().toString(36)}`;
    const mac = this.secret.sign(PURPOSE, this.scoped(body)).subarray(0, MAC_BYTES);
    return `${body}.${mac.toString('base64url')}`;
  }

  /** Throws `RefusedRequest`: 403 for a token that is not ours, or over. */
  read(token: string): FormToken {
    const [nonce = '', servedAt = '', mac = ''] = token.split('.');
    if (!this.secret.verify(PURPOSE, this.scoped(`${nonce}.${servedAt}`), Buffer.from(mac, 'base64url')) || mac.length < 22)
      throw new RefusedRequest(403, 'bad_form_token', 'The form was not loaded from here: load it again and send it from there');
    const at = Number.parseInt(servedAt, 36);
    if (this.clock.now().getTime() - at > LIVES_MS)
      throw new RefusedRequest(403, 'form_expired', 'The form has been open for too long: load it again and send it from there');
    return { nonce, servedAt: at };
  }

  /** Throws `RefusedRequest` (409) when the token brought something else before. */
  refuseOtherUse({ nonce }: FormToken, print: string): void {
    const known = this.used.get(nonce);
    if (known !== undefined && known !== print)
      throw new RefusedRequest(409, 'form_used', 'This form was sent already: load it again to send another one');
  }

  /** After the message is on the log. */
  use({ nonce }: FormToken, print: string): void {
    if (this.used.size >= MOST_USED) this.used.delete(this.used.keys().next().value!);
    this.used.set(nonce, print);
  }

  private scoped(body: string): string {
    return `${this.inboxId}\0${body}`;
  }
}

/** Has the sender's machine worked for it? sha256(`<token>:<proof>`) begins with so many zero bits. */
export function provesWork(token: string, proof: string, bits: number): boolean {
  if (proof === '' || proof.length > 32) return false;
  const digest = hash('sha256', `${token}:${proof}`, 'buffer');
  return digest.readUInt32BE(0) >>> (32 - bits) === 0;
}
