export { refusedByLog, type Untaken, untaken } from './untaken.js';
export { toUnread, type UnreadDelivery } from './to-unread.js';
