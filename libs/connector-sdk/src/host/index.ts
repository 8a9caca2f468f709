export * from './connector-host.module.js';
export * from './migrations.js';
export { HTTP_FRONT, type HttpFront, type InboxHttp } from './http/http-front.js';
export { ConnectorHost } from './connector-host.js';
export { createHostWorks } from './host-works.js';
export { InboxRepository } from './inboxes/inbox.repository.js';
export { listWantedInboxes } from './inboxes/inbox.js';
export { type SeedingPlan } from './inboxes/seeding.js';
