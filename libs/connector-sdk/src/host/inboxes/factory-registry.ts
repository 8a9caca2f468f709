import { ConfigurationError } from '#runtime';
import type { ConnectorFactory } from '../../connector.js';
import type { Inbox } from './inbox.js';

/** Codes that tickets had before descriptors could name one. */
const NUMBER_CODES: Readonly<Record<string, string>> = { email: 'EML' };

/** Which factory makes the connector of an inbox. */
export class FactoryRegistry {
  private readonly factories: readonly ConnectorFactory[];

  constructor(factories: readonly ConnectorFactory[]) {
    const seen = new Set<string>();
    for (const { descriptor } of factories) {
      const name = `${descriptor.channel}/${descriptor.provider}`;
      if (seen.has(name))
        throw new ConfigurationError(`Two connectors claim ${name}`, {
          code: 'connector_claimed_twice',
          hint: 'Remove one of them from `connectors`.',
        });
      seen.add(name);
    }
    this.factories = factories;
  }

  get channels(): string[] {
    return [...new Set(this.factories.map((factory) => factory.descriptor.channel))];
  }

  list(): readonly ConnectorFactory[] {
    return this.factories;
  }

  /** Throws `ConfigurationError` (`provider_unknown`) with what there is. */
  find(inbox: Pick<Inbox, 'id' | 'channel' | 'provider'>): ConnectorFactory {
    const ofChannel = this.factories.filter((factory) => factory.descriptor.channel === inbox.channel);
    const found = inbox.provider === null ? ofChannel : ofChannel.filter((factory) => factory.descriptor.provider === inbox.provider);
    const [factory] = found;
    if (factory !== undefined && found.length === 1) return factory;
    const known = ofChannel.map((candidate) => candidate.descriptor.provider).join(', ') || 'none';
    throw new ConfigurationError(`Inbox ${inbox.id} names ${inbox.provider === null ? 'no provider' : `provider "${inbox.provider}"`}`, {
      code: 'provider_unknown',
      hint: `Set \`provider\` to one of channel ${inbox.channel}: ${known}.`,
      fields: { inboxId: inbox.id, named: inbox.provider ?? '', channel: inbox.channel, known },
    });
  }
}

/** Code in the numbers of tickets: the inbox's, its connector's, or the first letters of the channel. */
export function numberCodeOf(inbox: Pick<Inbox, 'channel' | 'numberCode'>, factory: ConnectorFactory | null): string {
  const letters = inbox.channel.toUpperCase().replace(/[^A-Z0-9]/g, '');
  return inbox.numberCode ?? factory?.descriptor.numberCode ?? NUMBER_CODES[inbox.channel] ?? (letters.slice(0, 3) || 'TKT');
}
