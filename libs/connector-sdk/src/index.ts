export * from './connector.js';
export * from './context.js';
export * from './http.js';
