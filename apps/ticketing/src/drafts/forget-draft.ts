import type { Transaction } from '#database';
import type { Actor } from '../tickets/actor.js';
import { OF_TICKET } from './drafts.js';

/** What he wrote there is sent: with it goes what he had begun. A note takes along what was begun as a note only. */
export async function forgetDraft(transaction: Transaction, ticketId: string, { kind, id }: Actor, sent: 'answer' | 'note'): Promise<void> {
  if (kind !== 'agent' || id === undefined) return;
  const which = sent === 'note' ? ' and note' : '';
  await transaction.query(`delete from reply_drafts where ${OF_TICKET} and agent_id::text = $2${which}`, [ticketId, id]);
}
