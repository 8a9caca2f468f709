import { Settings } from './settings.js';

/**
 * Sections that may change in a running process, as `desk apply` puts them in force. Who needs one asks the settings each time and keeps no copy.
 * (Connectors take the language when an inbox of theirs starts.)
 */
export const LIVE_SECTIONS = ['deskSettings', 'acknowledgements'] as const;

/** Replaces the live sections of a process's settings, each as a whole; what cannot be read, or is not among these, stays. Returns what cannot be read. */
export function putInForce(settings: Settings, given: Readonly<Record<string, unknown>>): string[] {
  return LIVE_SECTIONS.flatMap((name) => {
    const parsed = Settings.shape[name].safeParse(given[name] ?? {});
    if (!parsed.success) return [`${name}: ${parsed.error.message}`];
    Object.assign(settings, { [name]: parsed.data });
    return [];
  });
}
