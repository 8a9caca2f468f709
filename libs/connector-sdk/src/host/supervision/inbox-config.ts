import type { InboxRef } from '#contracts';
import { ConfigurationError } from '#runtime';
import type { ConnectorFactory } from '../../connector.js';

/** One inbox's settings as its connector understands them. Throws `ConfigurationError` (`inbox_settings_invalid`) naming every fault. */
export function parseInboxConfig<Config>(
  inbox: InboxRef,
  settings: Readonly<Record<string, unknown>>,
  factory: ConnectorFactory<Config>,
): Config {
  const parsed = factory.descriptor.configSchema.safeParse(settings);
  if (parsed.success) return parsed.data;
  const faults = parsed.error.issues.map((issue) => `${issue.path.join('.') || 'settings'}: ${issue.message}`);
  throw new ConfigurationError(`Settings of inbox ${inbox.id} are wrong: ${faults.join('; ')}`, {
    code: 'inbox_settings_invalid',
    hint: `Correct the entry with \`id: ${inbox.id}\` under \`inboxes\`.`,
    fields: { inboxId: inbox.id, faults, list: faults.join('; ') },
  });
}
