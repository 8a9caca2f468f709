import { Inject, Injectable } from '@nestjs/common';
import { PermanentError, SECRET_KEY, type SecretKey } from '#runtime';

const PURPOSE = 'progress-proof';
const HOUR_MS = 3_600_000;
/** As long as a working day with the page open. */
const HOURS = 12;

/**
 * That whoever shows it answered a code which went to an address of the ticket's contact: ticket · last hour · MAC. It is worth nothing without the ticket's link,
 * and nothing of it is stored.
 */
@Injectable()
export class ProgressProofs {
  constructor(@Inject(SECRET_KEY) private readonly secret: SecretKey) {}

  make(ticketId: string, now: Date): { readonly proof: string; readonly expiresAt: Date } {
    const hour = Math.ceil(now.getTime() / HOUR_MS) + HOURS;
    return { proof: `${hour.toString(36)}.${this.mac(ticketId, hour)}`, expiresAt: new Date(hour * HOUR_MS) };
  }

  isValid(ticketId: string, proof: string | undefined, now: Date): boolean {
    const [written = '', mac = ''] = (proof ?? '').split('.');
    const hour = Number.parseInt(written, 36);
    if (!Number.isSafeInteger(hour) || now.getTime() >= hour * HOUR_MS) return false;
    return this.secret.verify(PURPOSE, `${ticketId}:${hour}`, Buffer.from(mac, 'base64url'));
  }

  /** Throws `PermanentError` (`proof_needed`). */
  refuse(ticketId: string, proof: string | undefined, now: Date): void {
    if (this.isValid(ticketId, proof, now)) return;
    throw new PermanentError('a link alone shows nothing of what was written', {
      code: 'proof_needed',
      hint: 'POST …/confirmations sends a code to the address of who wrote; its answer brings the proof',
    });
  }

  private mac(ticketId: string, hour: number): string {
    return this.secret.sign(PURPOSE, `${ticketId}:${hour}`).toString('base64url');
  }
}
