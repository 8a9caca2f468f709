import type { Capabilities } from '#contracts';

/** What is known of an inbox. */
interface Told {
  readonly id: string;
  readonly channel: string;
  readonly capabilities: Pick<Capabilities, 'holdings'> | null;
}

/**
 * Pure: may somebody read who wrote the messages on this remote? Not where the inbox is sealed from him (`hidden`: see `SealedBoxes`), nor where mail of
 * one that is may lie among them: one without a mailbox of its own is fed from another's.
 */
export function mayName(inboxId: string, hidden: readonly string[] | null | undefined, inboxes: readonly Told[]): boolean {
  if (hidden === undefined) return true;
  if (hidden === null || hidden.includes(inboxId)) return false;
  const channel = inboxes.find(({ id }) => id === inboxId)?.channel;
  return !inboxes.some((inbox) => hidden.includes(inbox.id) && inbox.channel === channel && inbox.capabilities?.holdings !== 'listed');
}
