import { DATABASE, type Database } from '#database';
import {
  type AdminCommand,
  type AdminContext,
  CLOCK,
  type Clock,
  ConfigurationError,
  NOT_SHOWN,
  SECRET_KEY,
  type SecretKey,
  UsageError,
} from '#runtime';
import { noteCommand } from './audit/note-command.js';
import { findDeskFile, readDeskFile, type WholeDeskFile } from './desk/desk-file.js';
import { DeskGroups } from './desk/desk-groups.js';
import { invalidDesk } from './desk/desk-seeder.js';
import { DeskService } from './desk/desk.service.js';
import type { DeskChange } from './desk/desk-diff.js';
import { DeskVersionRepository } from './desk/desk-version.repository.js';
import { type ComparedSettings, RunningSettingsBook } from './desk/running-settings.js';
import { SettingsVersionRepository } from './desk/settings-version.repository.js';
import { openRehearser } from './rules/rehearsal/open-rehearser.js';
import { Effects } from './idempotency/effects.js';
import { RequestRepository } from './idempotency/request.repository.js';

const WHATS = ['check', 'diff', 'apply', 'rehearse'] as const;
const DAYS = 7;
const TICKETS_SHOWN = 50;
const LONGEST = 200;

/** A desk's file: is all of it right, what would it change, put it in force. */
const desk: AdminCommand = {
  name: 'desk',
  usage: 'check|diff|apply|rehearse FILE [--note WHY] [--days N]',
  options: ['note', 'days'],
  words: 2,
  summary:
    'checks a desk’s whole file (all faults with their lines), shows what it would change, rehearses its rules over the past days, or puts it in force without a restart',
  // A faulty file may be the one that the settings name.
  toleratesFaults: ({ words: [what] }) => what === 'check',
  async run({ words: [what, file], options }, context) {
    if (!WHATS.some((each) => each === what) || file === undefined) throw new UsageError('check, diff, apply or rehearse, and which file?');
    const path = findDeskFile(file) ?? file;
    const whole = await readDeskFile(path, (readable) => context.judgeInboxes(readable));
    if (whole.faults.length > 0) throw invalidDesk(whole.faults);
    if (what === 'check') return context.print(`${path} has no faults`);
    if (what === 'rehearse') return rehearse(whole.profile, readDays(options['days']), context);
    const service = await openService(context);
    const { changes, version } = await service.compare(whole.profile);
    for (const change of changes) context.print(showChange(change));
    if (what === 'diff') {
      context.print(
        `${count(changes.length)} against version ${version}${changes.length > 0 ? ', in force by `apply`, without a restart' : ''}`,
      );
      const compared = await compareSettings(whole, context);
      if (compared !== null && compared.applied.length > 0) {
        for (const change of compared.applied) context.print(showChange(change));
        context.print(`${count(compared.applied.length)} beside profile, in force by \`apply\` too`);
      }
      return showWaiting(file, compared, context);
    }
    const compared = await compareSettings(whole, context);
    refuseLostSecrets(compared?.applied ?? []);
    const note = typeof options['note'] === 'string' ? options['note'] : undefined;
    const applied = await service.apply({
      desk: whole.profile,
      source: 'command',
      actor: { kind: 'system', displayName: `admin desk apply ${path}` },
      note,
      // Just what was shown: another version meanwhile refuses it.
      expectedVersion: version,
    });
    if (applied !== version) await noteCommand(context, 'desk apply', { version: String(applied) });
    context.print(
      applied === version
        ? `nothing to change: version ${version} stays in force`
        : `${count(changes.length)}; version ${applied} is in force`,
    );
    await applySettings(file, whole, compared, context);
    return showWaiting(file, compared, context);
  },
};

/** What the file says beside `profile` and what runs does not. Null: nothing has been started here yet. */
async function compareSettings(
  { settings: { readable, sections } }: WholeDeskFile,
  context: AdminContext,
): Promise<ComparedSettings | null> {
  return readable === null ? null : (await openBook(context)).compare(readable.settings, sections);
}

/** Channels and addresses, numbering, acknowledgements: what runs follows. */
async function applySettings(
  file: string,
  { settings: { readable, sections } }: WholeDeskFile,
  compared: ComparedSettings | null,
  context: AdminContext,
): Promise<void> {
  if (readable === null || compared === null) return;
  for (const change of compared.applied) context.print(showChange(change));
  const version = await (await openBook(context)).apply(readable.settings, sections, { file, expectedVersion: compared.running.version });
  // Also where nothing differs in the book: a command that ended before this is finished by the next.
  const { added, changed, removed } = await context.applyInboxes(readable.settings);
  const inboxes = [...added.map((id) => `+ ${id}`), ...changed.map((id) => `~ ${id}`), ...removed.map((id) => `- ${id}`)].join(', ');
  if (version === compared.running.version && inboxes === '') return;
  await noteCommand(context, 'desk apply', { settingsVersion: String(version), ...(inboxes === '' ? {} : { inboxes }) });
  const which = inboxes === '' ? '' : `; inboxes begin, begin again or end: ${inboxes}`;
  context.print(`${count(compared.applied.length)} beside profile; settings version ${version} is in force${which}`);
}

function showWaiting(file: string, compared: ComparedSettings | null, context: AdminContext): void {
  if (compared === null) return context.print('beside profile: nothing has been started here yet');
  const { running, applied, waiting } = compared;
  if (applied.length + waiting.length === 0) return context.print('beside profile: nothing differs from what runs');
  if (waiting.length === 0) return;
  for (const change of waiting) context.print(showChange(change));
  const started = running.file === null ? 'without a desk’s file' : `with ${running.file}`;
  context.print(
    `${count(waiting.length)} beside profile against what runs ${started} (settings version ${running.version}): in force after a restart with TRIBUTARY_DESK=${file}, not by \`apply\``,
  );
}

/** An inbox that stays and loses a password has most likely lost the file that has it. Throws `ConfigurationError` (`settings_incomplete`). */
function refuseLostSecrets(changes: readonly DeskChange[]): void {
  const lost = changes.filter(
    ({ path, before, after }) => after === undefined && /^inboxes\.[^.]+\./.test(path) && JSON.stringify(before).includes(NOT_SHOWN),
  );
  if (lost.length === 0) return;
  throw new ConfigurationError(`Inboxes that run would lose secrets: ${lost.map(({ path }) => path).join(', ')}; nothing was changed`, {
    code: 'settings_incomplete',
    hint: 'give this command the TRIBUTARY_CONFIG and the environment that the product was started with; what is really to go goes by a restart',
  });
}

async function openBook(context: AdminContext): Promise<RunningSettingsBook> {
  const [database, secret, clock] = await Promise.all([
    context.resolve<Database>(DATABASE),
    context.resolve<SecretKey>(SECRET_KEY),
    context.resolve<Clock>(CLOCK),
  ]);
  return new RunningSettingsBook(database, secret, context.settings, clock, context.log, new SettingsVersionRepository());
}

/** Which tickets its rules would have handled another way than those in force; nothing is written. */
async function rehearse(desk: unknown, days: number, context: AdminContext): Promise<void> {
  const { items, tickets, different, version } = await (await openRehearser(context)).rehearse({ desk, days, limit: TICKETS_SHOWN });
  for (const { number, subject, changes, actions } of items) {
    context.print(`${number}  ${shorten(subject)}`);
    for (const [fact, { before, after }] of Object.entries(changes)) context.print(`  ~ ${fact}: ${shorten(before)} → ${shorten(after)}`);
    for (const action of actions.gone) context.print(`  - ${shorten(action)}`);
    for (const action of actions.added) context.print(`  + ${shorten(action)}`);
  }
  context.print(`${different} of ${tickets} tickets of ${days} days would have been handled another way than by version ${version}`);
}

function readDays(given: unknown): number {
  const days = given === undefined ? DAYS : Number(given);
  if (!Number.isInteger(days) || days < 1 || days > 366) throw new UsageError('--days is a number from 1 to 366');
  return days;
}

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
