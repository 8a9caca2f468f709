import { type Untaken, untaken } from '#connector-sdk';
import { PermanentError } from '#runtime';
import type { UidRange } from '../../converting/uid-ranges.js';

/**
 * So much a single mail may fail, with the reconnect's growing waits in between, before it is left in the mailbox and the rest goes on. A
 * refusal is the mail's fault and counts double; a link that broke may have had other reasons.
 */
const LIMIT = 10;
const REFUSAL = 2;
const BROKEN_LINK = 1;

/** The server lists a mail and does not give it. */
export class WithheldError extends Error {}

/** Remembers over which mail a folder stumbles, so that one that can never be taken does not stop all behind it. */
export class Trouble {
  private among: UidRange | null = null;
  private guilty: { readonly uid: number; readonly failures: number; readonly error: unknown } | null = null;

  /** UIDs to take one by one. */
  get alone(): UidRange | null {
    return this.among;
  }

  /** These could not be taken. The first time they are tried again one by one; what then fails alone is guilty. */
  note({ from, to }: UidRange, error: unknown): void {
    if (from !== to || this.among === null || from < this.among.from || to > this.among.to) {
      this.among = { from, to };
      this.guilty = null;
    }
    if (from !== to) return;
    const before = this.guilty?.uid === from ? this.guilty.failures : 0;
    this.guilty = { uid: from, failures: before + (isRefusal(error) ? REFUSAL : BROKEN_LINK), error };
  }

  /** Why this one is given up; null as long as it is not. */
  reasonToLeave(uid: number): Untaken | null {
    if (this.guilty?.uid !== uid || this.guilty.failures < LIMIT) return null;
    const { error } = this.guilty;
    const words = (error as { responseText?: string }).responseText ?? (error instanceof Error ? error.message : String(error));
    const said = words.slice(0, 200);
    return untaken('mail_untakeable', `it could not be taken, tried several times (${said})`, { said });
  }

  /** All up to here is done. */
  passed(uid: number): void {
    if (this.among !== null && uid >= this.among.to) this.among = null;
    if (this.guilty !== null && uid >= this.guilty.uid) this.guilty = null;
  }
}

function isRefusal(error: unknown): boolean {
  if (error instanceof PermanentError || error instanceof WithheldError) return true;
  return ['NO', 'BAD'].includes((error as { responseStatus?: string }).responseStatus ?? '');
}
