import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { InboxId } from '#contracts';
import { createTestContext, type TestContext, type TestContextOptions } from '#connector-sdk/testing';
import { HealthRegistry, SecretKey, Settings, silentLogger, SystemClock } from '#runtime';
import { EmailInboxConfig } from '../../../apps/email-connector/src/email.config.js';
import { type EmailConnector, EmailConnectorFactory } from '../../../apps/email-connector/src/email.connector.js';
import { ParserPool } from '../../../apps/email-connector/src/parsing/parser-pool.js';
import { SmtpDoor } from '../../../apps/email-connector/src/receiving/smtp/smtp-door.js';

type SettingsInput = Parameters<typeof Settings.parse>[0];

/** The email connector with its real door and parsers, the house around it in memory. */
export interface EmailBench {
  readonly door: SmtpDoor;
  readonly port: number;
  readonly secret: SecretKey;
  run(id: string, config: unknown, options?: TestContextOptions): Promise<{ connector: EmailConnector; context: TestContext }>;
  stop(): Promise<void>;
}

export async function openEmailBench(overrides: Record<string, unknown> = {}): Promise<EmailBench> {
  const folder = await mkdtemp(join(tmpdir(), 'tributary-email-'));
  const settings = Settings.parse({
    data: { dir: folder },
    ...overrides,
    smtp: { port: 0, ...(overrides['smtp'] as object | undefined) },
  } as SettingsInput);
  const secret = new SecretKey('a secret of the email tests, long enough');
  const pool = new ParserPool(settings, silentLogger);
  const door = new SmtpDoor(settings, silentLogger, new SystemClock(), new HealthRegistry());
  const factory = new EmailConnectorFactory(door, settings, secret, pool);
  await door.onApplicationBootstrap();
  const running: { connector: EmailConnector; context: TestContext }[] = [];
  return {
    door,
    secret,
    port: door.ports[0]!,
    run: async (id, config, options = {}) => {
      const context = createTestContext({ clock: new SystemClock(), ...options, inbox: { id, channel: 'email', provider: 'mail' } });
      const connector = factory.create({ id: id as InboxId, channel: 'email', provider: 'mail' }, EmailInboxConfig.parse(config));
      await connector.start(context);
      factory.inboxesLoaded();
      running.push({ connector, context });
      return { connector, context };
    },
    stop: async () => {
      for (const { connector, context } of running) {
        context.abort();
        await connector.stop();
      }
      await door.onApplicationShutdown();
      await factory.onApplicationShutdown();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
