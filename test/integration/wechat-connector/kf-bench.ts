import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { canAnswer, type Connector, type InboxAnswer } from '#connector-sdk';
import { createInboxRequest, createTestContext, type TestContext } from '#connector-sdk/testing';
import type { CommandId, EventData, InboxId, InboxRef, ReplyRequested } from '#contracts';
import { type Clock, ManualClock, SecretKey } from '#runtime';
import { KfConnectorFactory } from '../../../apps/wechat-connector/src/kf.connector.js';
import { KfInboxConfig } from '../../../apps/wechat-connector/src/kf.config.js';
import { sealCallback } from '../../simulators/wecom/callbacks.js';
import type { KfAccount } from '../../simulators/wecom/kf-account.js';
import { WecomSimulator } from '../../simulators/wecom/wecom-simulator.js';

export const OPEN_KF_ID = 'wkTributary';
export const SECRET = new SecretKey('a secret of the tests, long enough to be one');

export function toKfSettings(wecom: WecomSimulator, more: Record<string, unknown> = {}): Record<string, unknown> {
  const { token, encodingAesKey } = wecom.callback;
  const { corpId, secret, url: baseUrl } = wecom;
  return { corpId, secret, token, encodingAesKey, baseUrl, openKfId: OPEN_KF_ID, pollIntervalMs: 60_000, timeoutMs: 2_000, ...more };
}

/** Calls a connector's `answer` as the platform would: with a signed and encrypted ring. */
export async function ring(connector: Connector, wecom: WecomSimulator, account: KfAccount): Promise<InboxAnswer> {
  if (!canAnswer(connector)) throw new Error('it has no answer');
  const event = `<Event>kf_msg_or_event</Event><Token>${account.ringToken()}</Token><OpenKfId>${account.openKfId}</OpenKfId>`;
  const { query, body } = sealCallback(
    wecom.callback,
    `<xml><ToUserName>${wecom.corpId}</ToUserName><MsgType>event</MsgType>${event}</xml>`,
    wecom.now(),
  );
  return connector.answer(createInboxRequest({ query: String(query), body }));
}

export function createKfReply(text: string, more: Partial<ReplyRequested> = {}): ReplyRequested {
  return {
    commandId: randomUUID() as CommandId,
    inboxId: 'kf' as InboxId,
    to: [{ scheme: 'wecom_external', value: 'wmAda' }],
    parts: [{ partId: '1', type: 'text', fallback: text, text }],
    ttlMs: 60_000,
    onWindowClosed: 'fail',
    adapt: 'degrade',
    actor: { kind: 'agent' },
    ...more,
  };
}

export interface KfBench {
  readonly wecom: WecomSimulator;
  readonly account: KfAccount;
  readonly context: TestContext;
  readonly factory: KfConnectorFactory;
  readonly connector: ReturnType<KfConnectorFactory['create']>;
  readonly clock: ManualClock;
  messages(): EventData<'message.received.v1'>[];
  ring(): Promise<InboxAnswer>;
  /** Ends it as a restart does, and begins again on what it remembered. */
  restart(): Promise<KfBench>;
  close(): Promise<void>;
}

/** A started kf inbox on a WeCom of its own; both have the same clock, which a test may drive. */
export async function openKfBench(more: Record<string, unknown> = {}): Promise<KfBench> {
  const clock = new ManualClock(new Date());
  const wecom = await WecomSimulator.start({ now: () => clock.now().getTime() });
  return startOn(wecom, clock, more);
}

async function startOn(wecom: WecomSimulator, clock: ManualClock, more: Record<string, unknown>, before?: TestContext): Promise<KfBench> {
  const account = wecom.account(OPEN_KF_ID);
  const inbox: InboxRef = { id: 'kf' as InboxId, channel: 'wechat', provider: 'wecom-kf' };
  const context = createTestContext({ inbox, clock: clock as Clock, ...(before ? { state: before.state, house: before.house } : {}) });
  const factory = new KfConnectorFactory(SECRET);
  const connector = factory.create(inbox, KfInboxConfig.parse(toKfSettings(wecom, more)));
  await connector.start(context);
  const stop = async () => {
    context.abort();
    await connector.stop();
  };
  return {
    wecom,
    account,
    context,
    factory,
    connector,
    clock,
    messages: () =>
      context.emitted.flatMap(({ type, data }) => (type === 'message.received.v1' ? [data as EventData<'message.received.v1'>] : [])),
    ring: () => ring(connector, wecom, account),
    restart: async () => {
      await stop();
      return startOn(wecom, clock, more, context);
    },
    close: async () => {
      await stop();
      await wecom.close();
    },
  };
}

/** Waits for what happens in its own time. */
export async function until(what: string, holds: () => boolean | Promise<boolean>, limitMs = 8_000): Promise<void> {
  const end = performance.now() + limitMs;
  while (!(await holds())) {
    if (performance.now() > end) throw new Error(`did not happen: ${what}`);
    await sleep(10);
  }
}
