import type { DeliveryChanged, TerseMessage } from '#contracts';
import { readCommandId } from '../email.ids.js';

/** Is this the copy, in the folder of sent mail, of a reply that we sent? Then the server has it, whatever we know of the sending: `unknown` ends. */
export function toSelfEcho(event: TerseMessage, idKeys: readonly Buffer[]): Omit<DeliveryChanged, 'inboxId' | 'rank'> | null {
  if (event.direction !== 'echo') return null;
  for (const key of idKeys) {
    const commandId = readCommandId(event.remoteMessageId, key);
    if (commandId === null) continue;
    const { occurredAt: at, remoteMessageId } = event;
    return { commandId, status: 'sent', final: false, at, attempt: 1, remoteMessageId, evidence: 'self_echo' };
  }
  return null;
}
