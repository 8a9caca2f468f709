import { randomUUID } from 'node:crypto';
import { canAnswer, type Connector, type InboxAnswer } from '#connector-sdk';
import { createInboxRequest } from '#connector-sdk/testing';
import type { CommandId, InboxId, ReplyRequested } from '#contracts';
import { sealCallback } from '../../simulators/wecom/callbacks.js';
import type { WecomSimulator } from '../../simulators/wecom/wecom-simulator.js';

export function toAppSettings(wecom: WecomSimulator, more: Record<string, unknown> = {}): Record<string, unknown> {
  const { token, encodingAesKey } = wecom.callback;
  const { corpId, secret, url: baseUrl } = wecom;
  return { corpId, secret, token, encodingAesKey, baseUrl, agentId: wecom.app.agentId, timeoutMs: 2_000, ...more };
}

/** A callback as the platform writes it, from a member's message. */
export function toMessageXml(wecom: WecomSimulator, from: string, msgType: string, fields: string, id: string): string {
  const head = `<ToUserName><![CDATA[${wecom.corpId}]]></ToUserName><FromUserName><![CDATA[${from}]]></FromUserName>`;
  const at = `<CreateTime>${Math.floor(wecom.now() / 1_000)}</CreateTime>`;
  return `<xml>${head}${at}<MsgType><![CDATA[${msgType}]]></MsgType>${fields}<MsgId>${id}</MsgId><AgentID>${wecom.app.agentId}</AgentID></xml>`;
}

export async function call(connector: Connector, wecom: WecomSimulator, xml: string): Promise<InboxAnswer> {
  if (!canAnswer(connector)) throw new Error('it has no answer');
  const { query, body } = sealCallback(wecom.callback, xml, wecom.now());
  return connector.answer(createInboxRequest({ query: String(query), body }));
}

export function createAppReply(text: string, more: Partial<ReplyRequested> = {}): ReplyRequested {
  return {
    commandId: randomUUID() as CommandId,
    inboxId: 'app' as InboxId,
    to: [{ scheme: 'wecom_user', value: 'ada' }],
    parts: [{ partId: '1', type: 'text', fallback: text, text }],
    ttlMs: 60_000,
    onWindowClosed: 'fail',
    adapt: 'degrade',
    actor: { kind: 'agent' },
    ...more,
  };
}
