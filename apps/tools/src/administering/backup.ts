import { resolve } from 'node:path';
import { type AdminCommand, type AdminContext, type CommandArguments, UsageError } from '#runtime';
import { APPS } from '../composition.js';

export const backup: AdminCommand = {
  name: 'backup',
  usage: 'FOLDER',
  words: 1,
  summary: 'writes tables, blobs, log and secret of one moment into a new folder; the product may go on meanwhile',
  async run(args, context) {
    const { backUp } = await import('#service-host/parts');
    const task = await describeTask(args, context);
    const { takenAt, tables, files, damaged } = await backUp(task);
    const rows = tables.reduce((sum, table) => sum + table.rows, 0);
    context.print(`${task.folder}: ${tables.length} tables with ${rows} rows, ${files.length} files, as of ${takenAt}`);
    if (damaged.length > 0) context.print(`${damaged.length} files could not be read; manifest.json names them`);
    context.print('It holds every message and the secret of this installation: keep it as you keep those.');
  },
};

export const restore: AdminCommand = {
  name: 'restore',
  usage: 'FOLDER',
  words: 1,
  beginsDesk: true,
  summary: 'brings a backup into an empty data folder (TRIBUTARY_DATA_DIR) or database (DATABASE_URL)',
  async run(args, context) {
    const { restoreBackup } = await import('#service-host/parts');
    const { takenAt, tables, files } = await restoreBackup(await describeTask(args, context));
    context.print(
      `Restored as of ${takenAt}: ${tables.length} tables, ${files.length} files. Start the product on ${context.settings.data.dir}.`,
    );
  },
};

async function describeTask({ words }: CommandArguments, { settings, log }: AdminContext) {
  const [folder] = words;
  if (folder === undefined) throw new UsageError('one FOLDER is needed');
  return { settings, log, folder: resolve(folder), apps: await Promise.all(APPS.map((load) => load())) };
}
