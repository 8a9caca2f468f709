import { existsSync } from 'node:fs';
import { DATABASE, type Database } from '#database';
import { type AdminCommand, type AdminContext, CLOCK, type Clock, readSettingsFile, UsageError } from '#runtime';
import { noteCommand } from './audit/note-command.js';
import { readDeskFile } from './desk/desk-file.js';
import { DeskGroups } from './desk/desk-groups.js';
import { invalidDesk } from './desk/desk-seeder.js';
import { DeskService } from './desk/desk.service.js';
import type { DeskChange } from './desk/desk-diff.js';
import { DeskVersionRepository } from './desk/desk-version.repository.js';
import { Effects } from './requests/effects.js';
import { RequestRepository } from './requests/request.repository.js';

const WHATS = ['check', 'diff', 'apply'] as const;
const LONGEST = 200;

/** A desk's file: is it right, what would it change, put it in force. */
const desk: AdminCommand = {
  name: 'desk',
  usage: 'check|diff|apply FILE [--note WHY]',
  options: ['note'],
  words: 2,
  summary: 'checks a desk’s file (all faults with their lines), shows what it would change, or puts it in force without a restart',
  async run({ words: [what, file], options }, context) {
    if (!WHATS.some((each) => each === what) || file === undefined) throw new UsageError('check, diff or apply, and which file?');
    const path = [file, `config/desks/${file}`, `config/desks/${file}.yaml`].find((each) => existsSync(each)) ?? file;
    const { desk, faults } = readDeskFile(path);
    if (desk === null) throw invalidDesk(faults);
    if (what === 'check') return context.print(`${path} has no faults`);
    const service = await openService(context);
    const values = readSettingsFile(path, path).layer.values['profile'] ?? {};
    const { changes, version } = await service.compare(values);
    for (const change of changes) context.print(showChange(change));
    if (what === 'diff') return context.print(`${count(changes.length)} against version ${version}`);
    const note = typeof options['note'] === 'string' ? options['note'] : undefined;
    const applied = await service.apply({
      desk: values,
      source: 'command',
      actor: { kind: 'system', displayName: `admin desk apply ${path}` },
      note,
    });
    if (applied !== version) await noteCommand(context, 'desk apply', { version: String(applied) });
    context.print(
      applied === version
        ? `nothing to change: version ${version} stays in force`
        : `${count(changes.length)}; version ${applied} is in force`,
    );
  },
};

async function openService(context: AdminContext): Promise<DeskService> {
  const database = await context.resolve<Database>(DATABASE);
  const clock = await context.resolve<Clock>(CLOCK);
  const effects = new Effects(database, new RequestRepository(database));
  // A running process looks for itself.
  return new DeskService(new DeskVersionRepository(database), { reload: () => Promise.resolve() }, new DeskGroups(), effects, clock);
}

function showChange({ path, before, after }: DeskChange): string {
  if (before === undefined) return `+ ${path}: ${shorten(after)}`;
  if (after === undefined) return `- ${path}: ${shorten(before)}`;
  return `~ ${path}: ${shorten(before)} → ${shorten(after)}`;
}

function shorten(value: unknown): string {
  const text = JSON.stringify(value);
  return text.length > LONGEST ? `${text.slice(0, LONGEST - 1)}…` : text;
}

function count(changes: number): string {
  return changes === 1 ? 'one change' : `${changes} changes`;
}

export const adminCommands: readonly AdminCommand[] = [desk];
