import { ConfigurationError } from '../errors/errors.js';
import type { CommandArguments } from './admin-command.js';

/** The person typed something a command does not understand: exit 2, with the usage. */
export class UsageError extends ConfigurationError {
  constructor(message: string) {
    super(message, { code: 'wrong_usage' });
  }
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
    if (name in options) throw new UsageError(`--${name} is given twice`);
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
  const value = args.options[name];
  if (value === undefined || value === true || value === '') throw new UsageError(`--${name} VALUE is missing`);
  return value;
}

/** The value of an optional `--name`, undefined when absent; throws `UsageError` when it has no value. */
export function readOption(args: CommandArguments, name: string): string | undefined {
  return args.options[name] === undefined ? undefined : requireOption(args, name);
}

function splitOnce(text: string, separator: string): [string, string?] {
  const at = text.indexOf(separator);
  return at < 0 ? [text] : [text.slice(0, at), text.slice(at + 1)];
}
