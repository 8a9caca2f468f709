import { createTestContext, type MemoryState, type TestContext } from '#connector-sdk/testing';
import type { EventData, InboxGap } from '#contracts';
import { SystemClock } from '#runtime';
import { setTimeout as sleep } from 'node:timers/promises';
import { PersonalInboxConfig } from '../../../apps/wechat-connector/src/personal.config.js';
import { PersonalConnector } from '../../../apps/wechat-connector/src/personal.connector.js';
import { PuppetService } from '../../support/services/puppet.js';

/** Short times: what takes a minute in production takes a second here. */
export const QUICK = { probeMs: 300, silenceMs: 3_000, reconnectBackoffMs: [20, 100], echoWaitMs: 1_000 };

export type Message = EventData<'message.received.v1'>;

/** A connector that follows an account of a puppet service, in a house of memory. */
export class PersonalBench {
  private constructor(
    readonly service: PuppetService,
    readonly connector: PersonalConnector,
    readonly context: TestContext,
  ) {}

  static async start(service: PuppetService, settings: object = {}, state?: MemoryState): Promise<PersonalBench> {
    const inbox = { id: 'wx', channel: 'wechat', provider: 'personal' };
    const context = createTestContext({ inbox, clock: new SystemClock(), ...(state ? { state } : {}) });
    const config = PersonalInboxConfig.parse({ ...service.settings, ...QUICK, ...settings });
    const connector = new PersonalConnector(config);
    await connector.start(context);
    return new PersonalBench(service, connector, context);
  }

  async stop(): Promise<void> {
    this.context.abort();
    await this.connector.stop();
  }

  get messages(): Message[] {
    return this.context.emitted.filter(({ type }) => type === 'message.received.v1').map(({ data }) => data as Message);
  }

  get gaps(): InboxGap[] {
    return this.context.emitted.filter(({ type }) => type === 'inbox.gap.v1').map(({ data }) => data as InboxGap);
  }

  connected(): Promise<void> {
    return this.until('the account logged in', () => this.context.reports.at(-1)?.state === 'connected');
  }

  async message(fits: (message: Message) => boolean = () => true): Promise<Message> {
    await this.until('a message', () => this.messages.some(fits));
    return this.messages.find(fits)!;
  }

  async until(what: string, holds: () => boolean | Promise<boolean>, limitMs = 10_000): Promise<void> {
    for (const end = performance.now() + limitMs; !(await holds()); await sleep(10))
      if (performance.now() > end)
        throw new Error(
          `${what}: did not happen; reports: ${JSON.stringify(this.context.reports.slice(-5))}, ${this.messages.length} messages`,
        );
  }
}
