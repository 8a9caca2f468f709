import type { Transaction } from '#database';
import { forgetCopies } from './kept-copies.js';

/** Tables with words or names beside entries, by the column that leads to them; `set` instead of taking the row away, where figures need it. */
const OF_TICKETS: readonly { readonly table: string; readonly set?: string }[] = [
  ...['recognition_examples', 'recognition_predictions', 'bot_sessions', 'bot_answers', 'timers', 'notices', 'webhook_deliveries'].map(
    (table) => ({ table }),
  ),
  ...[
    'access_refusals',
    'case_evidence',
    'rule_runs',
    'waiting_tickets',
    'survey_requests',
    'contact_offers',
    'ticket_orders',
    'entry_words',
    'reply_drafts',
    'snoozes',
  ].map((table) => ({ table })),
  { table: 'feedback', set: 'reason = null, suggestion = null' },
  { table: 'bookings', set: 'note = null' },
  { table: 'compensations', set: `reason = '[erased]', basis = '{}', note = null` },
  { table: 'entry_reviews', set: 'note = null' },
  { table: 'measures', set: 'risk = null, rights = null, result = null' },
  { table: 'visits', set: `receipt = '[erased]'` },
  { table: 'consultations', set: `question = '[erased]', answer = case when answer is not null then '[erased]' end` },
  { table: 'escalations', set: `form = '{}', reason = '[erased]'` },
  { table: 'page_calls', set: `reason = '[erased]'` },
  { table: 'ticket_cases', set: 'estimate_note = null' },
  { table: 'case_stages', set: 'note = null' },
  { table: 'case_estimates', set: 'note = null, told = null' },
  { table: 'ticket_closings', set: 'answer = null' },
  { table: 'ticket_archives', set: 'process = null, solution = null, feedback = null, draft = null, last_edit = null' },
  { table: 'assignments', set: `candidates = '[]', others = '[]'` },
  { table: 'checklist_runs', set: `steps = '[]'` },
  { table: 'follow_ups', set: 'outcome = null' },
];

/** What was written while a plan ran on a ticket. */
const OF_PLANS = { plan_reports: 'text = null', plan_steps: 'result = null' };

/** What rooms of the desk keep of these tickets: words go, figures stay. */
export async function forgetTicketTraces(transaction: Transaction, ticketIds: readonly string[]): Promise<void> {
  const columns = await findColumns(transaction);
  await transaction.query(
    `delete from checklist_results r using checklist_runs c where c.id = r.run_id and c.ticket_id = any($1::uuid[])`,
    [ticketIds],
  );
  await forgetCopies(transaction, ticketIds);
  for (const [table, set] of Object.entries(OF_PLANS))
    await transaction.query(
      `update ${table} set ${onlyNullable(table, set, columns)} where run_id in (select id from plan_runs where ticket_id = any($1::uuid[]))`,
      [ticketIds],
    );
  for (const { table, set } of OF_TICKETS)
    await transaction.query(
      set === undefined
        ? `delete from ${table} where ticket_id = any($1::uuid[])`
        : `update ${table} set ${onlyNullable(table, set, columns)} where ticket_id = any($1::uuid[])`,
      [ticketIds],
    );
}

/** Tables whose rows of a ticket hold no words of people: numbers, times, keys and ids. */
export const TABLES_OF_FIGURES: readonly string[] = [
  ...[
    'tickets',
    'entries',
    'ticket_people',
    'message_claims',
    'conversation_tickets',
    'live_conversations',
    'automatic_messages',
    'clocks',
  ],
  ...['ticket_looks', 'plan_runs', 'knowledge_articles', 'knowledge_uses', 'check_ins', 'ticket_statuses', 'report_facts'],
  ...['audit_log', 'ticket_guests', 'ticket_watchers', 'legal_holds', 'incidents', 'incident_tickets', 'incident_customers'],
  'incident_releases',
];

/** What leads to people and entries, and no ticket: taken out with the person (`contacts/contact-erasure.ts`), or nothing but ids and times. */
export const TABLES_OF_PEOPLE: readonly string[] = [
  ...[
    'contact_confirmations',
    'contact_orders',
    'contact_products',
    'contact_profiles',
    'identities',
    'incident_tellings',
    'ledger',
    'tasks',
  ],
  ...['entry_blobs', 'recording_accesses', 'rerouted_replies', 'checklist_results', 'ringing_calls'],
];

export const TABLES_OF_WORDS: readonly string[] = OF_TICKETS.map(({ table }) => table);

async function findColumns(transaction: Transaction): Promise<ReadonlySet<string>> {
  const rows = await transaction.query<{ name: string }>(
    `select table_name || '.' || column_name as name from information_schema.columns
     where table_schema = current_schema() and is_nullable = 'NO' and table_name = any($1::text[])`,
    [[...OF_TICKETS.map(({ table }) => table), ...Object.keys(OF_PLANS)]],
  );
  return new Set(rows.map(({ name }) => name));
}

/** A column that must have a value gets an empty one. */
function onlyNullable(table: string, set: string, required: ReadonlySet<string>): string {
  return set.replaceAll(/(\w+) = null/g, (all, column: string) => (required.has(`${table}.${column}`) ? `${column} = '[erased]'` : all));
}

/** Words, names and raw bytes of entries; what comes later for one finds the highest revision there is, and changes nothing. */
export async function eraseEntryContent(transaction: Transaction, entryIds: readonly string[], now: Date): Promise<void> {
  await transaction.query('delete from entry_words where entry_id = any($1::uuid[])', [entryIds]);
  await transaction.query(
    `update entries set remote_message_id = null, idempotency_key = 'erased:' || id, revision = 2147483647,
       author = json_build_object('role', author->>'role'), plain_text = '', new_text = null, parts = '[]', threading = null, raw = null,
       reply_context = null, flags = json_build_object('erasedAt', $2::text),
       delivery = case when delivery is not null then json_build_object('status', delivery->>'status', 'at', delivery->>'at', 'attempt', 0) end
     where id = any($1::uuid[])`,
    [entryIds, now.toISOString()],
  );
}
