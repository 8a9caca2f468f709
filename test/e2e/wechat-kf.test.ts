import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { WecomSimulator } from '../simulators/wecom/wecom-simulator.js';
import type { KfAccount } from '../simulators/wecom/kf-account.js';
import { findFreePorts } from '../support/services/ports.js';
import { API_KEY, eventually, type ProductRun, runProduct } from '../support/started-product.js';

interface Listed<T> {
  readonly items: readonly T[];
}
interface Ticket {
  readonly id: string;
}
interface Entry {
  readonly direction: string;
  readonly remoteMessageId: string | null;
  readonly plainText: string;
  readonly author: unknown;
  readonly parts: readonly { readonly type: string; readonly media?: { readonly state: string; readonly detectedType?: string } }[];
  readonly delivery: { readonly status: string; readonly error?: { readonly category: string; readonly message: string } } | null;
}

const PNG = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64');

/** The whole product beside a WeCom that forgets to ring, with kills in between. */
describe('微信客服 and an app of WeCom', () => {
  let folder: string;
  let wecom: WecomSimulator;
  let account: KfAccount;
  let run: ProductRun;
  let apiUrl: string;
  let environment: Record<string, string>;

  const api = async <T>(path: string, body?: unknown): Promise<T> => {
    const answer = await fetch(`${apiUrl}/api/v1${path}`, {
      method: body === undefined ? 'GET' : 'POST',
      headers: { authorization: `Bearer ${API_KEY}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
    return (await answer.json()) as T;
  };
  const isReady = () =>
    fetch(`${apiUrl}/health/ready`).then(
      ({ ok }) => ok,
      () => false,
    );
  const start = async () => {
    run = runProduct(environment);
    await eventually(isReady, 'ready', 90_000).catch((error: unknown) => {
      throw new Error(`${String(error)}\n${run.output()}`);
    });
  };
  const kill = async () => {
    run.child.kill('SIGKILL');
    await run.ended;
  };
  const ring = () => wecom.ring(`${apiUrl}/in/kf`, account);
  const entries = async () => {
    const { items } = await api<Listed<Ticket>>('/tickets?limit=200');
    const listed = await Promise.all(items.map(({ id }) => api<Listed<Entry>>(`/tickets/${id}/entries?limit=200`)));
    return listed.flatMap(({ items: found }, at) => found.map((entry) => ({ ...entry, ticketId: items[at]!.id })));
  };
  const findEntry = (text: string) =>
    eventually(async () => (await entries()).find(({ plainText }) => plainText === text), `an entry of ${text}`, 40_000);
  const arrived = (customer: string) => account.customer(customer).received.map(({ content }) => content['content']);

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'tributary-kf-'));
    wecom = await WecomSimulator.start();
    account = wecom.account('wkDesk');
    wecom.app.members.add('lisi');
    const [httpPort, smtpPort] = (await findFreePorts(2)) as [number, number];
    apiUrl = `http://127.0.0.1:${httpPort}`;
    const { token, encodingAesKey } = wecom.callback;
    const shared = { channel: 'wechat', corpId: wecom.corpId, secret: wecom.secret, token, encodingAesKey, baseUrl: wecom.url };
    const inboxes = [
      { id: 'kf', provider: 'wecom-kf', openKfId: 'wkDesk', pollIntervalMs: 2_000, welcomeText: '您好！', ...shared },
      { id: 'app', provider: 'wecom', agentId: wecom.app.agentId, ...shared },
    ];
    const config = join(folder, 'config.json');
    await writeFile(config, JSON.stringify({ inboxes }));
    environment = {
      TRIBUTARY_CONFIG: config,
      TRIBUTARY_DATA_DIR: join(folder, 'data'),
      TRIBUTARY_HTTP_PORT: String(httpPort),
      TRIBUTARY_SMTP_PORT: String(smtpPort),
      TRIBUTARY_API_KEY: API_KEY,
      TRIBUTARY_LOG_LEVEL: 'warn',
    };
    await start();
  }, 180_000);
  afterAll(async () => {
    await run?.stop();
    await wecom?.close();
    await rm(folder, { recursive: true, force: true });
  });

  it('rings, a ticket opens, and its answer arrives in the chat', async () => {
    account.customer('wmAda').nickname = '小艾';
    account.enter('wmAda');
    account.write('wmAda', 'text', { content: '发票在哪里？' });
    expect(await ring()).toBe(200);
    const question = await findEntry('发票在哪里？');
    expect(JSON.stringify(question.author)).toContain('小艾');
    await eventually(() => Promise.resolve(arrived('wmAda').includes('您好！')), 'the greeting');
    await api(`/tickets/${question.ticketId}/replies`, { text: '在“我的订单”里。' });
    await eventually(() => Promise.resolve(arrived('wmAda').includes('在“我的订单”里。')), 'the answer');
    await eventually(async () => (await entries()).some(({ delivery }) => delivery?.status === 'sent'), 'sent');
    account.write('wmAda', 'text', { content: '谢谢' });
    await ring();
    expect((await findEntry('谢谢')).ticketId).toBe(question.ticketId);
    const { items } = await api<Listed<{ id: string; state: string }>>('/inboxes');
    expect(items.filter(({ id }) => id === 'kf' || id === 'app')).toMatchObject([{ state: 'connected' }, { state: 'connected' }]);
  });

  it('loses nothing where nobody rings', async () => {
    account.write('wmBob', 'text', { content: 'nobody rang for this' });
    await findEntry('nobody rang for this');
  });

  it('has the picture a moment after the message', async () => {
    account.write('wmBob', 'image', { media_id: wecom.addMedia(PNG, 'image/png', 'cat.png') });
    await ring();
    await eventually(
      async () => (await entries()).some(({ parts }) => parts[0]?.type === 'image' && parts[0].media?.state === 'stored'),
      'the picture',
    );
  });

  it('tells that an answer did not arrive after all', async () => {
    account.write('wmEve', 'text', { content: 'do not answer me' });
    account.customer('wmEve').refuses = true;
    await ring();
    const { ticketId } = await findEntry('do not answer me');
    await api(`/tickets/${ticketId}/replies`, { text: 'I do' });
    await ring();
    await eventually(
      async () =>
        (await entries()).some(({ delivery }) => delivery?.status === 'failed' && delivery.error?.category === 'recipient_blocked'),
      'the failure',
    );
  });

  it('takes what members write to the app, and answers them', async () => {
    const xml = `<xml><ToUserName>${wecom.corpId}</ToUserName><FromUserName>lisi</FromUserName><CreateTime>${Math.floor(Date.now() / 1_000)}</CreateTime><MsgType>text</MsgType><Content>my screen is black</Content><MsgId>6054768590064713728</MsgId><AgentID>${wecom.app.agentId}</AgentID></xml>`;
    expect(await wecom.call(`${apiUrl}/in/app`, xml)).toBe(200);
    const { ticketId } = await findEntry('my screen is black');
    await api(`/tickets/${ticketId}/replies`, { text: 'Is it plugged in?' });
    await eventually(
      () => Promise.resolve(wecom.app.delivered.some(({ content }) => content['content'] === 'Is it plugged in?')),
      'the answer',
    );
  });

  it('has each message once and in order, killed again and again while they come', async () => {
    const wanted: string[] = [];
    let writing = true;
    const customer = (async () => {
      for (let count = 0; writing; count += 1) {
        wanted.push(`line ${count}`);
        account.write('wmCarl', 'text', { content: wanted.at(-1)! });
        // Every third bell is heard by nobody.
        if (count % 3 !== 0) void ring().catch(() => 0);
        await sleep(100);
      }
    })();
    for (let kills = 0; kills < 3; kills += 1) {
      await sleep(700 + kills * 400);
      await kill();
      await start();
    }
    writing = false;
    await customer;
    const { ticketId } = await findEntry('line 0');
    const linesNow = async () => (await allOf(ticketId)).filter((text) => text.startsWith('line '));
    await eventually(async () => (await linesNow()).includes(wanted.at(-1)!), 'the last line', 40_000);
    expect(await linesNow()).toEqual(wanted);
  }, 240_000);

  it('sends what was asked for before a kill, once', async () => {
    account.write('wmDan', 'text', { content: 'answer me through a kill' });
    await ring();
    const { ticketId } = await findEntry('answer me through a kill');
    // The first answer of the platform is lost together with the process that waits for it.
    wecom.mishap('/cgi-bin/kf/send_msg', { kind: 'lost_answer' });
    await api(`/tickets/${ticketId}/replies`, { text: 'once' });
    await eventually(() => Promise.resolve(arrived('wmDan').includes('once')), 'the answer');
    await kill();
    await start();
    await eventually(
      async () => (await entries()).some(({ plainText, delivery }) => plainText === 'once' && delivery?.status === 'sent'),
      'sent, and known to be',
      40_000,
    );
    // Beside it lies the acknowledgement that the desk sends by itself.
    expect(arrived('wmDan').filter((text) => text === 'once')).toEqual(['once']);
  }, 150_000);

  async function allOf(ticketId: string): Promise<string[]> {
    const texts: string[] = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      const path: string = `/tickets/${ticketId}/entries?limit=200${cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`}`;
      const page: Listed<Entry> & { nextCursor: string | null } = await api(path);
      texts.push(...page.items.map(({ plainText }) => plainText));
      cursor = page.nextCursor ?? null;
    }
    return texts;
  }
});
