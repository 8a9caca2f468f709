/** Logins change nothing, nor do looks ahead; uploads are named by their bytes; a phone is where it is, who types is told and forgotten; what was seen once is seen. */
const NO_CHANGE = [
  ...['POST /api/v1/session', 'DELETE /api/v1/session', 'PUT /api/v1/session/extension', 'POST /api/v1/uploads'],
  ...[
    'POST /api/v1/tickets/{id}/replies/preview',
    'POST /api/v1/tickets/{id}/typing',
    'POST /api/v1/tickets/{id}/seen',
    'PUT /api/v1/tickets/{id}/viewers/me',
  ],
  // How one logs in is shown once and kept nowhere: who missed an answer begins anew.
  'DELETE /api/v1/session/oidc',
  ...['', '/confirmation', '/recovery-codes', '/removal'].map((step) => `POST /api/v1/session/second-factor${step}`),
  'POST /api/v1/desk/checks',
  // A mailbox is tried, a mail is sent to oneself: again is again.
  ...['POST /api/v1/inbox-tests', 'POST /api/v1/first-run/test-mails'],
  'POST /api/v1/desk/rehearsals',
  'POST /api/v1/recognition/checks',
  'POST /api/v1/report-facts',
];
/** Done a second time they leave what the first left: their effect is the state that was asked for. */
const SAME_TWICE = [
  'PUT /api/v1/tickets/{id}/draft',
  'DELETE /api/v1/tickets/{id}/draft',
  // A survey is answered once: its row says so.
  // A survey is answered once: its row says so. A message by a link is named by its key, a file by its bytes; a code is wrong or right.
  ...['messages', 'files', 'closure', 'reopening', 'rating', 'confirmations', 'confirmations/{confirmationId}/answers'].map(
    (what) => `POST /api/v1/progress/{token}/${what}`,
  ),
  'POST /api/v1/surveys/{token}/answers',
  'PUT /api/v1/help/articles/{articleId}/opinions/{opinionId}',
  'PUT /api/v1/desk',
  ...['PUT /api/v1/session/password', 'PUT /api/v1/first-run/marks/{mark}', 'DELETE /api/v1/first-run/marks/{mark}'],
  'PATCH /api/v1/contacts/{id}',
  'POST /api/v1/notices/{noticeId}/seen',
  'POST /api/v1/agents',
];

/**
 * Rooms of the desk: each write is one transaction through `Effects` or `TicketWork`, where its key is kept with what it did, as the routes that are killed
 * here; their own tests ask twice with one key.
 */
const ONE_TRANSACTION: readonly string[] = [
  ...['POST /api/v1/recognition/models', 'POST /api/v1/recognition/models/{kind}/{version}/use', 'POST /api/v1/recognition/examples'],
  ...['POST /api/v1/bot/answers/{answerId}/approval', 'POST /api/v1/bot/answers/{answerId}/rejection'],
  ...['POST /api/v1/tickets/{id}/bot/replies', 'POST /api/v1/tickets/{id}/bot/handover'],
  ...['DELETE /api/v1/groups/{group}', 'DELETE /api/v1/agents/{agentId}', 'DELETE /api/v1/agents/{agentId}/second-factor'],
  'DELETE /api/v1/tickets/{id}/replies/{entryId}',
  ...['POST /api/v1/views', 'PATCH /api/v1/views/{viewId}', 'DELETE /api/v1/views/{viewId}'],
  ...['POST /api/v1/holds', 'DELETE /api/v1/holds/{holdId}', 'POST /api/v1/contacts/{id}/erasure'],
  ...['PUT /api/v1/inboxes/{inboxId}/stop', 'DELETE /api/v1/inboxes/{inboxId}/stop'],
  ...['restarts', 'reconciliations', 'reconciliations/{reconciliationId}/fetches'].map((what) => post(`inboxes/{inboxId}/${what}`)),
  ...[
    'PATCH /api/v1/agents/{agentId}',
    'PUT /api/v1/agents/{agentId}/role',
    'PUT /api/v1/agents/me/presence',
    'PUT /api/v1/agents/{agentId}/presence',
  ],
  ...['PUT /api/v1/groups/{group}/members/{agentId}', 'DELETE /api/v1/groups/{group}/members/{agentId}'],
  ...['POST /api/v1/tickets/{id}/give-back', 'POST /api/v1/tickets/{id}/escalations', 'POST /api/v1/tickets/{id}/group-tasks'],
  ...['POST /api/v1/tickets/{id}/consultations', 'POST /api/v1/consultations/{consultationId}/answer'],
  ...['stages', 'estimates', 'closing-answers'].map((what) => `POST /api/v1/tickets/{id}/${what}`),
  ...['evidence/{key}', 'archive'].map((what) => `PUT /api/v1/tickets/{id}/${what}`),
  ...['consultations/{consultationId}', 'tasks/{taskId}', 'tasks/{taskId}/done', 'feedback/{feedbackId}/seen'].map(remove),
  remove('compensations/{compensationId}/decision'),
  remove('knowledge/articles/{articleId}/opinions/{opinionId}/words'),
  ...['archive/edits/{editId}', 'escalations/{escalationId}', 'stages/{seq}'].map((what) => `DELETE /api/v1/tickets/{id}/${what}`),
  ...['page-calls/{callId}/acknowledgement', 'page-links/{token}', 'plan-steps/{stepId}/done', 'plan-runs/{runId}/reports'].map(post),
  ...['tickets/{id}/page-calls', 'tickets/{id}/plan-runs', 'tickets/{id}/compensations', 'tickets/{id}/measures'].map(post),
  ...['incidents', 'incidents/{incidentId}/customers', 'incidents/{incidentId}/notices', 'incidents/{incidentId}/closure'].map(post),
  ...['DELETE /api/v1/incidents/{incidentId}/customers/{contactId}', 'DELETE /api/v1/incidents/{incidentId}/tickets/{ticketId}'],
  ...['incidents/{incidentId}/compensations', 'compensations/{compensationId}/decision'].map(post),
  ...['announcements', 'announcements/{announcementId}/restoration', 'public-figures/releases'].map(post),
  'PATCH /api/v1/announcements/{announcementId}',
  ...['announcements/{announcementId}', 'public-figures/releases/{releaseId}'].map(remove),
  ...['tickets/{id}/ratings', 'survey-rounds', 'feedback/{feedbackId}/seen'].map(post),
  ...['measures/{measureId}/consent', 'measures/{measureId}/start', 'measures/{measureId}/end'].map(post),
  ...[
    'POST /api/v1/tickets/{id}/contact-records',
    'POST /api/v1/hours/{channel}/overrides',
    'DELETE /api/v1/hours/{channel}/overrides/{overrideId}',
  ],
];

function post(path: string): string {
  return `POST /api/v1/${path}`;
}

function remove(path: string): string {
  return `DELETE /api/v1/${path}`;
}

/** The help, checklists, templates, bookings, reviews, visits and teamwork: each asked again with its answer lost in `desk-room-writes.test.ts`. */
const ASKED_AGAIN: readonly string[] = [
  'PUT /api/v1/contacts/{contactId}/products',
  'PUT /api/v1/contacts/{contactId}/orders',
  'POST /api/v1/tickets/{id}/orders',
  'DELETE /api/v1/tickets/{id}/orders/{number}',
  'POST /api/v1/bulk-actions',
  'DELETE /api/v1/bulk-actions/{actionId}',
  'POST /api/v1/tickets/{id}/macro-runs',
  'PUT /api/v1/tickets/{id}/watchers/{agentId}',
  'DELETE /api/v1/tickets/{id}/watchers/{agentId}',
  'POST /api/v1/tickets/{id}/links',
  'DELETE /api/v1/tickets/{id}/links/{linkId}',
  'PUT /api/v1/tickets/{id}/snooze',
  'DELETE /api/v1/tickets/{id}/snooze',
  'PUT /api/v1/entry-reviews/{reviewId}',
  'POST /api/v1/visits',
  'POST /api/v1/bookings',
  'PATCH /api/v1/bookings/{bookingId}',
  'POST /api/v1/bookings/{bookingId}/cancellation',
  'POST /api/v1/tickets/{id}/template-sendings',
  'POST /api/v1/tickets/{id}/call-points',
  'POST /api/v1/tickets/{id}/checklists',
  'PUT /api/v1/tickets/{id}/checklists/{runId}/steps/{step}',
  'POST /api/v1/tickets/{id}/checklists/{runId}/next-steps',
  'POST /api/v1/tickets/{id}/checklists/{runId}/end',
  'POST /api/v1/tickets/{id}/articles',
  'DELETE /api/v1/tickets/{id}/articles/{articleId}',
  'POST /api/v1/tickets/{id}/article-sendings',
  'POST /api/v1/tickets/{id}/solution-draft',
  'POST /api/v1/knowledge/articles',
  'PATCH /api/v1/knowledge/articles/{articleId}',
  'POST /api/v1/knowledge/articles/{articleId}/publication',
  'POST /api/v1/knowledge/articles/{articleId}/archiving',
  'POST /api/v1/knowledge/articles/{articleId}/reviews',
  'POST /api/v1/knowledge/unanswered-searches/dealt-with',
  'POST /api/v1/knowledge/imports',
];

/** Write routes that are not killed between commit and answer in the test of that. A line a room. */
export function isProvedElsewhere(route: string): boolean {
  return [...NO_CHANGE, ...SAME_TWICE, ...ONE_TRANSACTION, ...ASKED_AGAIN].includes(route);
}
