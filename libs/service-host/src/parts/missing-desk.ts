import { holdsEmbeddedDatabase } from '#database';
import { ConfigurationError, type Settings } from '#runtime';

/** A mistyped folder must not become a new, empty desk. A database of one's own is not judged: who names one means it. */
export async function refuseMissingDesk({ data, database }: Pick<Settings, 'data' | 'database'>): Promise<void> {
  if (database.url !== undefined || (await holdsEmbeddedDatabase(data.dir))) return;
  throw new ConfigurationError(`there is no desk in ${data.dir}`, {
    code: 'desk_missing',
    hint: 'Name the folder of one with TRIBUTARY_DATA_DIR, or its database with DATABASE_URL; `npm start` makes a new desk.',
  });
}
