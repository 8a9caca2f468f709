export * from './connector.js';
export * from './context.js';
export * from './http.js';
export * from './signing/index.js';
export * from './writing/index.js';
export * from './conversing.js';
