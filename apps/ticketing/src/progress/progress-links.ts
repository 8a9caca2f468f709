import { Inject, Injectable } from '@nestjs/common';
import { PermanentError, SECRET_KEY, type SecretKey, SETTINGS, type Settings } from '#runtime';

const PURPOSE = 'progress-link';
const DAY_MS = 86_400_000;
const MAC_BYTES = 16;
const BODY_BYTES = 20;

/**
 * Signed links to how a ticket stands: ticket 16 bytes · last day 4 bytes (days since 1970) · MAC 16 bytes, as base64url. Who has one sees number, state and
 * times, and nothing of what was written: that is for who proves who he is.
 */
@Injectable()
export class ProgressLinks {
  constructor(
    @Inject(SECRET_KEY) private readonly secret: SecretKey,
    @Inject(SETTINGS) private readonly settings: Pick<Settings, 'http'>,
  ) {}

  make(ticketId: string, days: number, now: Date): { readonly token: string; readonly url: string | null; readonly expiresAt: Date } {
    const day = Math.ceil(now.getTime() / DAY_MS) + days;
    const body = Buffer.alloc(BODY_BYTES);
    body.write(ticketId.replaceAll('-', ''), 'hex');
    body.writeUInt32BE(day, 16);
    const token = Buffer.concat([body, this.secret.sign(PURPOSE, body).subarray(0, MAC_BYTES)]).toString('base64url');
    const { publicUrl } = this.settings.http;
    const url = publicUrl === undefined ? null : `${publicUrl.replace(/\/$/, '')}/help/progress/${token}`;
    return { token, url, expiresAt: new Date(day * DAY_MS) };
  }

  /** Id of the ticket. Throws `PermanentError`: `link_invalid`, `link_expired`. */
  open(token: string, now: Date): string {
    const bytes = /^[\w-]{48}$/.test(token) ? Buffer.from(token, 'base64url') : Buffer.alloc(0);
    const [body, mac] = [bytes.subarray(0, BODY_BYTES), bytes.subarray(BODY_BYTES)];
    if (bytes.length !== BODY_BYTES + MAC_BYTES || !this.secret.verify(PURPOSE, body, mac))
      throw new PermanentError('this link is none of ours', { code: 'link_invalid', hint: 'use the link as it was sent' });
    if (now.getTime() >= body.readUInt32BE(16) * DAY_MS)
      throw new PermanentError('this link is over', { code: 'link_expired', hint: 'write to us for a new one' });
    return body.toString('hex', 0, 16).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
  }
}
