export { toUnread, type UnreadDelivery } from './to-unread.js';
