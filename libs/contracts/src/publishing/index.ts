export * from './asyncapi.js';
export * from './compatibility.js';
export * from './json-schema.js';
export * from './documents.js';
