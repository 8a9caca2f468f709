export { openAdminParts, type AdminParts } from './admin-parts.js';
export { BLOB_STORE } from '#blob-store';
export { DATABASE } from '#database';
export { DEAD_LETTERS, EVENT_BUS } from '#event-bus';
export { backUp, restoreBackup, type BackupTask } from './backups.js';
export { applyInboxes } from './apply-inboxes.js';
export { judgeInboxes } from '../judging/process-faults.js';
