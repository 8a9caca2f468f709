import { isHidden } from './faults.js';

/** How what stands in the place of a secret begins. */
export const NOT_SHOWN = '(not shown';

const URL_WITH_PASSWORD = /^([a-z][a-z0-9+.-]*:\/\/)[^@]*:[^@]*@/i;

/**
 * Settings as they may be kept and compared: in the place of a secret stands its print, so that a change of it can be told of and nothing else.
 * `print` must not be reversible (keyed).
 */
export function maskSecrets(value: unknown, print: (secret: string) => string, hidden = false): unknown {
  const show = (secret: unknown) => `${NOT_SHOWN}, ${print(String(secret))})`;
  if (Array.isArray(value)) return value.map((item) => maskSecrets(item, print, hidden));
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, maskSecrets(inner, print, hidden || isHidden(name))]));
  if (hidden && value !== null && value !== undefined) return show(value);
  return typeof value === 'string' ? value.replace(URL_WITH_PASSWORD, (found, scheme: string) => `${scheme}${show(found)}@`) : value;
}
