import { DEAD_LETTERS } from '#event-bus';
import type { DeadLetters } from '#event-bus';
import { noteCommand } from './audit/note-command.js';
import { type AdminCommand, type AdminContext, type CommandArguments, PermanentError, readOption, UsageError } from '#runtime';

const PAGE = 200;

const deadLetters: AdminCommand = {
  name: 'dead-letters',
  usage: 'list|replay [ID | --all] [--inbox ID] [--group GROUP]',
  options: ['inbox', 'group'],
  flags: ['all'],
  words: 2,
  summary: 'lists what could not be used, or hands it to its consumer again: one by its id, or all that wait',
  async run(args, context) {
    const [verb, id] = args.words;
    const all = args.options['all'] === true;
    if (verb !== 'list' && verb !== 'replay') throw new UsageError('list or replay?');
    if (verb === 'list' && (id !== undefined || all)) throw new UsageError('list takes neither an ID nor --all: it shows all there are');
    if (verb === 'replay' && id === undefined && !all) throw new UsageError('which one? give its ID, or --all for all that wait');
    if (id !== undefined && all) throw new UsageError('one ID, or --all?');
    const letters = await context.resolve<DeadLetters>(DEAD_LETTERS);
    if (verb === 'list') return list(letters, args, context);
    if (id !== undefined) return replayOne(letters, id, context);
    const replayed = await letters.replayAll(readFilter(args));
    await noteCommand(context, 'dead-letters replay', { letters: 'all' });
    context.print(`${replayed} handed over again; those that fail come back to the list`);
  },
};

async function list(letters: DeadLetters, args: CommandArguments, context: AdminContext): Promise<void> {
  const { items, nextCursor } = await letters.list(readFilter(args), { limit: PAGE });
  if (items.length === 0) return context.print('no dead letters');
  for (const letter of items) {
    const where = [letter.inboxId, letter.remoteMessageId].filter((part) => part !== undefined).join(' ');
    context.print(`${letter.id}  ${letter.state.padEnd(9)}  ${letter.diedAt.toISOString()}  ${letter.group}  ${where}`);
    context.print(`    ${letter.code}: ${letter.reason}`);
  }
  if (nextCursor !== undefined) context.print(`… and more; GET /api/v1/dead-letters pages through them all`);
}

async function replayOne(letters: DeadLetters, id: string, context: AdminContext): Promise<void> {
  const letter = await letters.replay(id);
  if (letter === null)
    throw new PermanentError(`there is no dead letter ${id}`, {
      code: 'dead_letter_unknown',
      hint: 'list them: admin -- dead-letters list',
    });
  await noteCommand(context, 'dead-letters replay', { letter: letter.id });
  context.print(`${letter.id}  ${letter.state}`);
}

function readFilter(args: CommandArguments): { inboxId?: string; group?: string } {
  const [inboxId, group] = [readOption(args, 'inbox'), readOption(args, 'group')];
  return { ...(inboxId === undefined ? {} : { inboxId }), ...(group === undefined ? {} : { group }) };
}

export const adminCommands: readonly AdminCommand[] = [deadLetters];
