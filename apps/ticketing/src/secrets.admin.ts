import { DATABASE, type Database } from '#database';
import { type AdminCommand, PermanentError, SECRET_KEY, type SecretKey } from '#runtime';
import { SECOND_FACTOR } from './agents/second-factor/second-factors.js';
import { noteCommand } from './audit/note-command.js';
import { WEBHOOK_SECRET } from './webhooks/webhook.service.js';

/** Columns with sealed texts that live as long as their rows, and what each is sealed for. Inboxes and tokens are sealed anew when they start. */
const SEALED: readonly { readonly table: string; readonly id: string; readonly column: string; readonly purpose: string }[] = [
  { table: 'agent_second_factors', id: 'agent_id', column: 'secret', purpose: SECOND_FACTOR },
  { table: 'webhooks', id: 'id', column: 'secret', purpose: WEBHOOK_SECRET },
  { table: 'webhooks', id: 'id', column: 'older_secret', purpose: WEBHOOK_SECRET },
];

/** Seals stored secrets with the secret in use, whatever older one they were sealed with. Gives what no known secret opens. */
export async function resealSecrets(database: Database, key: SecretKey): Promise<{ resealed: number; broken: string[] }> {
  const broken: string[] = [];
  let resealed = 0;
  for (const { table, id, column, purpose } of SEALED)
    await database.run(async (transaction) => {
      const rows = await transaction.query<{ id: string; sealed: string }>(
        `select ${id} as id, ${column} as sealed from ${table} where ${column} is not null for update`,
      );
      for (const row of rows)
        try {
          const sealed = key.seal(purpose, key.unseal(purpose, row.sealed));
          await transaction.query(`update ${table} set ${column} = $2 where ${id} = $1`, [row.id, sealed]);
          resealed += 1;
        } catch (error) {
          if (!(error instanceof Error && 'code' in error && error.code === 'secret_unreadable')) throw error;
          broken.push(`${table}.${column} of ${row.id}`);
        }
    });
  return { resealed, broken };
}

const command: AdminCommand = {
  name: 'reseal-secrets',
  usage: '',
  summary:
    'seals the second factors of agents and the secrets of webhooks with the secret in use, so that TRIBUTARY_SECRET_OLDER_KEYS need not name an older one for them',
  async run(_args, context) {
    const [database, key] = await Promise.all([context.resolve<Database>(DATABASE), context.resolve<SecretKey>(SECRET_KEY)]);
    const { resealed, broken } = await resealSecrets(database, key);
    await noteCommand(context, 'reseal-secrets', { resealed: String(resealed), broken: String(broken.length) });
    context.print(`${resealed} sealed with the secret in use`);
    if (broken.length === 0) return;
    for (const place of broken) context.print(`  ${place}`);
    throw new PermanentError(`${broken.length} could not be opened`, {
      code: 'secret_unreadable',
      hint: 'name the secret they were sealed with in TRIBUTARY_SECRET_OLDER_KEYS, or make them anew',
    });
  },
};

export const adminCommands: readonly AdminCommand[] = [command];
