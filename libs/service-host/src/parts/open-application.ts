import type { FrontDoor } from '../http/front-door.js';
import { startApplication } from '../nest/application.js';
import type { DatabaseServer } from './database-server.js';
import { type Composition, openLog, openStores, type PartsContext, startSweeping } from './open-parts.js';

/** Stores, log and the Nest application on a database that is there: of a process, or of a thread of it. */
export async function openApplication(
  context: PartsContext & { readonly door: FrontDoor },
  server: Pick<DatabaseServer, 'url'>,
  composition: Composition,
): Promise<void> {
  const { door, settings, log, signal, onStop } = context;
  const stores = await openStores(context, server, composition);
  const parts = await openLog(context, stores, composition);
  signal.throwIfAborted();
  const application = await startApplication({ ...composition, parts, door, settings, log });
  onStop('application', 5_000, () => application.close());
  startSweeping(parts, onStop);
}
