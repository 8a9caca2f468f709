// Made by `npm run generate` of docs/openapi.json.

export type ContactOffer = { entryId: string; address: { scheme: string; value: string; displayName?: string }; reason: "agent_forwarded" | "colleague_forwarded"; verified: boolean; state: "offered" | "accepted" | "rejected"; decidedAt: string | null };

export type ContactOfferDecision = { entryId: string; decision: "accept" | "reject"; expectedVersion?: number };

export type ReplyAdaptation = { partId: string; kind: "text_instead" | "text_cut" | "left_out"; reason: string };

export type ReplyWindow = { open: boolean; endsAt: string | null; remaining: number | null; reason: string | null };

export type ReplyChannelList = { items: ({ inboxId: string; channel: string; displayName: string | null; state: "starting" | "connecting" | "backfilling" | "connected" | "degraded" | "bad_credentials" | "stopped"; to: Address; continues: boolean; preferred: boolean; window: ReplyWindow; limits: { out: string[]; text: { max: number; unit: "characters" | "bytes"; formats: ("plain" | "html" | "markdown")[] }; media: Record<string, { maxBytes: number; mimes: string[] }>; maxPartsPerSend: number; cc: boolean; receipts: ("sent" | "delivered" | "read" | "failed")[]; recall: boolean; recallWithinMs?: number } | null })[]; nextCursor: null };

export type ReplyRecall = { possible: boolean; until: string | null; reason: string | null };

export type ReplyPreview = { inboxId: string; to?: Address; parts: MessagePart[]; adaptations: ReplyAdaptation[]; faults: ({ category: "window_closed" | "quota_exceeded" | "too_large" | "unsupported_part"; partId?: string; reason: string })[]; window: ReplyWindow };

export type Seen = { seq?: number };

export type ReadUpTo = { seq: number | null };

export type TypingTold = { on: boolean; inboxId?: string };

export type MessagePart = { partId: string; fallback: string; type: "text"; text?: string; textRef?: string } | { partId: string; fallback: string; type: "html"; html?: string; htmlRef?: string; remoteContents?: number } | { partId: string; fallback: string; type: "image"; media: { state: "pending" | "stored" | "expired" | "rejected" | "failed"; blobRef?: string; fileName?: string; declaredType?: string; detectedType?: string; sizeBytes?: number; sha256?: string; widthPx?: number; heightPx?: number; durationMs?: number; source?: { ref: string; expiresAt?: string }; reason?: string; scan?: { status: "not_scanned" | "clean" | "infected" | "failed" } }; inline?: boolean; contentId?: string } | { partId: string; fallback: string; type: "file"; media: { state: "pending" | "stored" | "expired" | "rejected" | "failed"; blobRef?: string; fileName?: string; declaredType?: string; detectedType?: string; sizeBytes?: number; sha256?: string; widthPx?: number; heightPx?: number; durationMs?: number; source?: { ref: string; expiresAt?: string }; reason?: string; scan?: { status: "not_scanned" | "clean" | "infected" | "failed" } }; inline?: boolean; contentId?: string } | { partId: string; fallback: string; type: "audio"; media: { state: "pending" | "stored" | "expired" | "rejected" | "failed"; blobRef?: string; fileName?: string; declaredType?: string; detectedType?: string; sizeBytes?: number; sha256?: string; widthPx?: number; heightPx?: number; durationMs?: number; source?: { ref: string; expiresAt?: string }; reason?: string; scan?: { status: "not_scanned" | "clean" | "infected" | "failed" } }; inline?: boolean; contentId?: string } | { partId: string; fallback: string; type: "video"; media: { state: "pending" | "stored" | "expired" | "rejected" | "failed"; blobRef?: string; fileName?: string; declaredType?: string; detectedType?: string; sizeBytes?: number; sha256?: string; widthPx?: number; heightPx?: number; durationMs?: number; source?: { ref: string; expiresAt?: string }; reason?: string; scan?: { status: "not_scanned" | "clean" | "infected" | "failed" } }; inline?: boolean; contentId?: string } | { partId: string; fallback: string; type: "location"; latitude?: number; longitude?: number; datum: "wgs84" | "gcj02" | "bd09" | "unknown"; coordinatesAvailable: boolean; label?: string; address?: string } | { partId: string; fallback: string; type: "link"; url: string; title?: string; description?: string } | { partId: string; fallback: string; type: "card"; kind: "contact" | "mini_program" | "product"; data: Record<string, unknown> } | { partId: string; fallback: string; type: "choice"; id: string; label?: string } | { partId: string; fallback: string; type: "form"; formId: string; fields: { name: string; label?: string; value: unknown }[] } | { partId: string; fallback: string; type: "quote"; remoteMessageId?: string; text?: string } | { partId: string; fallback: string; type: "sticker"; media?: { state: "pending" | "stored" | "expired" | "rejected" | "failed"; blobRef?: string; fileName?: string; declaredType?: string; detectedType?: string; sizeBytes?: number; sha256?: string; widthPx?: number; heightPx?: number; durationMs?: number; source?: { ref: string; expiresAt?: string }; reason?: string; scan?: { status: "not_scanned" | "clean" | "infected" | "failed" } }; name?: string } | { partId: string; fallback: string; type: "call"; call: { callId: string; revision: number; legs: Record<string, unknown>[]; direction: "inbound" | "outbound" | "internal" | "unknown"; caller: string | null; callee: string | null; startedAt: string; queuedAt?: string; answeredAt?: string; endedAt?: string; durationMs?: number; talkMs?: number; waitMs?: number; outcome?: "answered" | "no_answer" | "busy" | "failed" | "rejected" | "abandoned_ivr" | "abandoned_queue" | "queue_timeout" | "voicemail" | "transferred_out" | "unknown"; video?: boolean; hangupBy?: string; hangupCause?: string; queue?: string; agents: string[]; ivr: { key: string; label?: string }[]; satisfaction?: number; recordings: ({ state: "pending" | "stored" | "expired" | "rejected" | "failed"; blobRef?: string; fileName?: string; declaredType?: string; detectedType?: string; sizeBytes?: number; sha256?: string; widthPx?: number; heightPx?: number; durationMs?: number; source?: { ref: string; expiresAt?: string }; reason?: string; scan?: { status: "not_scanned" | "clean" | "infected" | "failed" } })[] } } | { partId: string; fallback: string; type: "system"; code: string; data?: Record<string, unknown> } | { partId: string; fallback: string; type: "unsupported"; nativeType: string };

export type Address = { scheme: string; value: string; displayName?: string };

export type TicketStatus = "new" | "open" | "pending" | "solved" | "closed";

export type TicketPriority = "low" | "normal" | "high" | "urgent";

export type Contact = { id: string; displayName: string | null; identities: ({ scheme: string; value: string; scope: string | null; raw: string; assurance: string; undeliverable: { since: string; status: string | null; reason: string } | null })[] };

export type Ticket = { id: string; number: string; subject: string; status: TicketStatus; priority: TicketPriority; category: string | null; reference: string | null; requestType: string | null; stage: string | null; language: string | null; mood: string | null; urgency: string | null; level: number | null; tags: string[]; fields: Record<string, unknown>; deskVersion: number | null; group: string | null; assignee: string | null; contact: Contact; channels: string[]; inboxId: string | null; origin: string | null; openedAt: string; updatedAt: string; version: number; entries: number; folded: boolean; quarantined: boolean; numberTold: { how: string; at: string } | null; confidential: boolean; proof: { scheme: string; value: string } | null; contactOffer?: ContactOffer | null; rating?: { entryId: string; score: number; scale: "three-step" | "csat" | "nps" | "weighted"; step: "satisfied" | "neutral" | "unsatisfied"; points: number; way: "tap" | "reply" | "link" | "keys" | "agent"; channel: string | null; survey: string | null; comment: string | null; at: string } | null };

export type ChangedTicket = { id: string; number: string; subject: string; status: TicketStatus; priority: TicketPriority; category: string | null; reference: string | null; requestType: string | null; stage: string | null; language: string | null; mood: string | null; urgency: string | null; level: number | null; tags: string[]; fields: Record<string, unknown>; deskVersion: number | null; group: string | null; assignee: string | null; contact: Contact; channels: string[]; inboxId: string | null; origin: string | null; openedAt: string; updatedAt: string; version: number; entries: number; folded: boolean; quarantined: boolean; numberTold: { how: string; at: string } | null; confidential: boolean; proof: { scheme: string; value: string } | null; contactOffer?: ContactOffer | null; rating?: { entryId: string; score: number; scale: "three-step" | "csat" | "nps" | "weighted"; step: "satisfied" | "neutral" | "unsatisfied"; points: number; way: "tap" | "reply" | "link" | "keys" | "agent"; channel: string | null; survey: string | null; comment: string | null; at: string } | null; undo: string | null };

export type TicketPage = { items: Ticket[]; nextCursor: string | null };

export type Reply = { text?: string; parts?: MessagePart[]; to?: Address[]; cc?: Address[]; adapt?: "degrade" | "strict"; onWindowClosed?: "fail" | "hold" | "fallback"; fallback?: { inboxId: string; to: Address }[]; inboxId?: string; undoForMs?: number; expectedVersion?: number; accountDataReason?: string };

export type TakenBackReply = { parts: MessagePart[]; to: Address[]; cc: Address[]; inboxId: string | null };

export type NewTicket = { contact: { id: string } | { identity: { scheme: string; value: string }; displayName?: string }; subject: string; origin: string; text?: string; message?: { text?: string; parts?: MessagePart[]; to?: Address[]; cc?: Address[]; inboxId: string }; priority?: TicketPriority; category?: string; group?: string; assignee?: string };

export type Note = { text: string };

export type Draft = { text: string; note: boolean; inboxId?: string; to?: Address[]; cc?: Address[]; ticketVersion?: number; attachments: { blobRef: string; fileName: string; mime: string; bytes: number }[]; savedAt: string };

export type OwnDraft = { draft: Draft | null };

export type DraftInput = { text: string; note: boolean; inboxId?: string; to?: Address[]; cc?: Address[]; ticketVersion?: number; attachments?: { blobRef: string; fileName: string; mime: string; bytes: number }[] };

export type Viewer = { agentId: string; name: string; typing: boolean };

export type ViewerPage = { items: Viewer[]; nextCursor: string | null };

export type Looking = { typing: boolean };

export type View = { id: string; kind: "built-in" | "own"; name: string | null; query: { status?: string; priority?: string; category?: string; requestType?: string; tag?: string; group?: string; assignee?: string; overdue?: string; watching?: string; snoozed?: string; contact?: string; channel?: string; inboxId?: string; q?: string; text?: string; box?: string; updatedSince?: string }; count: number; atLeast: boolean };

export type ViewList = { items: View[]; nextCursor: null };

export type NewView = { name: string; query: { status?: string | true; priority?: string | true; category?: string | true; requestType?: string | true; tag?: string | true; group?: string | true; assignee?: string | true; overdue?: string | true; watching?: string | true; snoozed?: string | true; contact?: string | true; channel?: string | true; inboxId?: string | true; q?: string | true; text?: string | true; box?: string | true; updatedSince?: string | true } };

export type ViewChange = { name?: string; query?: { status?: string | true; priority?: string | true; category?: string | true; requestType?: string | true; tag?: string | true; group?: string | true; assignee?: string | true; overdue?: string | true; watching?: string | true; snoozed?: string | true; contact?: string | true; channel?: string | true; inboxId?: string | true; q?: string | true; text?: string | true; box?: string | true; updatedSince?: string | true } };

export type PublicAnnouncementList = { items: ({ id: string; title: string; text: string; from: string; until: string | null; severity: "info" | "warning" | "outage" })[]; nextCursor: null };

export type Announcement = { id: string; texts: Record<string, { title: string; text: string }>; severity: "info" | "warning" | "outage"; from: string; until: string | null; shownFrom: string; incidentId: string | null; version: number; madeAt: string; madeBy: { kind: string; id?: string; displayName?: string }; changedAt: string; changedBy: { kind: string; id?: string; displayName?: string }; withdrawnAt: string | null };

export type AnnouncementList = { items: Announcement[]; nextCursor: null };

export type NewAnnouncement = { texts: Record<string, { title: string; text?: string }>; severity?: "info" | "warning" | "outage"; from?: string; until?: string | null; shownFrom?: string; incident?: string };

export type AnnouncementChange = { texts?: Record<string, { title: string; text?: string }>; severity?: "info" | "warning" | "outage"; from?: string; until?: string | null; shownFrom?: string; expectedVersion?: number };

export type PublicDesk = { name: string; accent: string | null; languages: string[]; forms: ({ inbox: string; name: string; form: string | null })[]; promises: { name: string; for: string; says: string }[]; hours: ({ channel: string; name: string; open: boolean; by: "people" | "bot" | "menu" | "voicemail" | null; opensAt: string | null; closesAt: string | null })[] };

export type FigureReleaseList = { items: ({ runId: string; key: string; title: string; from: string; to: string; madeAt: string; release: { id: string; releasedAt: string; releasedBy: { kind: string; id?: string; displayName?: string } } | null })[]; nextCursor: null };

export type NewFigureRelease = { runId: string };

export type FigureRelease = { id: string; runId: string; key: string; releasedAt: string };

export type Login = { email: string; password: string; code?: string };

export type Agent = { id: string; email: string; displayName: string; role: string; extension: string | null };

export type NewAgent = { email: string; displayName?: string; role?: string; password: string };

export type NewRole = { role: string };

export type RoleList = { items: ({ key: string; ofDesk: boolean; scopes: ("tickets:read" | "tickets:write" | "tickets:sealed" | "recordings:hear" | "reports:read" | "knowledge:write" | "supervise" | "bot" | "audit:read" | "webhooks:write" | "desk:write" | "people:erase" | "admin")[]; sees: string; secondFactor: boolean })[]; nextCursor: null };

export type NewPassword = { old: string; new: string };

export type AgentList = { items: Agent[]; nextCursor: null };

export type Session = { agent: Agent | null; scopes: ("tickets:read" | "tickets:write" | "tickets:sealed" | "recordings:hear" | "reports:read" | "knowledge:write" | "supervise" | "bot" | "audit:read" | "webhooks:write" | "desk:write" | "people:erase" | "admin")[]; idleSeconds: number | null; signedInBy: "password" | "oidc" | null; secondFactorMissing: boolean };

export type Extension = { extension: string | null };

export type NewApiKey = { name: string; scopes: ("tickets:read" | "tickets:write" | "tickets:sealed" | "recordings:hear" | "reports:read" | "knowledge:write" | "supervise" | "bot" | "audit:read" | "webhooks:write" | "desk:write" | "people:erase" | "admin")[] };

export type ApiKey = { id: string; name: string; prefix: string; scopes: ("tickets:read" | "tickets:write" | "tickets:sealed" | "recordings:hear" | "reports:read" | "knowledge:write" | "supervise" | "bot" | "audit:read" | "webhooks:write" | "desk:write" | "people:erase" | "admin")[]; createdBy: string; createdAt: string; lastUsedAt: string | null; revokedAt: string | null };

export type ApiKeyList = { items: ApiKey[]; nextCursor: null };

export type MadeApiKey = { id: string; name: string; prefix: string; scopes: ("tickets:read" | "tickets:write" | "tickets:sealed" | "recordings:hear" | "reports:read" | "knowledge:write" | "supervise" | "bot" | "audit:read" | "webhooks:write" | "desk:write" | "people:erase" | "admin")[]; createdBy: string; createdAt: string; lastUsedAt: string | null; revokedAt: string | null; key: string };

export type BotAnswer = { id: string; ticketId: string; ticketNumber: string; said: { text: string; from: { kind: string; key?: string; score?: number } }[]; state: "waiting" | "sent" | "rejected" | "void"; edited: boolean; decidedBy: { kind: string; id?: string; displayName?: string } | null; decidedAt: string | null; createdAt: string };

export type BotAnswerPage = { items: BotAnswer[]; nextCursor: string | null };

export type BotApproval = { text?: string };

export type BotRejection = { reason?: string };

export type BotSession = { ticketId: string; state: "active" | "person" | "solved"; place: { script: string | null; step: string | null; askedHelped: boolean; turns: number; misses: number }; heardSeq: number; reason: string | null; startedAt: string; changedAt: string };

export type BotReply = { text?: string; parts?: MessagePart[]; confidence?: number; expectedVersion?: number };

export type BotHandOver = { note?: string };

export type Presence = { state: "online" | "away" | "offline"; since: string | null; expiresAt: string | null };

export type NewPresence = { state: "online" | "away" | "offline" };

export type AgentWork = { id: string; email: string; displayName: string; presence: "online" | "away" | "offline"; onShift: boolean; groups: string[]; skills: Record<string, number>; languages: string[]; capacity: { total: number; channels?: Record<string, number> }; load: { total: number; channels?: Record<string, number> }; version: number };

export type AgentWorkList = { items: AgentWork[]; nextCursor: null };

/** what is absent stays; null: as the desk’s file says */
export type AgentWorkChange = { skills?: Record<string, number> | null; languages?: string[] | null; capacity?: { total: number; channels?: Record<string, number> } | null; expectedVersion?: number };

export type Group = { id: string; key: string; name: string | Record<string, string>; level: number; members: string[]; waiting: number };

export type GroupList = { items: Group[]; nextCursor: null };

export type Assignment = { id: string; agentId: string; agentName: string; groupId: string | null; reason: string; candidates: ({ agent: string; group: string; as: string; preferred: string | null; speaks: boolean; skill: number; busy: number; idleSince: number })[]; others: Record<string, number>; at: string; endedAt: string | null; endReason: string | null; givenBack: boolean };

export type AssignmentList = { items: Assignment[]; nextCursor: null };

export type GiveBack = { reason: string };

export type Task = { id: string; ticketId: string; ticketNumber: string; entryId: string; kind: string; text: string; dueAt: string | null; createdAt: string; doneAt: string | null; doneBy: { kind: string; id?: string; displayName?: string } | null; outcome: string | null; groupId: string | null; assigneeId: string | null };

export type TaskPage = { items: Task[]; nextCursor: string | null };

export type TaskOutcome = { outcome?: string };

export type NewConsultation = { question: string; group?: string; agent?: string; field?: string };

export type ConsultationAnswer = { answer: string };

export type Consultation = { id: string; ticketId: string; ticketNumber: string; groupId: string | null; agentId: string | null; field: string | null; question: string; askedBy: { kind: string; id?: string; displayName?: string }; askedAt: string; dueAt: string; answer: string | null; answeredBy: { kind: string; id?: string; displayName?: string } | null; answeredAt: string | null };

export type ConsultationList = { items: Consultation[]; nextCursor: null };

export type ExpertList = { items: ({ agentId: string; displayName: string; email: string; fields: string[]; note: string | Record<string, string> | null; presence: string; load: number })[]; nextCursor: null };

export type NewGroupTasks = { groups: string[]; kind: "joint" | "department"; text: string; dueAt?: string; expectedVersion?: number };

export type TaskList = { items: Task[]; nextCursor: null };

export type NewEscalation = { reason: string; problem: string; impact: string; tried?: { what: string; result: string }[]; why: string; suggestedTeam?: string; expectedVersion?: number };

export type Escalation = { id: string; ticketId: string; ticketNumber: string; reason: string; form: { problem: string; impact: string; tried: { what: string; result: string }[]; why: string; suggestedTeam: string | null }; fromGroup: string | null; fromLevel: number; toGroup: string; toLevel: number; fromAssignee: string | null; madeBy: { kind: string; id?: string; displayName?: string }; at: string; undoneAt: string | null };

export type EscalationList = { items: Escalation[]; nextCursor: null };

export type HandOver = { ticketId: string; number: string; entries: number; assignments: Assignment[]; escalations: Escalation[]; consultations: Consultation[]; tasks: Task[] };

export type Clock = { id: string; ticketId: string; kind: "response" | "nextResponse" | "resolution" | "progress" | "pickup" | "firstLine" | "greeting"; target: string | null; calendar: string | null; channel: string | null; state: "running" | "paused" | "warned" | "breached" | "met" | "cancelled"; startedAt: string; dueAt: string | null; warnAt: string | null; pausedAt: string | null; warnedAt: string | null; breachedAt: string | null; metAt: string | null; metBy: string | null; cancelledAt: string | null; cancelledFor: string | null; leftMs: number | null; deskVersion: number };

export type ClockList = { items: Clock[]; nextCursor: null };

export type ClockPage = { items: ({ id: string; ticketId: string; kind: "response" | "nextResponse" | "resolution" | "progress" | "pickup" | "firstLine" | "greeting"; target: string | null; calendar: string | null; channel: string | null; state: "running" | "paused" | "warned" | "breached" | "met" | "cancelled"; startedAt: string; dueAt: string | null; warnAt: string | null; pausedAt: string | null; warnedAt: string | null; breachedAt: string | null; metAt: string | null; metBy: string | null; cancelledAt: string | null; cancelledFor: string | null; leftMs: number | null; deskVersion: number; ticketNumber: string; subject: string; group: string | null; assignee: string | null; ticketVersion: number })[]; nextCursor: string | null };

export type NewContactRecord = { way: string; reached: boolean; at?: string; content: string; result?: string; errorText?: string };

export type Attachment = { partId: string; type: "image" | "file" | "audio" | "video"; state: string; fileName: string | null; contentType: string | null; bytes: number | null; sha256: string | null; inline: boolean; contentId: string | null; blobRef: string | null };

export type Entry = { id: string; ticketId: string; seq: number; direction: "inbound" | "outbound" | "echo" | "note" | "system"; channel: string; inboxId: string | null; remoteMessageId: string | null; occurredAt: string; receivedAt: string; author: { role: "customer" | "agent" | "bot" | "system"; displayName?: string; contactId?: string; agentId?: string; identity?: { scheme: string; value: string; scope?: string; raw: string; assurance: string } }; parts: MessagePart[]; plainText: string; newText: string; attachments: Attachment[]; threading: { rule: string; evidence: Record<string, unknown>; score: number; review: boolean; suggestedTicketId?: string; wholeTicket?: boolean; decided?: "accepted" | "rejected" } | null; delivery: { status: string; at: string; attempt: number; evidence?: string; error?: { code: string; category: string; permanent: boolean; message: string; hint: string; nativeCode?: string }; recipients?: Record<string, { status: string; at: string; error?: { code: string; category: string; permanent: boolean; message: string; hint: string; nativeCode?: string } }>; recall?: { askedAt: string; refused?: { code: string; category: string; permanent: boolean; message: string; hint: string; nativeCode?: string } }; rerouted?: { commandId: string; at: string; from: { inboxId: string; channel: string }; error: { code: string; category: string; permanent: boolean; message: string; hint: string; nativeCode?: string } } } | null; undoUntil: string | null; takenBack: { at: string; by: string | null } | null; folded: boolean; flags: Record<string, unknown>; revision: number; deliveries: number; subject: string | null; checks: { spf?: "pass" | "fail" | "none"; dkim?: "pass" | "fail" | "none"; dmarc?: "pass" | "fail" | "none"; arc?: "pass" | "fail" | "none"; by?: "door" | "server"; reason?: string } | null; recipients: { kind: string; scheme: string; value: string; displayName?: string }[]; raw: { ref: string; bytes: number; contentType: string } | null; warnings?: ({ code: "recipient_undeliverable"; scheme: string; value: string; since: string; status: string | null; reason: string })[]; adaptations?: ReplyAdaptation[] };

export type EntryPage = { items: Entry[]; nextCursor: string | null };

export type AuditRecord = { id: string; at: string; actor: { kind: "agent" | "key" | "house" | "command-line"; id?: string }; action: string; outcome: "done" | "refused"; ticketId?: string; targets?: Record<string, string>; fields?: string[]; content?: string; reason?: string; cause?: { code: string; values?: Record<string, string> }; from?: string; seq: number | null; hash: string | null };

export type AuditPage = { items: AuditRecord[]; nextCursor: string | null };

export type AuditHead = { head: { seq: number; hash: string; signedAt: string; keyId: string; signature: string } | null; keys: ({ keyId: string; publicKey: string; voucher: { keyId: string; signature: string } | null })[] };

export type AuditVerdict = { ok: boolean; records: number; last: { seq: number; hash: string }; heads: number; signedUpTo: number; faults: { seq: number; kind: string; what: string }[] };

export type Person = { id: string; displayName: string | null; identities: ({ scheme: string; value: string; scope: string | null; raw: string; assurance: string; undeliverable: { since: string; status: string | null; reason: string } | null })[]; locale: string | null; createdAt: string; updatedAt: string };

export type ContactProfile = { plan: string | null; class: string | null; company: string | null; department: string | null; phone: string | null; email: string | null; postalAddress: string | null; language: string | null; vip: boolean; accountManager: string | null; fields: Record<string, unknown> };

export type KnownPerson = { id: string; displayName: string | null; identities: ({ scheme: string; value: string; scope: string | null; raw: string; assurance: string; undeliverable: { since: string; status: string | null; reason: string } | null })[]; locale: string | null; createdAt: string; updatedAt: string; profile: ContactProfile; version: number };

export type ContactChange = { plan?: string | null; class?: string | null; company?: string | null; department?: string | null; phone?: string | null; email?: string | null; postalAddress?: string | null; language?: string | null; vip?: boolean; accountManager?: string | null; displayName?: string | null; fields?: Record<string, unknown>; expectedVersion?: number };

export type PersonPage = { items: Person[]; nextCursor: string | null };

export type ContactMerge = { id: string; fromContact: string; intoContact: string; reason: "agent" | "proved_together" | "code_confirmed"; identities: { scheme: string; scope: string; value: string }[]; actor: { kind: string; id?: string; displayName?: string }; madeAt: string; undoneAt: string | null; href: string };

export type ContactMergeList = { items: ContactMerge[]; nextCursor: null };

export type NewContactMerge = { contactId: string };

export type ContactConfirmation = { id: string; contactId: string; scheme: string; value: string; expiresAt: string; confirmedAt: string | null };

export type NewContactConfirmation = { scheme: string; value: string; inboxId: string };

export type ContactConfirmationAnswer = { code: string };

export type Desk = { version: number; desk: Record<string, unknown>; timeZone: string };

export type DeskNames = { categories: Record<string, string | Record<string, string>>; channels: Record<string, string | Record<string, string>>; checklists: Record<string, { name: string | Record<string, string>; steps: Record<string, string | Record<string, string>> }>; fields: Record<string, { name: string | Record<string, string>; kind: string; choices: Record<string, string | Record<string, string>> }>; requestTypes: Record<string, { name: string | Record<string, string>; stages: Record<string, string | Record<string, string>> }>; escalationReasons: Record<string, string | Record<string, string>>; macros: Record<string, string | Record<string, string>>; measures: Record<string, { name: string | Record<string, string>; tools: string[]; rights: string[]; riskNeeded: boolean; recording: "required" | "optional" | "none" }>; people: Record<string, string | Record<string, string>>; plans: Record<string, { name: string | Record<string, string>; steps: Record<string, string | Record<string, string>> }>; priorities: Record<string, string | Record<string, string>>; rules: Record<string, string | Record<string, string>>; templates: Record<string, string | Record<string, string>>; urgent: Record<string, string | Record<string, string>> };

export type DeskQuery = { defaults?: "true" | "false" };

export type DeskVersion = { version: number; source: string; actor: { kind: string; id?: string; displayName?: string }; note: string | null; appliedAt: string; desk: unknown };

export type DeskVersionList = { items: ({ version: number; source: string; actor: { kind: string; id?: string; displayName?: string }; note: string | null; appliedAt: string })[]; nextCursor: null };

export type DeskCheck = { faults: { path: string; where: string; found: string; allowed: string }[]; changes: { path: string; before?: unknown; after?: unknown }[]; version: number };

export type DeskCandidate = { desk: Record<string, unknown> };

export type NewDesk = { desk: Record<string, unknown>; note?: string; expectedVersion?: number };

export type Move = { id: string; kind: "move" | "merge" | "split"; fromTicket: string; toTicket: string; entryIds: string[]; actor: { kind: string; id?: string; displayName?: string }; madeAt: string; undoneAt: string | null; href: string };

export type MoveList = { items: Move[]; nextCursor: null };

export type NewMove = { entryIds: string[]; toTicket: string; expectedVersion?: number };

export type NewMerge = { intoTicket: string; expectedVersion?: number };

export type NewSplit = { entryIds: string[]; subject?: string; expectedVersion?: number };

export type Review = { decision: "accept" | "reject" };

export type ReviewResult = { decision: "accept" | "reject"; move: Move | null };

export type Article = { id: string; key: string | null; state: "draft" | "published" | "archived"; version: number; publishedVersion: number | null; ticketId: string | null; reviewDue: string | null; createdAt: string; updatedAt: string; publishedAt: string | null; archivedAt: string | null; content: { section?: string | null; kind?: "article" | "faq" | "guide" | "video" | "api" | "policy" | "case"; visibility?: "public" | "internal"; productLines?: string[]; texts: Record<string, { title: string; body: string; keywords?: string[]; videos?: { title: string; url: string }[]; pictures?: ({ caption: string; blobRef: string; fileName: string; contentType: "image/png" | "image/jpeg" | "image/gif" | "image/webp" })[] }> } };

export type ArticleSummary = { id: string; key: string | null; state: "draft" | "published" | "archived"; version: number; publishedVersion: number | null; ticketId: string | null; reviewDue: string | null; createdAt: string; updatedAt: string; publishedAt: string | null; archivedAt: string | null; title: string; section: string | null; kind: "article" | "faq" | "guide" | "video" | "api" | "policy" | "case"; visibility: "public" | "internal"; productLines: string[] };

export type ArticlePage = { items: ArticleSummary[]; nextCursor: string | null };

export type ArticleVersionPage = { items: ({ version: number; content: { section?: string | null; kind?: "article" | "faq" | "guide" | "video" | "api" | "policy" | "case"; visibility?: "public" | "internal"; productLines?: string[]; texts: Record<string, { title: string; body: string; keywords?: string[]; videos?: { title: string; url: string }[]; pictures?: ({ caption: string; blobRef: string; fileName: string; contentType: "image/png" | "image/jpeg" | "image/gif" | "image/webp" })[] }> }; actor: { kind: string; id?: string; displayName?: string }; note: string | null; madeAt: string })[]; nextCursor: string | null };

export type NewArticle = { content: { section?: string | null; kind?: "article" | "faq" | "guide" | "video" | "api" | "policy" | "case"; visibility?: "public" | "internal"; productLines?: string[]; texts: Record<string, { title: string; body: string; keywords?: string[]; videos?: { title: string; url: string }[]; pictures?: ({ caption: string; blobRef: string; fileName: string; contentType: "image/png" | "image/jpeg" | "image/gif" | "image/webp" })[] }> }; note?: string };

export type ArticleChange = { content: { section?: string | null; kind?: "article" | "faq" | "guide" | "video" | "api" | "policy" | "case"; visibility?: "public" | "internal"; productLines?: string[]; texts: Record<string, { title: string; body: string; keywords?: string[]; videos?: { title: string; url: string }[]; pictures?: ({ caption: string; blobRef: string; fileName: string; contentType: "image/png" | "image/jpeg" | "image/gif" | "image/webp" })[] }> }; expectedVersion?: number; note?: string };

export type Publication = { expectedVersion?: number; reviewDue?: string };

export type Archiving = { expectedVersion?: number };

export type ArticleReview = { valid: boolean; note?: string; reviewDue?: string; expectedVersion?: number };

export type FoundArticle = { id: string; key: string | null; language: string; title: string; snippet: string; section: string | null; kind: "article" | "faq" | "guide" | "video" | "api" | "policy" | "case"; visibility: "public" | "internal"; videos: { title: string; url: string }[]; score: number };

export type FoundArticlePage = { items: FoundArticle[]; nextCursor: string | null };

export type AskedQuestion = { question: string; language: string | null; asked: number; unanswered: number; firstAt: string; lastAt: string };

export type AskedQuestionPage = { items: AskedQuestion[]; nextCursor: string | null };

export type DealtWith = { question: string };

export type TypicalProblem = { name: string; category: string | null; count: number; ticketNumbers: string[]; article: { id: string; title: string } | null };

export type TypicalProblemPage = { items: TypicalProblem[]; nextCursor: string | null };

export type ProposalPage = { items: ({ articleId: string; title: string; state: "draft" | "published" | "archived"; month: string; problem: string; tickets: number; proposedAt: string })[]; nextCursor: string | null };

export type ArticleOpinions = { yes: number; no: number; now: { yes: number; no: number }; words: { id: string; helpful: boolean; words: string; language: string; version: number; at: string }[] };

export type CountedArticlePage = { items: ({ articleId: string; title: string; state: "draft" | "published" | "archived"; yes: number; no: number; words: number; lastAt: string })[]; nextCursor: string | null };

export type ArticleImport = { format: "jsonl" | "csv" | "markdown"; text?: string; files?: { name: string; text: string }[]; language?: string; publish?: boolean };

export type ImportedArticles = { added: number; changed: number; same: number };

export type ArticleUse = { articleId: string; title: string; how: "linked" | "sent" | "answered"; usedAt: string; actor: { kind: string; id?: string; displayName?: string } };

export type ArticleUsePage = { items: ArticleUse[]; nextCursor: string | null };

export type ArticleLinkWish = { articleId: string };

export type ArticleLink = { articleId: string; title: string; language: string; url: string | null };

export type ArticleSending = { articleId: string; language?: string; intro?: string; expectedVersion?: number };

export type SolutionDraft = { title?: string; solution?: string; section?: string };

export type Help = { languages: string[]; sections: { key: string; name: string; sections: { key: string; name: string }[] }[]; productLines: { key: string; name: string }[]; links: { kind: string; name: string; url: string }[] };

export type HelpArticle = { id: string; key: string | null; language: string; languages: string[]; title: string; body: string; section: string | null; videos: { title: string; url: string }[]; pictures: { caption: string; fileName: string; contentType: string; blobRef: string }[]; updatedAt: string };

export type ArticleOpinionInput = { helpful: boolean; words?: string; language?: string };

export type ArticleOpinion = { helpful: boolean; words: string | null };

export type HelpArticlePage = { items: ({ id: string; key: string | null; title: string; language: string; section: string | null; kind: "article" | "faq" | "guide" | "video" | "api" | "policy" | "case" })[]; nextCursor: string | null };

export type OfferedChecklist = { key: string; name: string; kind: "checklist" | "guidance"; steps: ({ key: string; text: string; asks: "tick" | "text" | "choice"; choices: { key: string; name: string }[]; screenshot: boolean; article: string | null })[] };

export type OfferedChecklistPage = { items: OfferedChecklist[]; nextCursor: string | null };

export type ChecklistRun = { id: string; ticketId: string; checklist: string; kind: "checklist" | "guidance"; name: string; language: string; steps: ({ key: string; text: string; asks: "tick" | "text" | "choice"; choices: { key: string; name: string }[]; screenshot: boolean; article: string | null })[]; results: ({ step: string; result: string | boolean; note: string | null; entryId: string | null; actor: { kind: string; id?: string; displayName?: string }; at: string })[]; state: "running" | "done" | "given_up"; sentUpTo: number; waitsFor: string | null; goesOn: "agent" | "itself"; startedBy: { kind: string; id?: string; displayName?: string }; startedAt: string; endedAt: string | null; version: number };

export type TicketChecklists = { offered: OfferedChecklist[]; runs: ChecklistRun[]; symptoms: { key: string; name: string }[]; productLines: { key: string; name: string }[] };

export type ChecklistStart = { checklist: string; language?: string };

export type StepOutcome = { result: string | boolean | null; note?: string; expectedVersion?: number };

export type ChecklistEnd = { state: "done" | "given_up"; expectedVersion?: number };

export type GuidanceStep = { expectedVersion?: number };

export type OfferedTemplate = { key: string; name: string; names: string | Record<string, string>; kind: "reply" | "script" | "data-collection" | "dispute" | "automatic"; language: string; text: string; keyPoints: string[] };

export type OfferedTemplatePage = { items: OfferedTemplate[]; nextCursor: string | null };

export type TemplateSending = { template: string; language?: string; before?: string; expectedVersion?: number };

export type CallPoints = { points: Record<string, string | null>; expectedVersion?: number };

export type RecordedCallPoints = { points: Record<string, string> };

export type HoursList = { now: string; channels: ({ channel: string; name: string | Record<string, string>; purpose: string | Record<string, string> | null; zone: string; open: boolean; by: "people" | "bot" | "menu" | "voicemail" | null; teams: string[]; closesAt: string | null; opensAt: string | null; today: { from: string; to: string }[]; changedToday: boolean; announcements: ({ from: string; to: string; holiday: { key: string; name: Record<string, string> } | null; makeUp: boolean; days: { date: string; hours: { from: string; to: string }[] }[] })[] })[] };

export type HoursOverride = { id: string; channel: string; opens: boolean; from: string; to: string; reason: string; actor: { kind: string; id?: string; displayName?: string }; madeAt: string; withdrawnAt: string | null; withdrawnBy: { kind: string; id?: string; displayName?: string } | null };

export type HoursOverrideList = { items: HoursOverride[]; nextCursor: null };

export type NewHoursOverride = { opens: boolean; from?: string; to: string; reason: string };

export type Slot = { startsAt: string; endsAt: string; free: number };

export type SlotPage = { items: Slot[]; nextCursor: string | null };

export type Booking = { id: string; service: string; contactId: string; ticketId: string; ticketNumber: string; startsAt: string; endsAt: string; state: "booked" | "cancelled" | "done"; moves: number; note: string | null; bookedAt: string; version: number };

export type BookingPage = { items: Booking[]; nextCursor: string | null };

export type NewBooking = { service: string; startsAt: string; contact: { id: string } | { identity: { scheme: string; value: string }; displayName?: string }; note?: string };

export type BookingMove = { startsAt: string; expectedVersion?: number };

export type BookingCancel = { expectedVersion?: number };

export type NewVisit = { branch: string; contact: { id: string } | { identity: { scheme: string; value: string }; displayName?: string }; subject: string; text?: string; category?: string; priority?: TicketPriority; language?: string };

export type Visit = { ticketId: string; ticketNumber: string; branch: string; branchName: string; receipt: string; receiptText: string; registeredBy: { kind: string; id?: string; displayName?: string }; visitedAt: string };

export type EntryReview = { id: string; sheet: string; ticketId: string; ticketNumber: string; entryId: string; subject: "recordings" | "answers"; agentId: string | null; occurredAt: string; state: "waiting" | "reviewed"; scores: Record<string, number> | null; result: number | null; passed: boolean | null; note: string | null; reviewer: { kind: string; id?: string; displayName?: string } | null; reviewedAt: string | null; version: number };

export type EntryReviewPage = { items: EntryReview[]; nextCursor: string | null };

export type ReviewScores = { scores: Record<string, number>; note?: string; expectedVersion?: number };

export type ReviewedShare = { sheet: string; all: number; chosen: number; reviewed: number; overdue: number; share: number; passed: number; meanResult: number | null };

export type ReviewedSharePage = { items: ReviewedShare[]; nextCursor: string | null };

export type Watcher = { agentId: string; displayName: string; since: string };

export type WatcherPage = { items: Watcher[]; nextCursor: string | null };

export type TicketLink = { id: string; kind: string; ticketId: string; ticketNumber: string; subject: string; status: string; actor: { kind: string; id?: string; displayName?: string }; madeAt: string };

export type TicketLinkPage = { items: TicketLink[]; nextCursor: string | null };

export type NewTicketLink = { ticket: string; kind?: "related" | "duplicate" | "follows" | "causes" | "parent" };

export type Snooze = { ticketId: string; ticketNumber: string; until: string; note: string | null; actor: { kind: string; id?: string; displayName?: string }; setAt: string };

export type SnoozePage = { items: Snooze[]; nextCursor: string | null };

export type NewSnooze = { until: string; note?: string; expectedVersion?: number };

export type BulkAction = { id: string; kind: string; actor: { kind: string; id?: string; displayName?: string }; madeAt: string; undoneAt: string | null; changed: string[]; refused: { ticket: string; code: string; detail: string }[]; left: string[] };

export type NewBulkAction = { tickets: string[]; expectedVersions?: Record<string, number>; changes: { status?: "open" | "pending" | "solved" | "closed"; priority?: TicketPriority; category?: string | null; group?: string | null; assignee?: string | null; requestType?: string | null; stage?: string | null; urgency?: string | null; addTags?: string[]; removeTags?: string[]; fields?: Record<string, unknown> } };

export type Macro = { key: string; name: string; names: string | Record<string, string>; does: string[]; acts: ({ act: "sends" | "notes" | "changes" | "sets" | "tags" | "untags" | "begins" | "assigns" | "sleeps"; of?: string; value?: string | number | boolean | null })[] };

export type MacroPage = { items: Macro[]; nextCursor: string | null };

export type MacroRun = { macro: string; expectedVersion?: number };

export type MadeTicketChange = { at: string; by: { kind: string; id?: string; displayName?: string }; kind: string; changes: Record<string, { from: unknown; to: unknown }> };

export type TicketChangeList = { items: MadeTicketChange[]; nextCursor: string | null };

export type Product = { id: string; name: string; model?: string | null; version?: string | null; serial?: string | null; boughtOn?: string | null; orderNumber?: string | null; fields?: Record<string, unknown> };

export type ProductPage = { items: Product[]; nextCursor: string | null };

export type ProductList = { products: ({ name: string; model?: string | null; version?: string | null; serial?: string | null; boughtOn?: string | null; orderNumber?: string | null; fields?: Record<string, unknown> })[]; expectedVersion?: number };

export type Order = { number: string; placedAt: string | null; status: string | null; total: string | null; url: string | null; fields: Record<string, unknown> };

export type OrderPage = { items: Order[]; nextCursor: string | null };

export type OrderList = { orders: ({ number: string; placedAt?: string | null; status?: string | null; total?: string | null; url?: string | null; fields?: Record<string, unknown> })[]; expectedVersion?: number };

export type OrderLink = { number: string };

export type TicketPurchases = { orders: Order[]; products: Product[] };

export type Notice = { id: string; kind: string; text: string; ticketId: string | null; createdAt: string; seenAt: string | null };

export type NoticePage = { items: Notice[]; nextCursor: string | null };

export type InboxOrdered = { id: string; state: string; stopped: { at: string; by: string; reason: string } | null; ordered: { order: "stop" | "start" | "restart"; at: string } | null };

export type InboxStopWish = { reason: string };

export type Reconciliation = { id: string; inboxId: string; state: "asked" | "compared" | "failed" | "unanswered"; askedAt: string; askedBy: string; comparedAt: string | null; remote: number | null; here: { what: string; count: number }[]; waiting: { what: string; count: number }[]; leftOut: { what: string; count: number }[]; missing: number | null; failure: { message: string; hint?: string; reasons?: ({ code: string; values?: Record<string, string | number> })[] } | null };

export type ReconciliationList = { items: Reconciliation[]; nextCursor: null };

export type ReconciliationDifference = { ref: string; state: "missing" | "asked" | "fetched" | "here" | "gone" | "failed"; at: string | null; remoteMessageId: string | null; sender: string | null; subject: string | null; sizeBytes: number | null; failure: { message: string; hint?: string; reasons?: ({ code: string; values?: Record<string, string | number> })[] } | null; ticketId: string | null; ticketNumber: string | null };

export type ReconciliationDetail = { id: string; inboxId: string; state: "asked" | "compared" | "failed" | "unanswered"; askedAt: string; askedBy: string; comparedAt: string | null; remote: number | null; here: { what: string; count: number }[]; waiting: { what: string; count: number }[]; leftOut: { what: string; count: number }[]; missing: number | null; failure: { message: string; hint?: string; reasons?: ({ code: string; values?: Record<string, string | number> })[] } | null; sealed: boolean; differences: ReconciliationDifference[] };

export type FetchWish = { refs?: string[] };

export type Fetching = { fetching: number };

export type LedgerItem = { outcome: "received" | "ticketed" | "duplicate" | "parked" | "dead-lettered"; inboxId: string | null; remoteMessageId: string | null; deliveryId: string | null; receivedAt: string | null; at: string; entryId: string | null; ticketId: string | null; ticketNumber: string | null; deadLetterId: string | null; reason: string | null; links: { entry?: string; ticket?: string; deadLetter?: string } };

export type LedgerPage = { items: LedgerItem[]; nextCursor: string | null };

export type DeadLetter = { id: string; group: string; topic: string; partition: number; offset: string; key: string; envelope: { specversion: "1.0"; id: string; source: string; type: string; time: string; subject?: string; datacontenttype: "application/json"; traceparent?: string; data: unknown }; appendedAt: string; errorClass: "retriable" | "permanent"; code: string; reason: string; attempts: number; rawRef?: string; inboxId?: string; remoteMessageId?: string; state: "waiting" | "replaying" | "replayed"; diedAt: string; replayedAt?: string };

export type DeadLetterPage = { items: DeadLetter[]; nextCursor: string | null };

/** which of those that wait; none given: all */
export type ReplayAll = { group?: string; topic?: string; inboxId?: string; remoteMessageId?: string };

export type Replayed = { replaying: number };

export type Inbox = { id: string; channel: string; provider: string; state: string; detail: string | null; hint: string | null; reasons: ({ code: string; values?: Record<string, string | number> })[] | null; lag: { unread: number | null; atLeast: boolean; oldestAt: string | null }; lastSuccessAt: string | null; lastError: { message: string; reasons: ({ code: string; values?: Record<string, string | number> })[] | null; at: string | null } | null; address: string | null; displayName: string | null; numberCode: string | null; capabilities: { in: string[]; out: string[]; text: { max: number; unit: "characters" | "bytes"; formats: ("plain" | "html" | "markdown")[] }; media: Record<string, { maxBytes: number; mimes: string[] }>; maxPartsPerSend: number; replyWindow: { durationMs?: number; count?: number } | null; proactive: boolean; addressedBy?: string[]; typing: boolean; states?: ("queued" | "joined" | "read" | "ended" | "rating_asked")[]; receipts: ("sent" | "delivered" | "read" | "failed")[]; edit: boolean; recall: boolean; recallWithinMs?: number; threads: boolean; groups: boolean; cc: boolean; idempotentSend: boolean; returnsRemoteId: boolean; ordering: "per_conversation" | "none"; inboundGuarantee: "at_least_once" | "at_most_once"; ackDeadlineMs?: number; mediaExpiresMs?: number; consumerModel: "shared" | "exclusive"; holdings?: "listed" | "pushed" | "ours"; identityAssurance: ("verified" | "claimed" | "anonymous")[] } | null; stopped: { at: string; by: string; reason: string } | null; ordered: { order: "stop" | "start" | "restart"; at: string } | null; changedAt: string };

export type InboxList = { items: Inbox[]; nextCursor: null };

export type Upload = { ref: string; bytes: number; sha256: string };

export type QuarantineDecision = { id: string; decision: "release" | "spam"; selection: { tickets?: string[]; contact?: string; domain?: string }; tickets: number; remaining: number; actor: { kind: string; id?: string; displayName?: string }; madeAt: string; undoneAt: string | null; href: string };

export type QuarantineDecisionList = { items: QuarantineDecision[]; nextCursor: null };

export type QuarantinedSenderList = { items: ({ contactId: string; displayName: string | null; identities: { scheme: string; value: string }[]; tickets: number; firstOpenedAt: string; lastOpenedAt: string })[]; nextCursor: string | null };

export type QuarantinedDomainList = { items: { domain: string; senders: number; tickets: number; firstOpenedAt: string; lastOpenedAt: string }[]; nextCursor: string | null };

export type NewQuarantineDecision = { decision: "release" | "spam"; tickets?: string[]; contact?: string; domain?: string };

export type Survey = { state: "open" | "answered"; kind: "three-step" | "csat" | "nps" | "weighted"; question: string; least: number; greatest: number; parts: { key: string; name: string }[]; recommend: string | null; reason: "never" | "low" | "always"; low: number; suggestion: boolean; thanks: string; language: string };

export type SurveyAnswer = { value?: number; parts?: Record<string, number>; recommend?: number; reason?: string; suggestion?: string };

export type SurveyTaken = { state: "answered" };

export type NewRating = { value?: number; parts?: Record<string, number>; recommend?: number; reason?: string; suggestion?: string; survey?: string };

export type Feedback = { id: string; kind: "rating" | "form" | "mail"; way: "tap" | "reply" | "link" | "keys" | "agent" | "message"; survey: string | null; ticketId: string; ticketNumber: string; contactId: string; contactName: string | null; channel: string | null; agentId: string | null; scale: "three-step" | "csat" | "nps" | "weighted" | null; value: number | null; parts: Record<string, number> | null; points: number | null; recommend: number | null; step: "satisfied" | "neutral" | "unsatisfied" | null; low: boolean; reason: string | null; suggestion: string | null; givenAt: string; enteredBy: { kind: string; id?: string; displayName?: string } | null; seen: { reader: string; at: string; by: Record<string, unknown> }[] };

export type FeedbackPage = { items: Feedback[]; nextCursor: string | null };

export type SeenBy = { reader?: string };

export type NewSurveyRound = { round: string; contactIds: string[] };

export type SurveyRound = { asked: number };

export type LiveFigures = { at: string; all: { open: number; new: number; waiting: number; unassigned: number; longestWaitS: number; inLine: number; openedToday: number; solvedToday: number; lowScoresToday: number; breached: number; dueSoon: number; agentsOnline: number; agentsFree: number }; groups: { key: string; open: number; new: number; waiting: number; unassigned: number; longestWaitS: number }[]; channels: { key: string; open: number; new: number; waiting: number; unassigned: number; longestWaitS: number }[]; branches: { key: string; open: number; new: number; waiting: number; unassigned: number; longestWaitS: number; visitsToday: number }[]; agents: { id: string; name: string; state: string; open: number; answeredToday: number; solvedToday: number }[] };

export type ReportSummary = { key: string; kind: "request-log" | "progress" | "satisfaction" | "kpi" | "service" | "nps" | "health" | "channels" | "yearly" | "gaps" | "promises" | "problems" | "agents" | "figures" | "assessor"; title: string; per: "day" | "week" | "month" | "quarter" | "year" | "whole" | null; schedule: { every: string; at: string } | null; public: boolean };

export type ReportList = { items: ReportSummary[]; nextCursor: null };

export type Report = { key: string; kind: "request-log" | "progress" | "satisfaction" | "kpi" | "service" | "nps" | "health" | "channels" | "yearly" | "gaps" | "promises" | "problems" | "agents" | "figures" | "assessor"; title: string; period: { from: string; to: string }; per: "day" | "week" | "month" | "quarter" | "year" | "whole" | null; language: string; madeAt: string; columns: ({ key: string; label: string; kind: "text" | "number" | "share" | "minutes" | "moment" })[]; rows: ((string | number | null)[])[]; nextCursor: string | null };

export type ReportRun = { id: string; key: string; kind: string; title: string; from: string; to: string; madeAt: string };

export type ReportRunPage = { items: ReportRun[]; nextCursor: string | null };

export type PublicReports = { items: ({ key: string; kind: "request-log" | "progress" | "satisfaction" | "kpi" | "service" | "nps" | "health" | "channels" | "yearly" | "gaps" | "promises" | "problems" | "agents" | "figures" | "assessor"; title: string; period: { from: string; to: string }; per: "day" | "week" | "month" | "quarter" | "year" | "whole" | null; language: string; madeAt: string; columns: ({ key: string; label: string; kind: "text" | "number" | "share" | "minutes" | "moment" })[]; rows: ((string | number | null)[])[] })[]; nextCursor: null };

export type RebuiltFacts = { tickets: number; at: string };

export type Request = { ticketId: string; number: string; deskVersion: number; requestType: string | null; name: string | null; chosenBy: string | null; stage: string | null; stageName: string | null; stageSince: string | null; dueAt: string | null; missedAt: string | null; estimate: { at: string; note: string | null; saidAt: string; times: number } | null; next: ({ stage: string; name: string; outcome: string | null; outcomeName: string | null; missing: ({ kind: "field" | "evidence" | "estimate" | "note"; key?: string })[] })[]; fields: { key: string; name: string; kind: string; value: unknown; required: boolean }[]; missingFields: string[]; evidence: ({ key: string; name: string; askedAt: string | null; givenAt: string | null; value: string | null; entryId: string | null })[]; history: ({ seq: number; requestType: string; stage: string; fromStage: string | null; fromStatus: string | null; outcome: string | null; back: boolean; note: string | null; actor: { kind: string; id?: string; displayName?: string }; enteredAt: string; leftAt: string | null; dueAt: string | null; missedAt: string | null })[]; estimates: ({ seq: number; estimateAt: string; note: string | null; actor: { kind: string; id?: string; displayName?: string }; saidAt: string; told: string })[] };

export type StageMove = { stage?: string; outcome?: string; note?: string; fields?: Record<string, unknown>; estimate?: { at: string; note?: string }; expectedVersion?: number };

export type Estimate = { at: string; note?: string; expectedVersion?: number };

export type EvidenceTick = { value?: string; entryId?: string };

export type OwnCallList = { items: ({ ticketId: string; entryId: string; stage: "rings" | "talking"; startedAt: string })[]; nextCursor: null };

export type RecordingAccessList = { items: { actor: { kind: string; id?: string; displayName?: string }; firstByte: number; lastByte: number; at: string }[]; nextCursor: null };

export type TicketRecognition = { items: ({ kind: "language" | "category" | "urgency" | "mood"; label: string | null; confidence: number; basis: "phrases" | "model" | "both" | "words" | "speech" | "desk" | "llm"; candidates: { label: string; confidence: number }[]; because: string[]; modelVersion: number | null; at: string; correctedTo: string | null; correctedAt: string | null })[] };

export type RecognitionModel = { kind: "category" | "urgency"; version: number; madeAt: string; inForceSince: string | null; reason: string; deskVersion: number; examples: number; labels: number; report: { examples: number; right: number; rightWhereSure: number; coverage: number; threshold: number } };

export type Recognition = { models: RecognitionModel[]; live: { kind: string; tickets: number; labelled: number; corrected: number }[] };

export type NewRecognitionModel = { kind?: "category" | "urgency"; reason?: string };

export type NewRecognitionExamples = { kind?: "category" | "urgency"; items: { text: string; label: string }[] };

export type RecognitionWords = { text: string; plan?: string };

export type RecognitionOfWords = { language: { label: string | null; confidence: number; basis: "phrases" | "model" | "both" | "words" | "speech" | "desk" | "llm"; candidates: { label: string; confidence: number }[]; because: string[]; modelVersion: number | null } | null; category: { label: string | null; confidence: number; basis: "phrases" | "model" | "both" | "words" | "speech" | "desk" | "llm"; candidates: { label: string; confidence: number }[]; because: string[]; modelVersion: number | null } | null; urgency: { label: string | null; confidence: number; basis: "phrases" | "model" | "both" | "words" | "speech" | "desk" | "llm"; candidates: { label: string; confidence: number }[]; because: string[]; modelVersion: number | null } | null; mood: { label: string | null; confidence: number; basis: "phrases" | "model" | "both" | "words" | "speech" | "desk" | "llm"; candidates: { label: string; confidence: number }[]; because: string[]; modelVersion: number | null } | null };

export type RequestType = { key: string; name: string; description: string | null; categories: string[]; group: string | null; fields: string[]; complex: boolean; isDefault: boolean; stages: ({ key: string; name: string; status: string | null; within: string | null; next: string[]; outcomes: { key: string; name: string; to: string }[] })[] };

export type RequestTypeList = { items: RequestType[]; nextCursor: string | null };

export type FormList = { items: { key: string; name: string }[]; nextCursor: string | null };

export type IntakeForm = { key: string; name: string; intro: string | null; inboxes: string[]; requestTypes: ({ key: string; name: string; description: string | null })[]; categories: string[]; fields: ({ key: string; name: string; kind: string; section: string | null; hint: string | null; choices: { value: string; name: string }[]; required: boolean; requiredWhen: { requestTypes?: string[]; categories?: string[]; stages?: string[]; field?: string; is?: string[] }[]; maxLength: number | null })[]; selfService: { articles: boolean; checklist: string | null; intro: string | null }; mailTemplate: string | null };

export type DoorList = { items: ({ key: string; name: string; channel: string; purpose: string | null; address: string | null; open: boolean; missing: string[]; conditions: string[] })[]; services: { key: string; name: string; explain: string; requestTypes: string[] }[] };

export type Progress = { number: string; status: string; requestType: string | null; stage: string | null; steps: ({ name: string; state: "done" | "now" | "ahead" })[]; estimatedAt: string | null; openedAt: string; updatedAt: string; lastByUs: string | null; lastByCustomer: string | null };

export type ProgressLink = { token: string; url: string | null; expiresAt: string };

export type Closing = { ticketId: string; complex: boolean; state: string | null; askedAt: string | null; told: string | null; answeredAt: string | null; answer: string | null; archive: { process: string | null; solution: string | null; feedback: string | null; newProblem: boolean; article: string | null; solvedAt: string | null; closedAt: string | null; archivedAt: string | null; draft: string | null; lastEdit: string | null }; missing: { parts: string[]; fields: string[] }; followUps: ({ rule: string; dueAt: string; doneAt: string | null; missedAt: string | null; outcome: string | null })[] };

export type Archive = { process?: string | null; solution?: string | null; feedback?: string | null; article?: string | null; newProblem?: boolean; expectedVersion?: number };

export type ClosingAnswer = { answer: "solved" | "not_solved" | "more" | "not_asked"; text?: string; expectedVersion?: number };

export type ProgressEntryList = { items: ({ id: string; seq: number; by: "you" | "us"; name: string | null; at: string; text: string; attachments: ({ partId: string; type: "image" | "file" | "audio" | "video"; fileName: string | null; contentType: string | null; bytes: number | null })[] })[]; nextCursor: null };

export type OwnRequestList = { items: ({ number: string; subject: string; status: "new" | "open" | "pending" | "solved" | "closed"; openedAt: string; updatedAt: string; token: string; proof: string })[]; nextCursor: null };

export type ProgressConfirmation = { id: string; sentTo: string; scheme: string; expiresAt: string };

export type ProgressCode = { code: string };

export type ProgressProof = { proof: string; expiresAt: string };

export type NewProgressMessage = { text?: string; files?: string[] };

export type ProgressMessage = { id: string };

export type ProgressFile = { file: string; name: string; bytes: number };

export type ProgressPermits = { status: string; close: boolean; reopen: boolean; rate: boolean };

export type Arrival = { number: string; token: string | null; expiresAt: string | null };

export type ForeseenErasure = { tickets: number; entries: number; kept: { entries: number; until: string | null }; logUntil: string; held: string[] };

export type Erasure = { tickets: number; entries: number };

export type ErasedPerson = { tickets: number; entries: number; kept: { entries: number; until: string | null }; logUntil: string; files: number; filesLeft: number };

export type LoginMethods = { passwords: "all" | "admins" | "nobody"; oidc: { name: string; href: string } | null };

export type ProviderLogout = { endSessionUrl: string | null };

export type SecondFactor = { state: "none" | "begun" | "confirmed"; confirmedAt: string | null; required: boolean; recoveryCodesLeft: number };

export type NewSecondFactor = { password: string };

export type MadeSecondFactor = { secret: string; otpauthUrl: string };

export type SecondFactorCode = { code: string };

export type AnySecondFactorCode = { code: string };

export type RecoveryCodes = { recoveryCodes: string[] };

export type ShiftPlan = { items: ({ date: string; surcharge: { key: string; percent: number } | null; shifts: { key: string; group: string; zone: string; from: string; to: string; staff: number; members: string[]; temporary: boolean }[] })[]; nextCursor: null };

export type ShiftForecast = { items: ({ group: string; date: string; hour: number; surcharge: { key: string; percent: number } | null; expected: number; required: number; planned: number; shortfall: number })[]; nextCursor: null };

export type Incident = { id: string; ticketId: string; ticketNumber: string; title: string; state: "open" | "closed"; startedAt: string; endedAt: string | null; openedAt: string; openedBy: { kind: string; id?: string; displayName?: string }; affected: Record<string, unknown> | null; customers: number; tickets: number; told: number };

export type IncidentPage = { items: Incident[]; nextCursor: string | null };

export type NewIncident = { ticket: string; title?: string; startedAt?: string; affected?: { plans?: string[]; classes?: string[]; companies?: string[]; fields?: Record<string, string | number | boolean>; categories?: string[]; tags?: string[]; inboxes?: string[] }; tell?: string | Record<string, string> };

export type NewIncidentCustomers = { contacts?: string[]; tickets?: string[]; affected?: { plans?: string[]; classes?: string[]; companies?: string[]; fields?: Record<string, string | number | boolean>; categories?: string[]; tags?: string[]; inboxes?: string[] }; touchedFrom?: string; touchedUntil?: string };

export type IncidentCustomer = { contactId: string; displayName: string | null; plan: string | null; company: string | null; ticketId: string | null; ticketNumber: string | null; how: "hand" | "filter" | "alert"; linkedAt: string; touchedFrom: string | null; touchedUntil: string | null; told: { kind: string; at: string; outcome: string }[] };

export type IncidentCustomerPage = { items: IncidentCustomer[]; nextCursor: string | null };

export type NewIncidentNotice = { kind?: "began" | "update"; text: string | Record<string, string> };

export type IncidentClosure = { endedAt?: string; text?: string | Record<string, string> };

export type IncidentImpact = { policy: string | null; items: ({ contactId: string; displayName: string | null; ticketId: string | null; plan: string | null; touchedFrom: string | null; touchedUntil: string | null; minutes: number; compensation: { amount: number; unit: string } | null })[]; nextCursor: null };

export type Compensation = { id: string; ticketId: string | null; ticketNumber: string | null; contactId: string; displayName: string | null; incidentId: string | null; policy: string; amount: number; unit: string; reason: string; basis: Record<string, unknown>; state: "proposed" | "approved" | "refused"; proposedAt: string; proposedBy: { kind: string; id?: string; displayName?: string }; decidedAt: string | null; decidedBy: { kind: string; id?: string; displayName?: string } | null; note: string | null };

export type CompensationPage = { items: Compensation[]; nextCursor: string | null };

export type NewCompensations = { policy: string };

export type NewCompensation = { policy?: string; amount?: number; unit?: string; reason: string };

export type CompensationDecision = { decision: "approve" | "refuse"; note?: string };

export type Measure = { id: string; ticketId: string; ticketNumber: string; kind: string; what: string; risk: string | null; tool: string | null; rights: string | null; state: "asked" | "consented" | "refused" | "running" | "ended"; askedAt: string; askedBy: { kind: string; id?: string; displayName?: string }; askedEntry: string | null; decidedAt: string | null; decidedBy: string | null; decidedHow: string | null; consentEntry: string | null; recordedBy: { kind: string; id?: string; displayName?: string } | null; startedAt: string | null; startedBy: { kind: string; id?: string; displayName?: string } | null; endedAt: string | null; endedBy: { kind: string; id?: string; displayName?: string } | null; recording: string | null; recordingEntry: string | null; result: string | null };

export type MeasureList = { items: Measure[]; nextCursor: null };

export type MeasurePage = { items: Measure[]; nextCursor: string | null };

export type NewMeasure = { kind: string; what: string; risk?: string; tool?: string; rights?: string; tell?: boolean };

export type Consent = { consented: boolean; by: string; how: string; entryId?: string };

export type MeasureEnd = { recording?: string; file?: { blobRef: string; fileName: string; contentType?: string }; result?: string };

export type ChannelAlarmList = { items: ({ id: string; channel: string; lack: "people" | "connection"; detail: string; since: string; raisedAt: string | null; endedAt: string | null })[]; nextCursor: null };

export type PageCall = { id: string; rota: string; reason: string; state: "calling" | "acknowledged" | "unanswered" | "ended"; startedAt: string; endedAt: string | null; acknowledgedBy: string | null; pages: ({ id: string; person: string; name: string; state: "sent" | "acknowledged" | "passed_on" | "unreachable" | "ended"; sentAt: string; endedAt: string | null; messages: ({ inboxId: string; address: string | null; fault: string | null; delivery: string | null })[] })[] };

export type PageCallList = { items: PageCall[]; nextCursor: null };

export type NewPageCall = { rota: string; reason: string };

export type DutyList = { items: { rota: string; name: string; people: { key: string; name: string }[] }[]; nextCursor: null };

export type PlanRun = { id: string; ticketId: string; plan: string; name: string; state: "running" | "ended"; startedAt: string; endedAt: string | null; steps: ({ id: string; runId: string; place: number; key: string; text: string; owner: { group?: string; agent?: string; person?: string; role?: string }; dueAt: string; doneAt: string | null; doneBy: { kind: string; id?: string; displayName?: string } | null; result: string | null; missedAt: string | null })[]; reports: ({ id: string; runId: string; place: number; dueAt: string | null; writtenAt: string; writtenBy: { kind: string; id?: string; displayName?: string } | null; text: string; missed: boolean; recipients: ({ person: string; inboxId: string; fault: string | null })[] })[] };

export type PlanRunList = { items: PlanRun[]; nextCursor: null };

export type NewPlanRun = { plan: string };

export type StepResult = { result?: string };

export type NewReport = { text: string };

export type RuleRun = { id: string; rule: string; event: string; matched: ({ fact: string; operator: string; wanted: unknown; value: string | number | boolean | string[] | null })[]; actions: Record<string, unknown>[]; changes: Record<string, { from: string | number | boolean | string[] | null; to: string | number | boolean | string[] | null }>; fault: string | null; depth: number; deskVersion: number; at: string };

export type RuleRunList = { items: RuleRun[]; nextCursor: null };

export type NewRehearsal = { desk?: Record<string, unknown>; rules?: Record<string, unknown>[]; days?: number; limit?: number };

export type Rehearsal = { version: number; since: string; tickets: number; different: number; items: ({ ticketId: string; number: string; subject: string; rules: { before: string[]; after: string[] }; changes: Record<string, { before: string | number | boolean | string[] | null; after: string | number | boolean | string[] | null }>; actions: { gone: Record<string, unknown>[]; added: Record<string, unknown>[] } })[] };

export type TicketChange = { status?: TicketStatus; priority?: TicketPriority; subject?: string; category?: string | null; group?: string | null; assignee?: string | null; requestType?: string | null; stage?: string | null; language?: string | null; mood?: string | null; urgency?: string | null; level?: number | null; tags?: string[]; fields?: Record<string, unknown>; expectedVersion?: number };

export type LegalHold = { id: string; ticketId: string | null; contactId: string | null; reason: string; placedBy: { kind: string; id?: string; displayName?: string }; placedAt: string; liftedAt: string | null };

export type LegalHoldList = { items: LegalHold[]; nextCursor: null };

export type NewLegalHold = { ticketId?: string; contactId?: string; reason: string };

export type FirstRun = { offered: boolean; password: "made-up" | "given" | "own"; steps: ({ key: "password" | "desk" | "inbox" | "mail"; done: boolean; skipped: boolean })[]; address: string; door: { host: string; port: number } | null };

export type DeskChoiceList = { items: { key: string; name: string; languages: string[]; brings: Record<string, number> }[]; nextCursor: null };

export type DeskChoice = { key: string; desk: Record<string, unknown> };

export type InboxTest = { channel: "email"; imap?: { host: string; port: number; security: "tls" | "starttls" | "none"; password?: string; user: string; folder?: string }; smtp?: { host: string; port: number; security: "tls" | "starttls" | "none"; password?: string; user?: string } };

export type InboxTestResult = { ok: boolean; steps: ({ part: "imap" | "smtp"; step: "name" | "connection" | "tls" | "greeting" | "login" | "folder"; fault: "name_unknown" | "refused" | "unreachable" | "timeout" | "ended" | "tls_failed" | "certificate_untrusted" | "starttls_missing" | "not_mail" | "password_wrong" | "login_missing" | "folder_missing" | null; detail: string | null })[] };

export type TestMail = { subject: string; text: string };

export type SentTestMail = { remoteMessageId: string };

export type Webhook = { id: string; name: string; url: string; events: string[]; enabled: boolean; disabledReason: string | null; disabledAt: string | null; failingSince: string | null; createdBy: string; createdAt: string; updatedAt: string };

export type WebhookList = { items: Webhook[]; nextCursor: null };

export type NewWebhook = { name: string; url: string; events?: ("ticket.opened.v1" | "ticket.entry_added.v1" | "ticket.entry_changed.v1" | "ticket.ringing.v1" | "ticket.assigned.v1" | "ticket.changed.v1" | "ticket.clock_changed.v1" | "ticket.status_changed.v1" | "ticket.escalated.v1" | "ticket.merged.v1" | "ticket.rated.v1")[] };

export type WebhookChange = { name?: string; url?: string; events?: ("ticket.opened.v1" | "ticket.entry_added.v1" | "ticket.entry_changed.v1" | "ticket.ringing.v1" | "ticket.assigned.v1" | "ticket.changed.v1" | "ticket.clock_changed.v1" | "ticket.status_changed.v1" | "ticket.escalated.v1" | "ticket.merged.v1" | "ticket.rated.v1")[]; enabled?: boolean };

export type WebhookSecret = { secret: string; olderSecretUntil: string | null };

export type WebhookDelivery = { id: string; webhookId: string; eventType: string; ticketId: string | null; state: "pending" | "delivered" | "failed" | "dropped"; tries: number; createdAt: string; nextTryAt: string | null; lastTryAt: string | null; lastStatus: number | null; lastError: string | null; deliveredAt: string | null };

export type WebhookDeliveryPage = { items: WebhookDelivery[]; nextCursor: string | null };

export type SentWebhook = { id: string; webhookId: string; eventType: string; ticketId: string | null; state: "pending" | "delivered" | "failed" | "dropped"; tries: number; createdAt: string; nextTryAt: string | null; lastTryAt: string | null; lastStatus: number | null; lastError: string | null; deliveredAt: string | null; body: string };

export type Redelivery = { since: string };

export type Redelivering = { redelivering: number };

export type WebhookTest = { deliveryId: string };

export type Problem = { type: string; title: string; status: number; code: string; detail: string; hint?: string; instance: string; requestId: string; errors?: { path: string; message: string; code: string }[] };
