export * from './bus-transport.js';
export * from './consumes.js';
