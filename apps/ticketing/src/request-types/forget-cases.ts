import type { Transaction } from '#database';

/** What tickets of an erased person keep as requests: when what happened stays, what he or others wrote of it does not. */
export async function forgetCases(transaction: Transaction, ticketIds: readonly string[]): Promise<void> {
  const statements = [
    'delete from case_evidence where ticket_id = any($1::uuid[])',
    'delete from access_refusals where ticket_id = any($1::uuid[])',
    'update ticket_cases set estimate_note = null where ticket_id = any($1::uuid[])',
    'update case_stages set note = null where ticket_id = any($1::uuid[])',
    'update case_estimates set note = null where ticket_id = any($1::uuid[])',
    'update ticket_closings set answer = null where ticket_id = any($1::uuid[])',
    'update follow_ups set outcome = null where ticket_id = any($1::uuid[])',
    `update ticket_archives set process = null, solution = null, feedback = null, article = null, new_problem = false
     where ticket_id = any($1::uuid[])`,
  ];
  for (const statement of statements) await transaction.query(statement, [ticketIds]);
}
