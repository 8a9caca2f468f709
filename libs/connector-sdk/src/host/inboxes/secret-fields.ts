import type { SecretKey } from '#runtime';

const SECRET_NAME = /(password|secret|token|key)$/i;
/** Also one whose password should have been escaped: rather one seal too many. */
const URL_WITH_PASSWORD = /^[a-z][a-z0-9+.-]*:\/\/[^@]*:[^@]*@/i;
const SEALED = '$sealed';

/** Replaces what is secret (by its name, or as a URL with a password) by `{$sealed: …}`. */
export function sealSecrets(settings: Readonly<Record<string, unknown>>, inboxId: string, key: SecretKey): Record<string, unknown> {
  return mapFields(settings, (name, value) =>
    typeof value === 'string' && (SECRET_NAME.test(name) || URL_WITH_PASSWORD.test(value))
      ? { [SEALED]: key.seal(purposeOf(inboxId), value) }
      : value,
  );
}

/** Throws `ConfigurationError` (`secret_unreadable`) when the installation's key is another one. */
export function unsealSecrets(settings: Readonly<Record<string, unknown>>, inboxId: string, key: SecretKey): Record<string, unknown> {
  return mapFields(settings, (_name, value) => {
    const sealed = isRecord(value) ? value[SEALED] : undefined;
    return typeof sealed === 'string' ? key.unseal(purposeOf(inboxId), sealed) : value;
  });
}

/** A secret copied to another inbox's row cannot be read there. */
function purposeOf(inboxId: string): string {
  return `inbox:${inboxId}`;
}

function mapFields(fields: Readonly<Record<string, unknown>>, map: (name: string, value: unknown) => unknown): Record<string, unknown> {
  const walk = (name: string, value: unknown): unknown => {
    const mapped = map(name, value);
    if (mapped !== value) return mapped;
    if (Array.isArray(value)) return value.map((item) => walk(name, item));
    return isRecord(value) ? mapFields(value, map) : value;
  };
  return Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, walk(name, value)]));
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}
