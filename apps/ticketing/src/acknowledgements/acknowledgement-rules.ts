import type { StoredMessage } from '../intake/intake-item.js';
import { haveFailed } from '../threading/index.js';

/** Automatic mails that a thread gets without a person's message between. */
export const MOST_AUTOMATIC_MAILS = 3;

/**
 * Why nobody is told the number of the ticket that a message opens; null when its sender may be. `namesOurs`: a robot that answers our mails from
 * ever new addresses ends with its first. `elsewhere`: he may be told by another way than he came.
 */
export function refuseAcknowledgement(message: StoredMessage, namesOurs: boolean, elsewhere: boolean): string | null {
  if (message.handling?.asks !== undefined) return 'a question, which gets an answer of its own';
  return refuseAutomaticAnswer(message, elsewhere) ?? (namesOurs ? 'it answers a mail of ours, which told the number' : null);
}

/** Why a message is not answered automatically at all (RFC 3834 2); null when it may be. */
export function refuseAutomaticAnswer(message: StoredMessage, elsewhere = false): string | null {
  const { flags, handling } = message;
  if (message.direction !== 'inbound' && handling?.asks === undefined) return 'not inbound';
  if (message.sender.role !== 'customer') return 'not from a customer';
  if (flags.automated !== undefined || flags.bounce === true) return 'automated';
  if (flags.spam === true) return 'suspected spam';
  if (flags.historical === true) return 'came with the first sync';
  if (haveFailed(message.checks)) return 'somebody else may have written it in the name of its sender';
  if (!message.mayAutoReply) return 'the sender asks for no automatic answer';
  if (!message.replyWindow.open && !elsewhere) return 'no way back now';
  return null;
}

/** What is known of an address, or of all strangers of a domain, after a batch was counted in. */
export interface Activity {
  /** Acknowledgements given or wanted today, those of this batch included. */
  readonly acknowledged: number;
  /** It answered an acknowledgement faster than people do: none for the rest of the day. */
  readonly silenced: boolean;
  /** Messages of this clock hour that no person awaits, those of this batch included, and of the one before. */
  readonly unthreaded: number;
  readonly unthreadedBefore: number;
}

/** How many of the `wanted` acknowledgements of a batch an address gets, or the strangers of a domain. */
export function grantAcknowledgements(wanted: number, activity: Activity, perDay: number): number {
  if (activity.silenced) return 0;
  const before = activity.acknowledged - wanted;
  return Math.max(0, Math.min(wanted, perDay - before));
}

/**
 * How many of the `count` messages that a batch brought are above the limit, to be taken from the end. The last hour is the current clock
 * hour and what is left of the one before.
 */
export function countQuarantined(count: number, activity: Activity, perHour: number, now: Date): number {
  const passed = (now.getTime() % 3_600_000) / 3_600_000;
  const lastHour = activity.unthreaded + activity.unthreadedBefore * (1 - passed);
  return Math.max(0, Math.min(count, Math.ceil(lastHour - perHour)));
}
