export * from './act-codes.js';
export * from './audit-causes.js';
export * from './record-codes.js';
export * from './trouble-codes.js';
export * from './untaken-codes.js';
