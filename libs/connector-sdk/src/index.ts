export * from './connector.js';
export * from './context.js';
