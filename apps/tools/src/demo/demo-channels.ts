import { randomBytes } from 'node:crypto';
import { toWebhookHeaders } from '#connector-sdk';

/** Inboxes of the demo beside its mailbox: a chat on a site, a hotline, an app. Their secrets are made anew with each start. */
export interface DemoChannels {
  readonly inboxes: readonly Readonly<Record<string, unknown>>[];
  readonly appKey: string;
  readonly callSecret: string;
}

export function makeDemoChannels(address: string): DemoChannels {
  const appKey = randomBytes(24).toString('hex');
  const callSecret = `whsec_${randomBytes(24).toString('base64')}`;
  return {
    appKey,
    callSecret,
    inboxes: [
      { id: 'support', channel: 'email', address },
      { id: 'site', channel: 'webchat', title: 'Help', displayName: 'Support', withoutOrigin: true },
      {
        id: 'hotline',
        channel: 'phone',
        address: '400',
        country: 'CN',
        ivr: { labels: { 3: 'System fault' }, urgent: ['3'] },
        webhook: { secret: callSecret },
      },
      { id: 'app', channel: 'form', provider: 'app', keys: [{ name: 'shop', key: appKey, vouches: true }] },
    ],
  };
}

/** A visitor who chats, two callers (one reached nobody), somebody who reports from within an app. Returns how many messages that were. */
export async function playChannels(apiUrl: string, { appKey, callSecret }: DemoChannels, now: Date): Promise<number> {
  const chat = `${apiUrl}/in/site`;
  const { frames } = await post<{ frames: { t: string; token?: string }[] }>(`${chat}/session`, { t: 'hello', v: 1, locale: 'zh-CN' });
  const authorization = `Bearer ${frames.find(({ t }) => t === 'welcome')?.token}`;
  for (const [index, text] of ['您好，我的会议为什么听不到声音？', '电脑和手机都一样。'].entries())
    await post(`${chat}/frames`, { t: 'say', id: `demo-line-${index}`, text }, { authorization });
  const at = (minutes: number) => new Date(now.getTime() - minutes * 60_000).toISOString();
  const calls = [
    {
      callId: 'demo-1',
      caller: '13800138000',
      outcome: 'answered',
      startedAt: at(40),
      answeredAt: at(39),
      endedAt: at(33),
      ivr: [{ key: '3' }],
    },
    { callId: 'demo-2', caller: '02161234567', outcome: 'abandoned_queue', startedAt: at(20), endedAt: at(18) },
  ];
  for (const call of calls) {
    const payload = JSON.stringify({ ...call, callee: '400', direction: 'inbound' });
    const headers = toWebhookHeaders({ id: call.callId, timestampS: Math.floor(Date.now() / 1_000), payload }, [callSecret]);
    await send(`${apiUrl}/in/hotline`, payload, headers);
  }
  const report = {
    subject: 'PDF export leaves out the last page',
    text: 'Exporting a document of ten pages gives a PDF of nine.',
    category: 'fault',
    fields: { plan: 'Team', system: 'Windows 11', browser: 'Chrome 131' },
    sender: { user: 'u-2041', email: 'mina@example.com', name: 'Mina' },
  };
  await post(`${apiUrl}/in/app`, report, { authorization: `Bearer ${appKey}`, 'idempotency-key': 'demo-report-1' });
  return 5;
}

async function post<T>(url: string, body: unknown, headers: Readonly<Record<string, string>> = {}): Promise<T> {
  return (await (await send(url, JSON.stringify(body), headers)).json()) as T;
}

async function send(url: string, body: string, headers: Readonly<Record<string, string>>): Promise<Response> {
  const answer = await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body });
  if (!answer.ok) throw new Error(`${new URL(url).pathname} answered the demo ${answer.status}: ${await answer.text()}`);
  return answer;
}
