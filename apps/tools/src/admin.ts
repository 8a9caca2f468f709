import { explain } from '#service-host';
import {
  EXIT_CONFIGURATION,
  loadSettings,
  openProcessLogger,
  parseCommandLine,
  SettingsError,
  silentLogger,
  UsageError,
  type AdminCommand,
} from '#runtime';
import { listCommands } from './administering/commands.js';
import { openAdminContext } from './administering/context.js';

const WRONG_USAGE = 2;

/** `admin <command> …`: answers on stdout, the log on stderr. */
export async function main(argv: readonly string[]): Promise<number> {
  const [name, ...rest] = argv;
  try {
    const commands = await listCommands(name);
    const command = commands.find((candidate) => candidate.name === name);
    if (command === undefined) {
      const head = name === undefined || name === 'help' || name === '--help' ? '' : `${name}: there is no such command\n`;
      process.stderr.write(`${head}${explainCommands(commands)}\n`);
      return WRONG_USAGE;
    }
    return await runCommand(command, rest);
  } catch (error) {
    if (error instanceof SettingsError) {
      explain(error, silentLogger);
      return EXIT_CONFIGURATION;
    }
    explain(error, silentLogger);
    return 1;
  }
}

async function runCommand(command: AdminCommand, argv: readonly string[]): Promise<number> {
  const settings = loadSettings();
  const log = openProcessLogger({ level: 'warn', format: settings.log.format, to: 'stderr', fields: { command: command.name } });
  const context = openAdminContext(settings, log);
  try {
    await command.run(parseCommandLine(argv), context);
    return 0;
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    process.stderr.write(`${error.message}\nusage: npm run --silent admin -- ${command.name} ${command.usage}\n`);
    return WRONG_USAGE;
  } finally {
    await context.close();
  }
}

function explainCommands(commands: readonly AdminCommand[]): string {
  const sorted = [...commands].sort((a, b) => a.name.localeCompare(b.name));
  return [
    'usage: npm run --silent admin -- COMMAND …',
    ...sorted.map(({ name, usage, summary }) => `  ${name} ${usage}\n      ${summary}`),
  ].join('\n');
}
