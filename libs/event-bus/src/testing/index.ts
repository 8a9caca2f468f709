export * from './collector.js';
export * from './contract.js';
export * from './fixture.js';
export * from './records.js';
export * from './cuttable-link.js';
export * from './postgres-fixture.js';
export { openKafkaEventBus } from '../kafka/open.js';
