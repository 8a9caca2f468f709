import type { AdminParts } from '#service-host/parts';
import { APPS } from '../composition.js';
import type { AdminCommand, AdminContext, Logger, Settings } from '#runtime';

export interface OpenAdminContext extends AdminContext {
  close(): Promise<void>;
}

/** Opens the parts of the host when a command first asks for one. */
export function openAdminContext(settings: Settings, log: Logger, command: Pick<AdminCommand, 'beginsDesk'>): OpenAdminContext {
  let opening: Promise<AdminParts> | undefined;
  return {
    settings,
    log,
    print: (line) => void process.stdout.write(`${line}\n`),
    async resolve<T>(token: symbol) {
      opening ??= openParts(settings, log, command);
      return (await opening).resolve<T>(token);
    },
    async judgeInboxes(readable) {
      const { judgeInboxes } = await import('#service-host/parts');
      return judgeInboxes(readable, APPS);
    },
    async applyInboxes(wanted) {
      const { applyInboxes } = await import('#service-host/parts');
      return applyInboxes(wanted, (token) => this.resolve(token));
    },
    async close() {
      const parts = await opening?.catch(() => undefined);
      await parts?.close();
    },
  };
}

async function openParts(settings: Settings, log: Logger, command: Pick<AdminCommand, 'beginsDesk'>): Promise<AdminParts> {
  const [{ openAdminParts }, apps] = await Promise.all([import('#service-host/parts'), Promise.all(APPS.map((load) => load()))]);
  return openAdminParts(settings, apps, log, command);
}
