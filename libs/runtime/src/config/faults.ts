import { ConfigurationError } from '../errors/errors.js';
import type { InboxSettings } from './inbox-settings.js';
import type { Settings } from './settings.js';

/** One thing that is wrong with the configuration. */
export interface SettingsFault {
  /** `http.port`; the environment name where no setting has it; empty for a file as a whole. */
  readonly path: string;
  /** Where it was written: `TRIBUTARY_HTTP_PORT` or `config/local.yaml:3`. */
  readonly where: string;
  readonly found: string;
  readonly allowed: string;
}

/** What can be read of settings with faults, so that all who judge settings can add theirs. */
export interface ReadableSettings {
  /** Sections with faults as if nothing was set. */
  readonly settings: Settings;
  /** Those configured, at their places; null where one has faults already. */
  readonly inboxes: readonly (InboxSettings | null)[];
  readonly locate: (path: readonly PropertyKey[]) => string;
}

/** Every fault at once. A process that cannot read its settings exits with `EX_CONFIG`. */
export class SettingsError extends ConfigurationError {
  constructor(
    readonly faults: readonly SettingsFault[],
    readonly readable: ReadableSettings | null = null,
  ) {
    super(`The configuration has ${faults.length === 1 ? 'a fault' : `${faults.length} faults`}:\n${faults.map(formatFault).join('\n')}`, {
      code: 'settings_invalid',
      hint: 'config/reference.yaml lists every setting, its environment name and its default.',
      fields: { faults },
    });
  }
}

/** sysexits.h EX_CONFIG. */
export const EXIT_CONFIGURATION = 78;

function formatFault(fault: SettingsFault): string {
  const place = fault.path === '' || fault.path === fault.where ? fault.where : `${fault.path} (${fault.where})`;
  return `  ${place}: found ${fault.found}; allowed: ${fault.allowed}`;
}

/** At least what is stored sealed (`secret-fields.ts` of the SDK). */
const HIDDEN = /password|secret|(token|key)$/i;

/** Is what stands under this name never shown? */
export function isHidden(name: string): boolean {
  return HIDDEN.test(name);
}

/** A value as it may be shown: short, and never a secret. */
export function showValue(path: readonly PropertyKey[], value: unknown): string {
  if (value === undefined) return 'nothing';
  if (path.some((step) => typeof step === 'string' && HIDDEN.test(step))) return `a value that is not shown (${typeof value})`;
  const text = JSON.stringify(value, (name, inner: unknown) => (HIDDEN.test(name) ? '…' : inner)) ?? String(value);
  const masked = text.replace(/:\/\/[^/\s"@]+@/g, '://…@');
  return masked.length > 80 ? `${masked.slice(0, 77)}…` : masked;
}

/** The nearest of the known names, when it is near enough to be meant. */
export function suggestName(name: string, known: readonly string[]): string | undefined {
  const ranked = known
    .map((candidate) => ({ candidate, distance: editDistance(name.toLowerCase(), candidate.toLowerCase()) }))
    .sort((a, b) => a.distance - b.distance);
  const best = ranked[0];
  return best !== undefined && best.distance <= (name.length < 4 ? 1 : Math.max(2, Math.floor(name.length / 4)))
    ? best.candidate
    : undefined;
}

function editDistance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, at) => at);
  for (let row = 1; row <= a.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= b.length; column += 1) {
      const replaced = (previous[column - 1] ?? 0) + (a[row - 1] === b[column - 1] ? 0 : 1);
      current.push(Math.min(replaced, (previous[column] ?? 0) + 1, (current[column - 1] ?? 0) + 1));
    }
    previous = current;
  }
  return previous[b.length] ?? 0;
}
