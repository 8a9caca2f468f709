export type { BackupFile, BackupPart } from './backup-part.js';
export { fileBackupPart } from './file-part.js';
export { readManifest } from './manifest.js';
export type { BackupManifest } from './manifest.js';
export { restoreTables } from './restore-backup.js';
export { restoreFiles } from './restore-files.js';
export type { RestoreTablesOptions } from './restore-backup.js';
export { writeBackup } from './write-backup.js';
export type { WriteBackupOptions } from './write-backup.js';
