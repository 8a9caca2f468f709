export { neverConnected } from './never-connected.js';
