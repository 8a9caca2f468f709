import type { Logger } from '../logging/logger.js';
import type { ReadableSettings, SettingsFault } from '../config/faults.js';
import type { Settings } from '../config/settings.js';
import type { CommandOptions } from './inspection.js';

export interface CommandArguments {
  /** What stands on the command line without dashes, after the command's name. */
  readonly words: readonly string[];
  readonly options: CommandOptions;
}

/** What may stand on the command line of one command. */
export interface CommandSyntax {
  /** Options with a value, without dashes. */
  readonly options?: readonly string[];
  /** Options without one. */
  readonly flags?: readonly string[];
  /** The most words it takes; none when absent. */
  readonly words?: number;
}

/** Ids of inboxes. */
export interface AppliedInboxes {
  readonly added: readonly string[];
  readonly changed: readonly string[];
  readonly removed: readonly string[];
}

/** What an admin command gets from the house. */
export interface AdminContext {
  readonly settings: Settings;
  /** Goes to stderr. */
  readonly log: Logger;
  /** A line for the person, on stdout. */
  print(line: string): void;
  /**
   * A part of the host by its token (`DATABASE`, `EVENT_BUS`, `BLOB_STORE`, `SECRET_KEY`, `CLOCK`, `METRICS`). Opened and migrated when
   * first asked for (beside a running product too: the embedded server is shared), closed after the command.
   */
  resolve<T>(token: symbol): Promise<T>;
  /** What the connectors of the house, and the foreign ones that these settings name, find wrong with the inboxes of these settings. */
  judgeInboxes(readable: ReadableSettings): Promise<readonly SettingsFault[]>;
  /** Makes the inboxes what these settings say, beside running connectors, which follow. Judge first. Resolves to the ids that changed. */
  applyInboxes(settings: Settings): Promise<AppliedInboxes>;
}

/**
 * A command of `npm run --silent admin -- <name> …`. An app exports its commands as `export const adminCommands: readonly AdminCommand[]`
 * from `apps/<app>/src/<topic>.admin.ts`. Options and words it does not list are refused (exit 2) before it runs. Throw `UsageError` for
 * other wrong usage (exit 2), any `TributaryError` for the rest (exit 1).
 */
export interface AdminCommand extends CommandSyntax {
  readonly name: string;
  /** What follows the name, for the usage text: `--email ADDRESS [--name NAME]`. */
  readonly usage: string;
  /** What it does, in one line. */
  readonly summary: string;
  /** May run where there is no desk yet and makes one; any other is refused there, with nothing made. */
  readonly beginsDesk?: boolean;
  /** May run while the settings have faults, for these arguments: it says itself which. Sections with faults are then as if unset. */
  toleratesFaults?(args: CommandArguments): boolean;
  run(args: CommandArguments, context: AdminContext): Promise<void>;
}
