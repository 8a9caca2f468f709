// Made by `npm run generate` of docs/openapi.json.

export type Login = { email: string; password: string };

export type Agent = { id: string; email: string; displayName: string; role: string; extension: string | null };

export type NewAgent = { email: string; displayName?: string; role?: string; password: string };

export type AgentList = { items: Agent[]; nextCursor: null };

export type Session = { agent: Agent | null; scopes: ("tickets:read" | "tickets:write" | "tickets:sealed" | "recordings:hear" | "reports:read" | "knowledge:write" | "supervise" | "audit:read" | "webhooks:write" | "desk:write" | "people:erase" | "admin")[]; idleSeconds: number | null };

export type Extension = { extension: string | null };

export type NewApiKey = { name: string; scopes: ("tickets:read" | "tickets:write" | "tickets:sealed" | "recordings:hear" | "reports:read" | "knowledge:write" | "supervise" | "audit:read" | "webhooks:write" | "desk:write" | "people:erase" | "admin")[] };

export type ApiKey = { id: string; name: string; prefix: string; scopes: ("tickets:read" | "tickets:write" | "tickets:sealed" | "recordings:hear" | "reports:read" | "knowledge:write" | "supervise" | "audit:read" | "webhooks:write" | "desk:write" | "people:erase" | "admin")[]; createdBy: string; createdAt: string; lastUsedAt: string | null; revokedAt: string | null };

export type ApiKeyList = { items: ApiKey[]; nextCursor: null };

export type MadeApiKey = { id: string; name: string; prefix: string; scopes: ("tickets:read" | "tickets:write" | "tickets:sealed" | "recordings:hear" | "reports:read" | "knowledge:write" | "supervise" | "audit:read" | "webhooks:write" | "desk:write" | "people:erase" | "admin")[]; createdBy: string; createdAt: string; lastUsedAt: string | null; revokedAt: string | null; key: string };

export type AuditRecord = { id: string; at: string; actor: { kind: "agent" | "key" | "house" | "command-line"; id?: string }; action: string; outcome: "done" | "refused"; ticketId?: string; targets?: Record<string, string>; fields?: string[]; content?: string; reason?: string; from?: string; seq: number | null; hash: string | null };

export type AuditPage = { items: AuditRecord[]; nextCursor: string | null };

export type AuditHead = { head: { seq: number; hash: string; signedAt: string; keyId: string; signature: string } | null; keys: ({ keyId: string; publicKey: string; voucher: { keyId: string; signature: string } | null })[] };

export type AuditVerdict = { ok: boolean; records: number; last: { seq: number; hash: string }; heads: number; signedUpTo: number; faults: { seq: number; kind: string; what: string }[] };

export type ContactOffer = { entryId: string; address: { scheme: string; value: string; displayName?: string }; reason: "agent_forwarded" | "colleague_forwarded"; verified: boolean; state: "offered" | "accepted" | "rejected"; decidedAt: string | null };

export type ContactOfferDecision = { entryId: string; decision: "accept" | "reject"; expectedVersion?: number };

export type ReplyAdaptation = { partId: string; kind: "text_instead" | "text_cut" | "left_out"; reason: string };

export type ReplyWindow = { open: boolean; endsAt: string | null; remaining: number | null; reason: string | null };

export type ReplyChannelList = { items: ({ inboxId: string; channel: string; displayName: string | null; state: "starting" | "connecting" | "backfilling" | "connected" | "degraded" | "bad_credentials" | "stopped"; to: Address; continues: boolean; preferred: boolean; window: ReplyWindow; limits: { out: string[]; text: { max: number; unit: "characters" | "bytes"; formats: ("plain" | "html" | "markdown")[] }; media: Record<string, { maxBytes: number; mimes: string[] }>; maxPartsPerSend: number; cc: boolean; receipts: ("sent" | "delivered" | "read" | "failed")[]; recall: boolean; recallWithinMs?: number } | null })[]; nextCursor: null };

export type ReplyRecall = { possible: boolean; until: string | null; reason: string | null };

export type ReplyPreview = { inboxId: string; to?: Address; parts: MessagePart[]; adaptations: ReplyAdaptation[]; faults: ({ category: "window_closed" | "quota_exceeded" | "too_large" | "unsupported_part"; partId?: string; reason: string })[]; window: ReplyWindow };

export type Seen = { seq?: number };

export type TypingTold = { on: boolean; inboxId?: string };

export type MessagePart = { partId: string; fallback: string; type: "text"; text?: string; textRef?: string } | { partId: string; fallback: string; type: "html"; html?: string; htmlRef?: string; remoteContents?: number } | { partId: string; fallback: string; type: "image"; media: { state: "pending" | "stored" | "expired" | "rejected" | "failed"; blobRef?: string; fileName?: string; declaredType?: string; detectedType?: string; sizeBytes?: number; sha256?: string; widthPx?: number; heightPx?: number; durationMs?: number; source?: { ref: string; expiresAt?: string }; reason?: string; scan?: { status: "not_scanned" | "clean" | "infected" | "failed" } }; inline?: boolean; contentId?: string } | { partId: string; fallback: string; type: "file"; media: { state: "pending" | "stored" | "expired" | "rejected" | "failed"; blobRef?: string; fileName?: string; declaredType?: string; detectedType?: string; sizeBytes?: number; sha256?: string; widthPx?: number; heightPx?: number; durationMs?: number; source?: { ref: string; expiresAt?: string }; reason?: string; scan?: { status: "not_scanned" | "clean" | "infected" | "failed" } }; inline?: boolean; contentId?: string } | { partId: string; fallback: string; type: "audio"; media: { state: "pending" | "stored" | "expired" | "rejected" | "failed"; blobRef?: string; fileName?: string; declaredType?: string; detectedType?: string; sizeBytes?: number; sha256?: string; widthPx?: number; heightPx?: number; durationMs?: number; source?: { ref: string; expiresAt?: string }; reason?: string; scan?: { status: "not_scanned" | "clean" | "infected" | "failed" } }; inline?: boolean; contentId?: string } | { partId: string; fallback: string; type: "video"; media: { state: "pending" | "stored" | "expired" | "rejected" | "failed"; blobRef?: string; fileName?: string; declaredType?: string; detectedType?: string; sizeBytes?: number; sha256?: string; widthPx?: number; heightPx?: number; durationMs?: number; source?: { ref: string; expiresAt?: string }; reason?: string; scan?: { status: "not_scanned" | "clean" | "infected" | "failed" } }; inline?: boolean; contentId?: string } | { partId: string; fallback: string; type: "location"; latitude?: number; longitude?: number; datum: "wgs84" | "gcj02" | "bd09" | "unknown"; coordinatesAvailable: boolean; label?: string; address?: string } | { partId: string; fallback: string; type: "link"; url: string; title?: string; description?: string } | { partId: string; fallback: string; type: "card"; kind: "contact" | "mini_program" | "product"; data: Record<string, unknown> } | { partId: string; fallback: string; type: "choice"; id: string; label?: string } | { partId: string; fallback: string; type: "form"; formId: string; fields: { name: string; label?: string; value: unknown }[] } | { partId: string; fallback: string; type: "quote"; remoteMessageId?: string; text?: string } | { partId: string; fallback: string; type: "sticker"; media?: { state: "pending" | "stored" | "expired" | "rejected" | "failed"; blobRef?: string; fileName?: string; declaredType?: string; detectedType?: string; sizeBytes?: number; sha256?: string; widthPx?: number; heightPx?: number; durationMs?: number; source?: { ref: string; expiresAt?: string }; reason?: string; scan?: { status: "not_scanned" | "clean" | "infected" | "failed" } }; name?: string } | { partId: string; fallback: string; type: "call"; call: { callId: string; revision: number; legs: Record<string, unknown>[]; direction: "inbound" | "outbound" | "internal" | "unknown"; caller: string | null; callee: string | null; startedAt: string; queuedAt?: string; answeredAt?: string; endedAt?: string; durationMs?: number; talkMs?: number; waitMs?: number; outcome?: "answered" | "no_answer" | "busy" | "failed" | "rejected" | "abandoned_ivr" | "abandoned_queue" | "queue_timeout" | "voicemail" | "transferred_out" | "unknown"; hangupBy?: string; hangupCause?: string; queue?: string; agents: string[]; ivr: { key: string; label?: string }[]; satisfaction?: number; recordings: ({ state: "pending" | "stored" | "expired" | "rejected" | "failed"; blobRef?: string; fileName?: string; declaredType?: string; detectedType?: string; sizeBytes?: number; sha256?: string; widthPx?: number; heightPx?: number; durationMs?: number; source?: { ref: string; expiresAt?: string }; reason?: string; scan?: { status: "not_scanned" | "clean" | "infected" | "failed" } })[] } } | { partId: string; fallback: string; type: "system"; code: string; data?: Record<string, unknown> } | { partId: string; fallback: string; type: "unsupported"; nativeType: string };

export type Address = { scheme: string; value: string; displayName?: string };

export type TicketStatus = "new" | "open" | "pending" | "solved" | "closed";

export type TicketPriority = "low" | "normal" | "high" | "urgent";

export type Contact = { id: string; displayName: string | null; identities: ({ scheme: string; value: string; scope: string | null; raw: string; assurance: string; undeliverable: { since: string; status: string | null; reason: string } | null })[] };

export type Ticket = { id: string; number: string; subject: string; status: TicketStatus; priority: TicketPriority; category: string | null; reference: string | null; requestType: string | null; stage: string | null; language: string | null; mood: string | null; urgency: string | null; level: number | null; tags: string[]; fields: Record<string, unknown>; deskVersion: number | null; group: string | null; assignee: string | null; contact: Contact; channels: string[]; inboxId: string | null; openedAt: string; updatedAt: string; version: number; entries: number; folded: boolean; quarantined: boolean; numberTold: { how: string; at: string } | null; confidential: boolean; proof: { scheme: string; value: string } | null; contactOffer?: ContactOffer | null; rating?: { entryId: string; score: number; comment: string | null; at: string } | null };

export type TicketPage = { items: Ticket[]; nextCursor: string | null };

export type Reply = { text?: string; parts?: MessagePart[]; to?: Address[]; cc?: Address[]; adapt?: "degrade" | "strict"; onWindowClosed?: "fail" | "hold" | "fallback"; fallback?: { inboxId: string; to: Address }[]; inboxId?: string; expectedVersion?: number };

export type NewTicket = { contact: { id: string } | { identity: { scheme: string; value: string }; displayName?: string }; subject: string; origin: string; text?: string; message?: { text?: string; parts?: MessagePart[]; to?: Address[]; cc?: Address[]; inboxId: string }; priority?: TicketPriority; category?: string; group?: string; assignee?: string };

export type TicketChange = { status?: TicketStatus; priority?: TicketPriority; subject?: string; category?: string | null; group?: string | null; assignee?: string | null; requestType?: string | null; stage?: string | null; language?: string | null; mood?: string | null; urgency?: string | null; level?: number | null; tags?: string[]; fields?: Record<string, unknown>; expectedVersion?: number };

export type Note = { text: string };

export type Person = { id: string; displayName: string | null; identities: ({ scheme: string; value: string; scope: string | null; raw: string; assurance: string; undeliverable: { since: string; status: string | null; reason: string } | null })[]; locale: string | null; createdAt: string; updatedAt: string };

export type ContactProfile = { plan: string | null; class: string | null; company: string | null; department: string | null; postalAddress: string | null; language: string | null; vip: boolean; accountManager: string | null; fields: Record<string, unknown> };

export type KnownPerson = { id: string; displayName: string | null; identities: ({ scheme: string; value: string; scope: string | null; raw: string; assurance: string; undeliverable: { since: string; status: string | null; reason: string } | null })[]; locale: string | null; createdAt: string; updatedAt: string; profile: ContactProfile };

export type ContactChange = { plan?: string | null; class?: string | null; company?: string | null; department?: string | null; postalAddress?: string | null; language?: string | null; vip?: boolean; accountManager?: string | null; displayName?: string | null; fields?: Record<string, unknown> };

export type PersonPage = { items: Person[]; nextCursor: string | null };

export type ContactMerge = { id: string; fromContact: string; intoContact: string; reason: "agent" | "proved_together" | "code_confirmed"; identities: { scheme: string; scope: string; value: string }[]; actor: { kind: string; id?: string; displayName?: string }; madeAt: string; undoneAt: string | null; href: string };

export type ContactMergeList = { items: ContactMerge[]; nextCursor: null };

export type NewContactMerge = { contactId: string };

export type ContactConfirmation = { id: string; contactId: string; scheme: string; value: string; expiresAt: string; confirmedAt: string | null };

export type NewContactConfirmation = { scheme: string; value: string; inboxId: string };

export type ContactConfirmationAnswer = { code: string };

export type Desk = { version: number; desk: Record<string, unknown> };

export type DeskVersion = { version: number; source: string; actor: { kind: string; id?: string; displayName?: string }; note: string | null; appliedAt: string; desk: unknown };

export type DeskVersionList = { items: ({ version: number; source: string; actor: { kind: string; id?: string; displayName?: string }; note: string | null; appliedAt: string })[]; nextCursor: null };

export type DeskCheck = { faults: { path: string; where: string; found: string; allowed: string }[]; changes: { path: string; before?: unknown; after?: unknown }[]; version: number };

export type DeskCandidate = { desk: Record<string, unknown> };

export type NewDesk = { desk: Record<string, unknown>; note?: string; expectedVersion?: number };

export type Attachment = { partId: string; type: "image" | "file" | "audio" | "video"; state: string; fileName: string | null; contentType: string | null; bytes: number | null; sha256: string | null; inline: boolean; contentId: string | null; blobRef: string | null };

export type Entry = { id: string; ticketId: string; seq: number; direction: "inbound" | "outbound" | "echo" | "note" | "system"; channel: string; inboxId: string | null; remoteMessageId: string | null; occurredAt: string; receivedAt: string; author: { role: "customer" | "agent" | "bot" | "system"; displayName?: string; contactId?: string; agentId?: string; identity?: { scheme: string; value: string; scope?: string; raw: string; assurance: string } }; parts: MessagePart[]; plainText: string; newText: string; attachments: Attachment[]; threading: { rule: string; evidence: Record<string, unknown>; score: number; review: boolean; suggestedTicketId?: string; wholeTicket?: boolean; decided?: "accepted" | "rejected" } | null; delivery: { status: string; at: string; attempt: number; evidence?: string; error?: { code: string; category: string; permanent: boolean; message: string; hint: string; nativeCode?: string }; recipients?: Record<string, { status: string; at: string; error?: { code: string; category: string; permanent: boolean; message: string; hint: string; nativeCode?: string } }>; recall?: { askedAt: string; refused?: { code: string; category: string; permanent: boolean; message: string; hint: string; nativeCode?: string } }; rerouted?: { commandId: string; at: string; from: { inboxId: string; channel: string }; error: { code: string; category: string; permanent: boolean; message: string; hint: string; nativeCode?: string } } } | null; folded: boolean; flags: Record<string, unknown>; revision: number; deliveries: number; subject: string | null; checks: { spf?: "pass" | "fail" | "none"; dkim?: "pass" | "fail" | "none"; dmarc?: "pass" | "fail" | "none"; arc?: "pass" | "fail" | "none"; by?: "door" | "server"; reason?: string } | null; recipients: { kind: string; scheme: string; value: string; displayName?: string }[]; raw: { ref: string; bytes: number; contentType: string } | null; warnings?: ({ code: "recipient_undeliverable"; scheme: string; value: string; since: string; status: string | null; reason: string })[]; adaptations?: ReplyAdaptation[] };

export type EntryPage = { items: Entry[]; nextCursor: string | null };

export type Move = { id: string; kind: "move" | "merge" | "split"; fromTicket: string; toTicket: string; entryIds: string[]; actor: { kind: string; id?: string; displayName?: string }; madeAt: string; undoneAt: string | null; href: string };

export type MoveList = { items: Move[]; nextCursor: null };

export type NewMove = { entryIds: string[]; toTicket: string; expectedVersion?: number };

export type NewMerge = { intoTicket: string; expectedVersion?: number };

export type NewSplit = { entryIds: string[]; subject?: string; expectedVersion?: number };

export type Review = { decision: "accept" | "reject" };

export type ReviewResult = { decision: "accept" | "reject"; move: Move | null };

export type Notice = { id: string; kind: string; text: string; ticketId: string | null; createdAt: string; seenAt: string | null };

export type NoticePage = { items: Notice[]; nextCursor: string | null };

export type LedgerItem = { outcome: "received" | "ticketed" | "duplicate" | "parked" | "dead-lettered"; inboxId: string | null; remoteMessageId: string | null; deliveryId: string | null; receivedAt: string | null; at: string; entryId: string | null; ticketId: string | null; ticketNumber: string | null; deadLetterId: string | null; reason: string | null; links: { entry?: string; ticket?: string; deadLetter?: string } };

export type LedgerPage = { items: LedgerItem[]; nextCursor: string | null };

export type DeadLetter = { id: string; group: string; topic: string; partition: number; offset: string; key: string; envelope: { specversion: "1.0"; id: string; source: string; type: string; time: string; subject?: string; datacontenttype: "application/json"; traceparent?: string; data: unknown }; appendedAt: string; errorClass: "retriable" | "permanent"; code: string; reason: string; attempts: number; rawRef?: string; inboxId?: string; remoteMessageId?: string; state: "waiting" | "replaying" | "replayed"; diedAt: string; replayedAt?: string };

export type DeadLetterPage = { items: DeadLetter[]; nextCursor: string | null };

/** which of those that wait; none given: all */
export type ReplayAll = { group?: string; topic?: string; inboxId?: string; remoteMessageId?: string };

export type Replayed = { replaying: number };

export type Inbox = { id: string; channel: string; provider: string; state: string; detail: string | null; hint: string | null; lag: { unread: number | null; atLeast: boolean; oldestAt: string | null }; lastSuccessAt: string | null; lastError: { message: string; at: string | null } | null; address: string | null; displayName: string | null; numberCode: string | null; capabilities: { in: string[]; out: string[]; text: { max: number; unit: "characters" | "bytes"; formats: ("plain" | "html" | "markdown")[] }; media: Record<string, { maxBytes: number; mimes: string[] }>; maxPartsPerSend: number; replyWindow: { durationMs?: number; count?: number } | null; proactive: boolean; addressedBy?: string[]; typing: boolean; states?: ("queued" | "joined" | "read" | "ended" | "rating_asked")[]; receipts: ("sent" | "delivered" | "read" | "failed")[]; edit: boolean; recall: boolean; recallWithinMs?: number; threads: boolean; groups: boolean; cc: boolean; idempotentSend: boolean; returnsRemoteId: boolean; ordering: "per_conversation" | "none"; inboundGuarantee: "at_least_once" | "at_most_once"; ackDeadlineMs?: number; mediaExpiresMs?: number; consumerModel: "shared" | "exclusive"; identityAssurance: ("verified" | "claimed" | "anonymous")[] } | null; changedAt: string };

export type InboxList = { items: Inbox[]; nextCursor: null };

export type Upload = { ref: string; bytes: number; sha256: string };

export type QuarantineDecision = { id: string; decision: "release" | "spam"; selection: { tickets?: string[]; contact?: string; domain?: string }; tickets: number; remaining: number; actor: { kind: string; id?: string; displayName?: string }; madeAt: string; undoneAt: string | null; href: string };

export type QuarantineDecisionList = { items: QuarantineDecision[]; nextCursor: null };

export type QuarantinedSenderList = { items: ({ contactId: string; displayName: string | null; identities: { scheme: string; value: string }[]; tickets: number; firstOpenedAt: string; lastOpenedAt: string })[]; nextCursor: string | null };

export type QuarantinedDomainList = { items: { domain: string; senders: number; tickets: number; firstOpenedAt: string; lastOpenedAt: string }[]; nextCursor: string | null };

export type NewQuarantineDecision = { decision: "release" | "spam"; tickets?: string[]; contact?: string; domain?: string };

export type Task = { id: string; ticketId: string; ticketNumber: string; entryId: string; kind: string; text: string; dueAt: string | null; createdAt: string; doneAt: string | null; doneBy: { kind: string; id?: string; displayName?: string } | null; outcome: string | null };

export type TaskPage = { items: Task[]; nextCursor: string | null };

export type TaskOutcome = { outcome?: string };

export type RecordingAccessList = { items: { actor: { kind: string; id?: string; displayName?: string }; firstByte: number; lastByte: number; at: string }[]; nextCursor: null };

export type Webhook = { id: string; name: string; url: string; events: string[]; enabled: boolean; disabledReason: string | null; disabledAt: string | null; failingSince: string | null; createdBy: string; createdAt: string; updatedAt: string };

export type WebhookList = { items: Webhook[]; nextCursor: null };

export type NewWebhook = { name: string; url: string; events?: ("ticket.opened.v1" | "ticket.entry_added.v1" | "ticket.entry_changed.v1" | "ticket.ringing.v1" | "ticket.assigned.v1" | "ticket.changed.v1" | "ticket.status_changed.v1" | "ticket.escalated.v1" | "ticket.merged.v1" | "ticket.rated.v1")[] };

export type WebhookChange = { name?: string; url?: string; events?: ("ticket.opened.v1" | "ticket.entry_added.v1" | "ticket.entry_changed.v1" | "ticket.ringing.v1" | "ticket.assigned.v1" | "ticket.changed.v1" | "ticket.status_changed.v1" | "ticket.escalated.v1" | "ticket.merged.v1" | "ticket.rated.v1")[]; enabled?: boolean };

export type WebhookSecret = { secret: string; olderSecretUntil: string | null };

export type WebhookDelivery = { id: string; webhookId: string; eventType: string; ticketId: string | null; state: "pending" | "delivered" | "failed" | "dropped"; tries: number; createdAt: string; nextTryAt: string | null; lastTryAt: string | null; lastStatus: number | null; lastError: string | null; deliveredAt: string | null };

export type WebhookDeliveryPage = { items: WebhookDelivery[]; nextCursor: string | null };

export type SentWebhook = { id: string; webhookId: string; eventType: string; ticketId: string | null; state: "pending" | "delivered" | "failed" | "dropped"; tries: number; createdAt: string; nextTryAt: string | null; lastTryAt: string | null; lastStatus: number | null; lastError: string | null; deliveredAt: string | null; body: string };

export type Redelivery = { since: string };

export type Redelivering = { redelivering: number };

export type WebhookTest = { deliveryId: string };

export type Problem = { type: string; title: string; status: number; code: string; detail: string; hint?: string; instance: string; requestId: string; errors?: { path: string; message: string; code: string }[] };
