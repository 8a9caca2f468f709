import type { ConnectorFactory, SendResult } from '#connector-sdk';
import {
  createTestContext,
  openDoor,
  type DoorUnderTest,
  type MemoryHouse,
  type MemoryState,
  type TestContext,
} from '#connector-sdk/testing';
import type { EventData, InboxId, ReplyRequested } from '#contracts';
import { SecretKey, SystemClock } from '#runtime';
import { type OfficialConnector, OfficialConnectorFactory } from '#apps/wechat-connector/src/official.connector';
import { OfficialPlatform, type PlatformOptions } from '../../simulators/wechat/official-platform.js';
import { createReply } from './official.conformance.js';

export const secretOfTests = new SecretKey('a secret of the tests, long enough');

export interface OfficialBench {
  readonly platform: OfficialPlatform;
  readonly context: TestContext;
  readonly connector: OfficialConnector;
  readonly door: DoorUnderTest;
  events<T extends 'message.received.v1' | 'contact.event.v1' | 'media.ready.v1' | 'inbox.gap.v1'>(type: T): EventData<T>[];
  send(text: string | Partial<ReplyRequested>): Promise<{ result: SendResult | null; thrown: unknown; marks: number }>;
  texts(): string[];
  close(): Promise<void>;
}

export interface BenchOptions {
  readonly platform?: PlatformOptions;
  readonly settings?: Record<string, unknown>;
  readonly state?: MemoryState;
  readonly house?: MemoryHouse;
  /** Another process on the same platform. */
  readonly beside?: OfficialPlatform;
}

/** A running inbox between the simulator and the house in memory. */
export async function openBench({ platform: options, settings, state, house, beside }: BenchOptions = {}): Promise<OfficialBench> {
  const platform = beside ?? (await OfficialPlatform.open(options));
  const factory = new OfficialConnectorFactory({ deskSettings: { language: 'en' } } as never, secretOfTests);
  const { channel, provider, configSchema } = factory.descriptor;
  const inbox = { id: 'test' as InboxId, channel, provider };
  const config = configSchema.parse({ ...platform.settings, ...settings });
  const context = createTestContext({ inbox, clock: new SystemClock(), ...(state && { state }), ...(house && { house }) });
  const connector = factory.create(inbox, config);
  await connector.start(context);
  const door = await openDoor(connector, { capabilities: (factory as ConnectorFactory).descriptor.capabilities(config) });
  platform.callbacks.url = door.url;
  return {
    platform,
    context,
    connector,
    door,
    events: (type) => context.emitted.flatMap((event) => (event.type === type ? [event.data as never] : [])),
    texts: () => platform.desk.arrived.map((message) => message.text ?? `<${message.type}>`),
    async send(wanted) {
      const reply = typeof wanted === 'string' ? createReply(wanted) : createReply('', wanted);
      let marks = 0;
      try {
        const result = await connector.send(reply, { attempt: 1, markSending: () => Promise.resolve(void (marks += 1)) });
        return { result, thrown: null, marks };
      } catch (thrown) {
        return { result: null, thrown, marks };
      }
    },
    async close() {
      context.abort();
      await Promise.all([connector.stop(), door.close(), ...(beside === undefined ? [platform.close()] : [])]);
    },
  };
}

export async function waitUntil(holds: () => boolean, what: string, limitMs = 20_000): Promise<void> {
  const end = performance.now() + limitMs;
  while (!holds()) {
    if (performance.now() > end) throw new Error(`did not happen within ${limitMs} ms: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
