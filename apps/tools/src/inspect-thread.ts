import { openMailParser } from '#apps/email-connector/src/email.inspect';
import { createThreadInspection, type MailboxReader } from '#apps/ticketing/src/threading.inspect';
import { readEvent } from '#connector-sdk';
import { toWholeMessage } from '#contracts';
import { type Clock, type Inspection, SystemClock } from '#runtime';
import { readMailbox } from './inspecting/mailbox.js';

/** The email-connector's parser reads the mails, ticketing's resolver places them: only a roof may bring the two together. */
export const inspections: readonly Inspection[] = [createThreadInspection(() => openReader(new SystemClock()))];

/** Mails at work at once: keeps every parser process busy, holds few mails in memory. */
const AHEAD = 64;

function openReader(clock: Clock): MailboxReader {
  const parser = openMailParser();
  const receivedAt = clock.now().toISOString();
  return {
    async read(file, bytes) {
      const mails = readMailbox(file, bytes);
      const messages = [];
      for (let first = 0; first < mails.length; first += AHEAD) {
        const parsed = mails.slice(first, first + AHEAD).map((raw, place) => parser.parse(raw, envelopeOf(first + place, receivedAt)));
        messages.push(...(await Promise.all(parsed)).map(({ event }) => toWholeMessage(readEvent(event))));
      }
      return messages;
    },
    stop: () => parser.stop(),
  };
}

function envelopeOf(index: number, receivedAt: string) {
  return { inboxId: 'mailbox', provider: 'file', address: 'mailbox@invalid', rcptTo: [], receivedAt, deliveryId: `mailbox:${index}` };
}
