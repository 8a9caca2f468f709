export * from './client.js';
export type { Operations } from './generated/operations.js';
export type * from './generated/schemas.js';
