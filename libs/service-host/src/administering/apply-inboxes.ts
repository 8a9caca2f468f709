import { InboxRepository, listWantedInboxes } from '#connector-sdk/host';
import { DATABASE, type Database } from '#database';
import { type AdminContext, type AppliedInboxes, CLOCK, type Clock, SECRET_KEY, type SecretKey, type Settings } from '#runtime';

/** Makes the rows of inboxes what the settings say; the hosts of their connectors follow within `connectorHost.watchMs`. */
export async function applyInboxes(settings: Settings, resolve: AdminContext['resolve']): Promise<AppliedInboxes> {
  const [database, secret, clock] = await Promise.all([resolve<Database>(DATABASE), resolve<SecretKey>(SECRET_KEY), resolve<Clock>(CLOCK)]);
  const { insert, update, remove } = await new InboxRepository(database, secret, clock).apply(listWantedInboxes(settings));
  return { added: insert.map(({ id }) => id), changed: update.map(({ id }) => id), removed: remove };
}
