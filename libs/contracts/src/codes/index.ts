export * from './audit-causes.js';
export * from './record-codes.js';
export * from './trouble-codes.js';
