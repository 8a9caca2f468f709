import { BLOB_STORE, type ResealingBlobStore } from '#blob-store';
import { type AdminCommand, PermanentError } from '#runtime';
import { noteCommand } from './audit/note-command.js';

const resealRecordings: AdminCommand = {
  name: 'reseal-recordings',
  usage: '',
  summary: 'seals recordings anew that were sealed with an older secret, so that TRIBUTARY_SECRET_OLDER_KEYS need not name it for them',
  async run(_args, context) {
    const blobs = await context.resolve<ResealingBlobStore>(BLOB_STORE);
    const { resealed, current, broken } = await blobs.reseal();
    await noteCommand(context, 'reseal-recordings', { resealed: String(resealed), broken: String(broken.length) });
    context.print(`${resealed} sealed anew, ${current} were sealed with the secret in use`);
    if (broken.length === 0) return;
    for (const ref of broken) context.print(`  ${ref}`);
    throw new PermanentError(`${broken.length} could not be opened`, {
      code: 'blob_corrupt',
      hint: 'name the secret they were sealed with in TRIBUTARY_SECRET_OLDER_KEYS, or bring them back from a backup',
    });
  },
};

export const adminCommands: readonly AdminCommand[] = [resealRecordings];
