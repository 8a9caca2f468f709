import { fileURLToPath } from 'node:url';
import { explain } from '#service-host';
import {
  asksForHelp,
  EXIT_CONFIGURATION,
  loadSettings,
  openProcessLogger,
  readArguments,
  SettingsError,
  silentLogger,
  UsageError,
  type AdminCommand,
  type CommandArguments,
  type Settings,
} from '#runtime';
import { listCommands } from './administering/commands.js';
import { openAdminContext } from './administering/context.js';
import { explainCommand, explainCommands } from './administering/usage.js';

const WRONG_USAGE = 2;
/** Beside this very file, be it small or large (`dist/programs`). */
const APPS = fileURLToPath(new URL('../..', import.meta.url));
const HELP = ['help', '-h', '--help'];

/** `admin <command> …`: answers on stdout, the log on stderr. */
export async function main(argv: readonly string[]): Promise<number> {
  const help = asksForHelp(argv);
  const [name, ...rest] = help ? argv.filter((word) => !HELP.includes(word)) : argv;
  try {
    const commands = await listCommands(APPS, name);
    const command = commands.find((candidate) => candidate.name === name);
    if (help && (command !== undefined || name === undefined)) {
      process.stdout.write(`${command === undefined ? explainCommands(commands) : `${explainCommand(command)}\n  ${command.summary}`}\n`);
      return 0;
    }
    if (command === undefined) {
      const head = name === undefined ? '' : `${name}: there is no such command\n`;
      process.stderr.write(`${head}${explainCommands(commands)}\n`);
      return WRONG_USAGE;
    }
    return await runCommand(command, rest);
  } catch (error) {
    explain(error, silentLogger);
    return error instanceof SettingsError ? EXIT_CONFIGURATION : 1;
  }
}

async function runCommand(command: AdminCommand, argv: readonly string[]): Promise<number> {
  try {
    await runWith(command, readArguments(command.name, argv, command));
    return 0;
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    process.stderr.write(`${error.message}\n${explainCommand(command)}\n`);
    return WRONG_USAGE;
  }
}

async function runWith(command: AdminCommand, args: CommandArguments): Promise<void> {
  const settings = readSettings(command, args);
  const log = openProcessLogger({ level: 'warn', format: settings.log.format, to: 'stderr', fields: { command: command.name } });
  const context = openAdminContext(settings, log, command);
  try {
    await command.run(args, context);
  } finally {
    await context.close();
  }
}

function readSettings(command: AdminCommand, args: CommandArguments): Settings {
  try {
    return loadSettings();
  } catch (error) {
    if (!(error instanceof SettingsError) || error.readable === null || command.toleratesFaults?.(args) !== true) throw error;
    return error.readable.settings;
  }
}
