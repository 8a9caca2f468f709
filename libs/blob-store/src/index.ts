export { blobStoreMigrations } from './migrations/index.js';
export * from './open.js';
export * from './port.js';
