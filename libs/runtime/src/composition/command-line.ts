import { suggestName } from '../config/faults.js';
import { ConfigurationError } from '../errors/errors.js';
import type { CommandArguments, CommandSyntax } from './admin-command.js';
import type { CommandOptions } from './inspection.js';

/** The person typed something a command does not understand: exit 2, with the usage. */
export class UsageError extends ConfigurationError {
  constructor(message: string) {
    super(message, { code: 'wrong_usage' });
  }
}

/** Throws `UsageError` for options and words that the command called `name` does not take. */
export function readArguments(name: string, argv: readonly string[], syntax: CommandSyntax): CommandArguments {
  const { options = [], flags = [], words = 0 } = syntax;
  const args = parseCommandLine(argv, flags);
  refuseUnknownOptions(name, args.options, [...options, ...flags]);
  const filled = flags.find((flag) => args.options[flag] !== undefined && args.options[flag] !== true);
  if (filled !== undefined) throw new UsageError(`--${filled} takes no value`);
  const surplus = args.words.slice(words);
  if (surplus.length > 0) {
    const most = words === 0 ? 'no words' : words === 1 ? 'one word' : `${words} words`;
    throw new UsageError(`${name} takes ${most} without dashes: ${surplus.map((word) => `"${word}"`).join(', ')} is too much`);
  }
  return args;
}

/** Throws `UsageError` that names those which the command called `name` does not know, and those which it does. */
export function refuseUnknownOptions(name: string, options: CommandOptions, known: readonly string[]): void {
  const unknown = Object.keys(options).filter((option) => !known.includes(option));
  if (unknown.length === 0) return;
  const near = unknown.length === 1 ? suggestName(unknown[0]!, known) : undefined;
  throw new UsageError(
    `${name} does not know ${listOptions(unknown)}; it knows ${known.length === 0 ? 'no options' : listOptions(known)}` +
      (near === undefined ? '' : ` (did you mean --${near}?)`),
  );
}

/** `help` or `-h` in the first place, `--help` anywhere before `--`: the usage belongs on stdout, with exit 0. */
export function asksForHelp(argv: readonly string[]): boolean {
  const end = argv.indexOf('--');
  return argv[0] === 'help' || argv[0] === '-h' || argv.slice(0, end < 0 ? argv.length : end).includes('--help');
}

/**
 * `--name value`, `--name=value`, `--flag`, words; after `--` only words. A name in `flags` takes no value; any other takes the next
 * argument unless that starts with `--`.
 */
export function parseCommandLine(argv: readonly string[], flags: readonly string[] = []): CommandArguments {
  const words: string[] = [];
  const options: Record<string, string | true> = {};
  for (let at = 0; at < argv.length; at += 1) {
    const argument = argv[at] ?? '';
    if (argument === '--') {
      words.push(...argv.slice(at + 1));
      break;
    }
    if (!argument.startsWith('--')) {
      words.push(argument);
      continue;
    }
    const [name = '', inline] = splitOnce(argument.slice(2), '=');
    if (Object.hasOwn(options, name)) throw new UsageError(`--${name} is given twice`);
    const next = argv[at + 1];
    if (inline !== undefined) options[name] = inline;
    else if (!flags.includes(name) && next !== undefined && !next.startsWith('--')) {
      options[name] = next;
      at += 1;
    } else options[name] = true;
  }
  return { words, options };
}

/** The value of a required `--name`; throws `UsageError` when it is missing or has no value. */
export function requireOption(args: CommandArguments, name: string): string {
  requireOptions(args, [name]);
  return args.options[name] as string;
}

/** Throws `UsageError` that names all of `names` which are missing or have no value. */
export function requireOptions(args: CommandArguments, names: readonly string[]): void {
  const missing = names.filter((name) => !hasValue(args, name));
  if (missing.length === 0) return;
  const named = missing.map((name) => `--${name} VALUE`);
  throw new UsageError(`${named.join(', ')} ${missing.length === 1 ? 'is' : 'are'} missing`);
}

/** The value of an optional `--name`, undefined when absent; throws `UsageError` when it has no value. */
export function readOption(args: CommandArguments, name: string): string | undefined {
  return args.options[name] === undefined ? undefined : requireOption(args, name);
}

function hasValue({ options }: CommandArguments, name: string): boolean {
  return typeof options[name] === 'string' && options[name] !== '';
}

function listOptions(names: readonly string[]): string {
  return names.map((name) => `--${name}`).join(', ');
}

function splitOnce(text: string, separator: string): [string, string?] {
  const at = text.indexOf(separator);
  return at < 0 ? [text] : [text.slice(0, at), text.slice(at + 1)];
}
