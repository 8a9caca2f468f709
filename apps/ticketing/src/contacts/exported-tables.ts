/** How rows of a table lead to a person: by a ticket of his, by him, or by an entry of his. */
export type Lead = 'ticket' | 'contact' | 'entry';

export interface ExportedTable {
  readonly table: string;
  /** Column → what it names; a row that any of them leads to is his. */
  readonly by: Readonly<Record<string, Lead>>;
  /** Columns that are nobody's business but the desk's: keys of rows, secrets, whom else it was offered to. */
  readonly leave?: readonly string[];
  /** What is told besides: a JSON object, of the row `x`. */
  readonly more?: string;
}

const ticket = { ticket_id: 'ticket' } as const;
const contact = { contact_id: 'contact' } as const;
const both = { ...contact, ...ticket } as const;

/** What the desk keeps of a person beside his contact, tickets and entries; a section of `contact.json` each, called as its table. */
export const EXPORTED_TABLES: readonly ExportedTable[] = [
  ...['contact_profiles', 'contact_orders', 'contact_products', 'check_ins'].map((table) => ({ table, by: contact })),
  { table: 'contact_confirmations', by: contact, leave: ['code_hash'] },
  { table: 'contact_merges', by: { from_contact: 'contact', into_contact: 'contact' } },
  ...['bookings', 'compensations'].map((table) => ({ table, by: both, leave: ['key'] })),
  { table: 'feedback', by: both, leave: ['key'] },
  { table: 'survey_requests', by: both, leave: ['key'] },
  { table: 'incident_customers', by: both },
  { table: 'incident_releases', by: { subject: 'contact' }, leave: ['released_by'] },
  {
    table: 'incident_tellings',
    by: contact,
    more: `(select json_build_object('kind', n.kind, 'text', n.text) from incident_notices n where n.id = x.notice_id)`,
  },
  { table: 'ticket_people', by: contact, leave: ['person'] },
  ...['access_refusals', 'automatic_messages', 'bot_sessions', 'bot_answers', 'case_estimates', 'case_stages', 'clocks'].map((table) => ({
    table,
    by: ticket,
  })),
  ...['escalations', 'incidents', 'knowledge_uses', 'measures', 'snoozes', 'ticket_archives', 'ticket_cases', 'ticket_closings'].map(
    (table) => ({ table, by: ticket }),
  ),
  ...['ticket_orders', 'ticket_statuses', 'visits', 'incident_tickets', 'report_facts', 'live_conversations'].map((table) => ({
    table,
    by: ticket,
  })),
  { table: 'case_evidence', by: { ...ticket, entry_id: 'entry' } },
  { table: 'follow_ups', by: ticket },
  { table: 'consultations', by: ticket },
  { table: 'recognition_predictions', by: ticket },
  { table: 'recognition_examples', by: ticket },
  // What was decided about him by itself, and by which rule.
  { table: 'rule_runs', by: ticket, leave: ['event_id'] },
  {
    table: 'checklist_runs',
    by: ticket,
    more: `json_build_object('results', (select json_agg(r order by r.at) from checklist_results r where r.run_id = x.id))`,
  },
  {
    table: 'plan_runs',
    by: ticket,
    more: `json_build_object('reports', (select json_agg(r.text order by r.place) from plan_reports r where r.run_id = x.id))`,
  },
  { table: 'page_calls', by: ticket, leave: ['key'] },
  { table: 'tasks', by: { entry_id: 'entry' }, leave: ['key'] },
  { table: 'recording_accesses', by: { entry_id: 'entry' } },
  // To whom what was told of him: what was sent is what the export holds.
  {
    table: 'webhook_deliveries',
    by: ticket,
    leave: ['body', 'last_error', 'next_try_at'],
    more: `json_build_object('receiver', (select w.name from webhooks w where w.id = x.webhook_id))`,
  },
  { table: 'legal_holds', by: both, leave: ['placed_by', 'lifted_by'] },
];

/** Tables that tell nothing of a person which the export does not hold anyway, and why. A table is here, above, or the test `contact-records` fails. */
export const TABLES_NOT_EXPORTED: Readonly<Record<string, readonly string[]>> = {
  'told by contact, tickets and entries themselves': [
    ...[
      'contacts',
      'identities',
      'tickets',
      'entries',
      'entry_blobs',
      'blobs',
      'contact_offers',
      'moves',
      'ticket_links',
      'conversation_tickets',
    ],
    ...['entry_words', 'ledger', 'message_claims', 'rerouted_replies', 'reply_windows', 'transcript_mails', 'address_activity'],
  ],
  'about agents and their work, who are people too': [
    ...['agents', 'agent_presence', 'agent_sessions', 'agent_identities', 'agent_second_factors', 'agent_recovery_codes', 'api_keys'],
    ...['assignments', 'entry_reviews', 'group_logins', 'group_members', 'notices', 'notice_reads', 'ticket_guests', 'ticket_looks'],
    ...[
      'ticket_watchers',
      'ticket_views',
      'reply_drafts',
      'login_failures',
      'pages',
      'page_messages',
      'plan_steps',
      'plan_reports',
      'feedback_seen',
    ],
  ],
  'of the desk as a whole: how it works, figures over many people': [
    ...[
      'desk_versions',
      'holiday_hashes',
      'stage_desks',
      'first_run_marks',
      'settings_versions',
      'groups',
      'inboxes',
      'hours_overrides',
      'number_counters',
      'channel_alarms',
      'live_alerts',
      'waiting_lines',
      'webhooks',
      'announcements',
      'figure_releases',
      'reconciliations',
      'reconciliation_parts',
    ],
    ...[
      'report_days',
      'report_promise_days',
      'report_rollups',
      'report_runs',
      'recognition_models',
      'recognition_calls',
      'incident_notices',
      'quarantine_decisions',
    ],
    ...['knowledge_articles', 'knowledge_blobs', 'knowledge_passages', 'knowledge_proposals', 'knowledge_reviews', 'knowledge_rounds'],
    ...['knowledge_opinions', 'knowledge_searches', 'knowledge_terms', 'knowledge_versions', 'checklist_results'],
  ],
  'evidence of what was done here, without words of people': ['audit_log', 'audit_heads', 'audit_keys', 'erased_deliveries'],
  'what is under way and forgotten by itself': [
    ...['timers', 'waiting_tickets', 'bulk_actions', 'http_idempotency', 'used_sign_ins', 'followed_events', 'dead_letters', 'parked_keys'],
    ...['parked_records', 'replay_requests', 'consumer_groups', 'consumer_members', 'consumer_offsets', 'log_heads', 'log_records'],
    ...['reconciliation_differences', 'ringing_calls'],
    ...['migrations_blob_store', 'migrations_event_bus', 'migrations_ticketing'],
  ],
};
