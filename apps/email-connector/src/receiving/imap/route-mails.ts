import { RetriableError } from '#runtime';
import type { DoorInbox, DoorInboxes } from '../smtp/door-inboxes.js';
import { chooseInboxes, chooseSender, type Routes } from './choose-inboxes.js';
import type { FetchedMail } from './folder-reader.js';
import type { ReadMail, RoutedMail } from './read-mail.js';

/** A mailbox waits so long for an inbox that does not run (it is being started again); then its mail is the reader's. */
const STOPPED_MS = 300_000;

/**
 * Hands mails of a mailbox of several inboxes to those they are for, in order for each; resolves when all are durable. Rejects with
 * `RetriableError` while an inbox that is meant is not to be had.
 */
export async function routeMails(readerId: string, mails: readonly ReadMail[], inboxes: DoorInboxes): Promise<void> {
  const reader = inboxes.get(readerId);
  if (reader === null || !inboxes.complete)
    throw new RetriableError('not all inboxes are started yet', { code: 'inboxes_starting', hint: 'it goes on by itself' });
  const byInbox = new Map<DoorInbox, RoutedMail[]>();
  for (const mail of mails) {
    for (const [inbox, rcptTo] of chooseFor(mail, { reader, find: (address) => findFor(reader, address, inboxes) })) {
      const taker = inboxes.stoppedFor(inbox) > STOPPED_MS ? reader : inbox;
      byInbox.set(taker, [...(byInbox.get(taker) ?? []), { ...mail, rcptTo }]);
    }
  }
  for (const { id, accept } of byInbox.keys())
    if (accept === null)
      throw new RetriableError(`mail for inbox ${id} waits: it does not run`, { code: 'inbox_stopped', hint: 'it goes on by itself' });
  await Promise.all([...byInbox].map(([inbox, routed]) => inbox.acceptRead(routed)));
}

function chooseFor({ raw, sent }: FetchedMail, routes: Routes<DoorInbox>): Map<DoorInbox, string[]> {
  return sent ? new Map([[chooseSender(raw, routes), []]]) : chooseInboxes(raw, routes);
}

/** Another inbox's catch-all has no say: what lies in this mailbox was not delivered there. */
function findFor(reader: DoorInbox, address: string, inboxes: DoorInboxes): DoorInbox | null {
  return inboxes.findNamed(address) ?? (inboxes.find(address) === reader ? reader : null);
}
