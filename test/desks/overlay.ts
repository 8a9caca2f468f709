import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'yaml';
import type { AddedChannel } from './added-channel.js';
import type { PartnerServer } from './partner-server.js';
import type { NotificationSimulator } from '../simulators/notification/notification-simulator.js';
import type { OfficialPlatform } from '../simulators/wechat/official-platform.js';
import type { WecomSimulator } from '../simulators/wecom/wecom-simulator.js';

/** Signs what calls, alarms and programs bring. */
export const HOOK_SECRET = `whsec_${Buffer.from('a secret of the desks’ doors').toString('base64')}`;
/** Key of programs at doors that take one. */
export const PROGRAM_KEY = 'a-key-of-the-programs-of-the-desks';
/** Signs who is logged in at a desk's own site. */
export const LOGIN_SECRET = 'a-secret-of-the-login-of-the-desks-site';

/** Who says so. */
export const SITE = 'https://site.test';

interface Simulators {
  readonly messages: NotificationSimulator;
  readonly wecom: WecomSimulator;
  readonly official: OfficialPlatform;
  readonly partner: PartnerServer;
  readonly added: AddedChannel | null;
}

/** What an operator would write beside the desk's file: accounts and secrets of its inboxes. Returns the path. */
export async function writeOverlay(folder: string, deskFile: string, simulators: Simulators): Promise<string> {
  const { inboxes } = parse(deskFile) as {
    inboxes: { id: string; channel: string; provider?: string; robot?: string; keys?: { name: string }[] }[];
  };
  const own = inboxes.map(({ id, channel, provider, robot, keys }) => ({
    id,
    enabled: true,
    ...settingsOf(`${channel}/${robot ?? provider ?? ''}`, simulators),
    ...(keys === undefined ? {} : { keys: keys.map((key) => ({ ...key, key: PROGRAM_KEY })) }),
  }));
  const config = join(folder, 'accounts.json');
  const { connectors = [], inbox } = simulators.added?.config ?? {};
  const all = inbox === undefined ? own : [...own, inbox];
  const settings = {
    siteLogin: { alg: 'HS256', secret: LOGIN_SECRET },
    webhooks: { privateHosts: [simulators.partner.host] },
    // A mail server that lets us in again is found within a second.
    email: { sending: { probeBackoffMs: [1_000] } },
  };
  await writeFile(config, JSON.stringify({ connectors, inboxes: all, ...settings }));
  return config;
}

function settingsOf(kind: string, { messages, wecom, official, partner }: Simulators): object {
  const { token, encodingAesKey } = wecom.callback;
  const company = { corpId: wecom.corpId, secret: wecom.secret, token, encodingAesKey, baseUrl: wecom.url };
  const { twilioSid, twilioToken, jpushKey, jpushSecret, robotSecret, httpSecret } = messages.account;
  const settings: Record<string, object> = {
    'phone/': { webhook: { secret: HOOK_SECRET }, recordings: { from: [{ url: `http://${partner.host}/recordings/` }] } },
    'form/form': { jwt: { alg: 'HS256', secret: LOGIN_SECRET } },
    'form/alerts': { secret: HOOK_SECRET },
    'form/webhook': { secret: HOOK_SECRET },
    'wechat/wecom-kf': { ...company, openKfId: 'wkDesk', pollIntervalMs: 2_000 },
    'wechat/wecom': { ...company, agentId: wecom.app.agentId },
    'wechat/official-account': official.settings,
    'notification/sms': { baseUrl: messages.urlOf('twilio'), accountSid: twilioSid, authToken: twilioToken },
    'notification/push': { baseUrl: messages.urlOf('jpush'), appKey: jpushKey, masterSecret: jpushSecret },
    'notification/wecom': { urlSecret: messages.urlOf('wecom') },
    'notification/dingtalk': { urlSecret: messages.urlOf('dingtalk'), secret: robotSecret },
    'notification/http': { url: messages.urlOf('http'), secret: httpSecret },
    'webchat/': { limits: { loopback: false }, identity: { secret: LOGIN_SECRET, issuer: SITE, audience: SITE } },
  };
  return settings[kind] ?? {};
}
