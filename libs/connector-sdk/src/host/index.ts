export * from './connector-host.module.js';
export * from './migrations.js';
export { ConnectorHost } from './connector-host.js';
export { createHostWorks } from './host-works.js';
