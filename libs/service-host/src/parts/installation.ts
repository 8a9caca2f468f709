import type { Database } from '#database';
import { ConfigurationError, type Clock, type RoomMigrations, type SecretKey } from '#runtime';
import { CreateInstallation1775000000001 } from '../migrations/1775000000001-create-installation.js';

export const serviceHostMigrations: RoomMigrations = { room: 'service-host', floor: 4, migrations: [CreateInstallation1775000000001] };

/**
 * All processes of one installation must hold one secret: with another, addresses signed before are refused and message ids derived from it
 * change, so that a mail fetched again would double. The first process leaves its print; every later one is compared. One that knows the secret
 * of the print as an older one brings a new secret: from then on the others must hold that.
 */
export async function compareSecret(database: Database, secretKey: SecretKey, clock: Clock): Promise<void> {
  const [print, ...olderPrints] = secretKey.deriveAll('print').map((key) => key.toString('hex').slice(0, 32));
  await database.sql.query(`insert into installation (single, secret_print, created_at) values (true, $1, $2) on conflict do nothing`, [
    print,
    clock.now(),
  ]);
  const [row] = await database.sql.query<{ secret_print: string }>('select secret_print from installation');
  if (row?.secret_print === print) return;
  if (row !== undefined && olderPrints.includes(row.secret_print)) {
    await database.sql.query('update installation set secret_print = $1 where secret_print = $2', [print, row.secret_print]);
    return;
  }
  throw new ConfigurationError('This process holds another secret than the installation whose database this is', {
    code: 'secret_differs',
    hint:
      'Give every process the same TRIBUTARY_SECRET_KEY (or the same secret.key file). If this is a new one, name the old one in ' +
      'TRIBUTARY_SECRET_OLDER_KEYS. If the old one is lost for good: delete the row of table ' +
      'installation and enter all stored passwords again.',
  });
}
