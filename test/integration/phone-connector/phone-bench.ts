import { openDoor, type DoorUnderTest, TestContext, createTestContext, type MemoryState } from '#connector-sdk/testing';
import type { CallRecord, EventData, InboxId } from '#contracts';
import { SystemClock, type Clock } from '#runtime';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PhoneConnectorFactory } from '../../../apps/phone-connector/src/phone.connector.js';
import { PhoneInboxConfig } from '../../../apps/phone-connector/src/phone.config.js';

export const factory = new PhoneConnectorFactory({ deskSettings: { language: 'en' } } as never);

export type Message = EventData<'message.received.v1'>;

/** One started hotline over the house in memory, with its door. */
export interface PhoneBench {
  readonly context: TestContext;
  readonly door: DoorUnderTest;
  /** States of calls, in the order told. */
  messages(): Message[];
  stop(): Promise<void>;
}

export async function startPhone(
  settings: Record<string, unknown>,
  options: { state?: MemoryState; clock?: Clock } = {},
): Promise<PhoneBench> {
  const inbox = { id: 'hotline' as InboxId, channel: 'phone', provider: 'pbx' };
  const context = createTestContext({
    inbox,
    clock: options.clock ?? new SystemClock(),
    ...(options.state === undefined ? {} : { state: options.state }),
  });
  const connector = factory.create(inbox, PhoneInboxConfig.parse(settings));
  await connector.start(context);
  const door = await openDoor(connector, {
    inboxId: 'hotline',
    signal: context.signal,
    capabilities: factory.descriptor.capabilities(PhoneInboxConfig.parse(settings)),
  });
  return {
    context,
    door,
    messages: () => context.emitted.flatMap((event) => (/^message\.(?:received|edited)/.test(event.type) ? [event.data as Message] : [])),
    stop: async () => {
      await door.close();
      context.abort();
      await connector.stop();
    },
  };
}

export function callOf(message: Message | undefined): CallRecord {
  const part = message?.parts.find((each) => each.type === 'call');
  if (part?.type !== 'call') throw new Error('no call part');
  return part.call;
}

export async function waitFor<T>(
  what: string,
  look: () => T | null | undefined | false | Promise<T | null | undefined | false>,
  withinMs = 10_000,
): Promise<T> {
  for (const deadline = Date.now() + withinMs; ;) {
    const found = await look();
    if (found !== null && found !== undefined && found !== false) return found;
    if (Date.now() > deadline) throw new Error(`${what}: did not happen`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

export async function makeFolder(): Promise<{ path: (name: string) => string; remove(): Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'calls-'));
  return { path: (name) => join(folder, name), remove: () => rm(folder, { recursive: true, force: true }) };
}
