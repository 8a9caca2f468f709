// Made by `npm run generate` of docs/openapi.json.

import type * as schemas from './schemas.js';

export interface Operations {
  /** Tickets of all states and boxes unless filtered */
  'GET /tickets': { query?: { limit?: number; cursor?: string; sort?: "opened" | "updated"; status?: ("new" | "open" | "pending" | "solved" | "closed")[]; priority?: ("low" | "normal" | "high" | "urgent")[]; category?: string; requestType?: string; tag?: string; group?: string; assignee?: string; contact?: string; channel?: string; inboxId?: string; q?: string; box?: "review" | "quarantine" | "folded"; updatedSince?: string }; answer: schemas.TicketPage };
  /** Open a ticket by hand */
  'POST /tickets': { body: schemas.NewTicket; answer: schemas.Ticket };
  /** One ticket, by id or number */
  'GET /tickets/{id}': { path: { id: string }; answer: schemas.Ticket };
  /** Change a ticket */
  'PATCH /tickets/{id}': { path: { id: string }; body: schemas.TicketChange; answer: schemas.Ticket };
  /** The thread of a ticket */
  'GET /tickets/{id}/entries': { path: { id: string }; query?: { limit?: number; cursor?: string; order?: "asc" | "desc" }; answer: schemas.EntryPage };
  /** Write a note that only agents see */
  'POST /tickets/{id}/notes': { path: { id: string }; body: schemas.Note; answer: schemas.Entry };
  /** Answer the customer */
  'POST /tickets/{id}/replies': { path: { id: string }; body: schemas.Reply; answer: schemas.Entry };
  /** What would become of an answer */
  'POST /tickets/{id}/replies/preview': { path: { id: string }; body: schemas.Reply; answer: schemas.ReplyPreview };
  /** Ways to answer the customer, with their limits */
  'GET /tickets/{id}/reply-channels': { path: { id: string }; answer: schemas.ReplyChannelList };
  /** Show the customer that an answer is being typed */
  'POST /tickets/{id}/typing': { path: { id: string }; body: schemas.TypingTold; answer: void };
  /** An agent looked at the thread */
  'POST /tickets/{id}/seen': { path: { id: string }; body: schemas.Seen; answer: void };
  /** Moves, merges and splits that touched a ticket, oldest first */
  'GET /tickets/{id}/moves': { path: { id: string }; answer: schemas.MoveList };
  /** Move entries into another ticket */
  'POST /tickets/{id}/moves': { path: { id: string }; body: schemas.NewMove; answer: schemas.Move };
  /** Merge this ticket into another */
  'POST /tickets/{id}/merges': { path: { id: string }; body: schemas.NewMerge; answer: schemas.Move };
  /** Split entries off into a new ticket */
  'POST /tickets/{id}/splits': { path: { id: string }; body: schemas.NewSplit; answer: schemas.Move };
  /** Undo a move */
  'DELETE /tickets/{id}/moves/{moveId}': { path: { id: string; moveId: string }; answer: schemas.Move };
  /** Undo a merge */
  'DELETE /tickets/{id}/merges/{moveId}': { path: { id: string; moveId: string }; answer: schemas.Move };
  /** Undo a split */
  'DELETE /tickets/{id}/splits/{moveId}': { path: { id: string; moveId: string }; answer: schemas.Move };
  /** Make the writer of a forwarded message the contact, or not */
  'POST /tickets/{id}/contact-offer': { path: { id: string }; body: schemas.ContactOfferDecision; answer: schemas.Ticket };
  /** Undo the decision about the offered contact */
  'DELETE /tickets/{id}/contact-offer': { path: { id: string }; answer: schemas.Ticket };
  /** Contacts, newest first */
  'GET /contacts': { query?: { limit?: number; cursor?: string; identity?: string; name?: string }; answer: schemas.PersonPage };
  /** One contact */
  'GET /contacts/{id}': { path: { id: string }; answer: schemas.KnownPerson };
  /** Change what the desk knows of a contact */
  'PATCH /contacts/{id}': { path: { id: string }; body: schemas.ContactChange; answer: schemas.KnownPerson };
  /** Merges that a contact took part in, newest first */
  'GET /contacts/{id}/merges': { path: { id: string }; answer: schemas.ContactMergeList };
  /** Make another contact one with this */
  'POST /contacts/{id}/merges': { path: { id: string }; body: schemas.NewContactMerge; answer: schemas.ContactMerge };
  /** Undo a merge of contacts */
  'DELETE /contacts/{id}/merges/{mergeId}': { path: { id: string; mergeId: string }; answer: schemas.ContactMerge };
  /** Send the contact of a ticket a code to one of his addresses */
  'POST /tickets/{id}/confirmations': { path: { id: string }; body: schemas.NewContactConfirmation; answer: schemas.ContactConfirmation };
  /** The code that came back */
  'POST /contacts/{contactId}/confirmations/{id}/answers': { path: { contactId: string; id: string }; body: schemas.ContactConfirmationAnswer; answer: schemas.ContactConfirmation };
  /** Tasks, oldest first */
  'GET /tasks': { query?: { limit?: number; cursor?: string; state?: "open" | "done"; kind?: string; ticket?: string }; answer: schemas.TaskPage };
  /** A task is done */
  'POST /tasks/{taskId}/done': { path: { taskId: string }; body: schemas.TaskOutcome; answer: schemas.Task };
  /** Notices for who asks, newest first */
  'GET /notices': { query?: { limit?: number; cursor?: string; unseen?: boolean; kind?: string; ticket?: string }; answer: schemas.NoticePage };
  /** A notice was seen by who asks */
  'POST /notices/{noticeId}/seen': { path: { noticeId: string }; answer: void };
  /** The desk in force */
  'GET /desk': { answer: schemas.Desk };
  /** Put a desk in force */
  'PUT /desk': { body: schemas.NewDesk; answer: schemas.Desk };
  /** What is wrong with a desk, and what it would change */
  'POST /desk/checks': { body: schemas.DeskCandidate; answer: schemas.DeskCheck };
  /** Versions of the desk, newest first */
  'GET /desk/versions': { answer: schemas.DeskVersionList };
  /** A version of the desk, as it was written */
  'GET /desk/versions/{version}': { path: { version: string }; answer: schemas.DeskVersion };
  /** Can an answer be taken back? */
  'GET /entries/{id}/recall': { path: { id: string }; answer: schemas.ReplyRecall };
  /** Take an answer back */
  'POST /entries/{id}/recall': { path: { id: string }; answer: schemas.Entry };
  /** A recording of a call, whole or a range of it */
  'GET /entries/{id}/recordings/{index}': { path: { id: string; index: string }; answer: Uint8Array };
  /** Who heard a recording, and when */
  'GET /entries/{id}/recordings/{index}/accesses': { path: { id: string; index: string }; answer: schemas.RecordingAccessList };
  /** Who has tickets in quarantine, most first */
  'GET /quarantine': { query?: { limit?: number; cursor?: string }; answer: schemas.QuarantinedSenderList };
  /** Which domains have tickets in quarantine, most first */
  'GET /quarantine/domains': { query?: { limit?: number; cursor?: string }; answer: schemas.QuarantinedDomainList };
  /** What was decided about quarantined tickets, latest first */
  'GET /quarantine/decisions': { answer: schemas.QuarantineDecisionList };
  /** Let tickets out of the quarantine, or confirm them as spam */
  'POST /quarantine/decisions': { body: schemas.NewQuarantineDecision; answer: schemas.QuarantineDecision };
  /** Undo a decision */
  'DELETE /quarantine/decisions/{decisionId}': { path: { decisionId: string }; answer: schemas.QuarantineDecision };
  /** One entry */
  'GET /entries/{id}': { path: { id: string }; answer: schemas.Entry };
  /** The exact bytes an entry was made of */
  'GET /entries/{id}/raw': { path: { id: string }; answer: Uint8Array };
  /** An attachment */
  'GET /entries/{id}/attachments/{partId}': { path: { id: string; partId: string }; answer: Uint8Array };
  /** Decide about an entry that waits for a person */
  'POST /entries/{id}/review': { path: { id: string }; body: schemas.Review; answer: schemas.ReviewResult };
  /** An entry as a whole HTML document, for an iframe */
  'GET /entries/{id}/html': { path: { id: string }; query?: { remote?: "blocked" | "proxy" }; answer: Uint8Array };
  /** An image that a mail brought with it, at its place in the HTML */
  'GET /entries/{id}/inline-images/{partId}': { path: { id: string; partId: string }; query?: { expires?: number; signature?: string }; answer: Uint8Array };
  /** An image from elsewhere, fetched by us */
  'GET /entries/{id}/remote-images': { path: { id: string }; query?: { url?: string; expires?: number; signature?: string }; answer: Uint8Array };
  /** Bring the bytes of an attachment */
  'POST /uploads': { body: Uint8Array; answer: schemas.Upload };
  /** Ticket events as they happen */
  'GET /stream': { query?: { since?: string }; answer: Uint8Array };
  /** Where is my message */
  'GET /ledger': { query?: { remoteMessageId?: string; inboxId?: string; limit?: number; cursor?: string }; answer: schemas.LedgerPage };
  /** What could not be used, with the reason, newest first */
  'GET /dead-letters': { query?: { group?: string; topic?: string; inboxId?: string; remoteMessageId?: string; state?: "waiting" | "replaying" | "replayed"; limit?: number; cursor?: string }; answer: schemas.DeadLetterPage };
  /** One dead letter */
  'GET /dead-letters/{id}': { path: { id: string }; answer: schemas.DeadLetter };
  /** Hand all that wait to their consumers again, or those of a filter */
  'POST /dead-letters/replay': { body: schemas.ReplayAll; answer: schemas.Replayed };
  /** Hand one to its consumer again */
  'POST /dead-letters/{id}/replay': { path: { id: string }; answer: schemas.DeadLetter };
  /** How the inboxes are, and what to do about those that are not well */
  'GET /inboxes': { answer: schemas.InboxList };
  /** Log in */
  'POST /session': { body: schemas.Login; answer: schemas.Session };
  /** Who am I */
  'GET /session': { answer: schemas.Session };
  /** Log out */
  'DELETE /session': { answer: void };
  /** Where my phone rings */
  'PUT /session/extension': { body: schemas.Extension; answer: void };
  /** All agents */
  'GET /agents': { answer: schemas.AgentList };
  /** Make a login for an agent */
  'POST /agents': { body: schemas.NewAgent; answer: schemas.Agent };
  /** All API keys, revoked ones too */
  'GET /api-keys': { answer: schemas.ApiKeyList };
  /** Make an API key */
  'POST /api-keys': { body: schemas.NewApiKey; answer: schemas.MadeApiKey };
  /** Revoke an API key */
  'DELETE /api-keys/{id}': { path: { id: string }; answer: void };
  /** What was done, newest first */
  'GET /audit': { query?: { limit?: number; cursor?: string; actor?: string; action?: string; ticket?: string; since?: string; until?: string }; answer: schemas.AuditPage };
  /** The signed head of the log, and the keys it is signed with */
  'GET /audit/head': { answer: schemas.AuditHead };
  /** Prove the whole log */
  'GET /audit/verification': { query?: { known?: string }; answer: schemas.AuditVerdict };
  /** The whole log, for somebody who checks it without us */
  'GET /audit/export': { answer: Uint8Array };
  /** All webhooks */
  'GET /webhooks': { answer: schemas.WebhookList };
  /** Make a webhook */
  'POST /webhooks': { body: schemas.NewWebhook; answer: schemas.Webhook };
  /** One webhook */
  'GET /webhooks/{id}': { path: { id: string }; answer: schemas.Webhook };
  /** Change a webhook, or switch it on or off */
  'PATCH /webhooks/{id}': { path: { id: string }; body: schemas.WebhookChange; answer: schemas.Webhook };
  /** Remove a webhook and its deliveries */
  'DELETE /webhooks/{id}': { path: { id: string }; answer: void };
  /** The secret by which a receiver checks signatures */
  'GET /webhooks/{id}/secret': { path: { id: string }; answer: schemas.WebhookSecret };
  /** Give it a new secret */
  'POST /webhooks/{id}/rotations': { path: { id: string }; answer: schemas.Webhook };
  /** Send an event that says nothing */
  'POST /webhooks/{id}/tests': { path: { id: string }; answer: schemas.WebhookTest };
  /** What was sent or is to be sent, newest first */
  'GET /webhooks/{id}/deliveries': { path: { id: string }; query?: { limit?: number; cursor?: string; state?: "pending" | "delivered" | "failed" | "dropped"; ticket?: string }; answer: schemas.WebhookDeliveryPage };
  /** One delivery, with its body */
  'GET /webhooks/{id}/deliveries/{deliveryId}': { path: { id: string; deliveryId: string }; answer: schemas.SentWebhook };
  /** Send one anew */
  'POST /webhooks/{id}/deliveries/{deliveryId}/redeliveries': { path: { id: string; deliveryId: string }; answer: schemas.Redelivering };
  /** Send anew what did not get through since a time */
  'POST /webhooks/{id}/redeliveries': { path: { id: string }; body: schemas.Redelivery; answer: schemas.Redelivering };
}
