export { watchAccount, type AccountLook } from './watch-account.js';
