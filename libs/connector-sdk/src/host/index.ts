export * from './connector-host.module.js';
export * from './migrations.js';
export { HTTP_FRONT, type HttpFront, type InboxHttp } from './http/http-front.js';
export { ConnectorHost } from './connector-host.js';
export { createHostWorks } from './host-works.js';
