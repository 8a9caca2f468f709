import { DATABASE, type Database } from '#database';
import { type AdminContext, CLOCK, type Clock } from '#runtime';
import { AuditRepository } from './audit.repository.js';

/** Something that was done from the command line, where nobody logs in: that it was done, to what. The product chains it. */
export async function noteCommand(context: AdminContext, action: string, targets: Readonly<Record<string, string>> = {}): Promise<void> {
  const [database, clock] = await Promise.all([context.resolve<Database>(DATABASE), context.resolve<Clock>(CLOCK)]);
  await AuditRepository.note(database.sql, clock.now(), { actor: { kind: 'command-line' }, action, outcome: 'done', targets });
}
