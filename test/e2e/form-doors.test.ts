import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Agent, request } from 'node:http';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { toWebhookHeaders } from '#connector-sdk';
import { killHard } from '../chaos/kill-hard.js';
import { NotificationSimulator } from '../simulators/notification/notification-simulator.js';
import { eventually, startProduct, type StartedProduct } from '../support/started-product.js';
import { inWhole } from '../support/whole-run.js';

interface Ticket {
  readonly id: string;
  readonly number: string;
  readonly subject: string;
  readonly channels: string[];
}
interface Entry {
  readonly id: string;
  readonly seq: number;
  readonly direction: string;
  readonly remoteMessageId: string | null;
  readonly plainText: string;
  readonly parts: { type: string; fields?: { name: string; value: unknown }[]; media?: { fileName: string; detectedType: string } }[];
  readonly delivery: { status: string } | null;
}
interface List<T> {
  readonly items: T[];
}

const SECRET = 'whsec_c2VjcmV0IG9mIHRoZSBkb29yIG9mIG91cnM=';
const ALARMS = inWhole(10_000, 3_000);

describe('the doors by HTTP', () => {
  let folder: string;
  let product: StartedProduct;
  let simulator: NotificationSimulator;
  const agent = new Agent({ keepAlive: true, maxSockets: 32 });
  const start = () =>
    startProduct({ TRIBUTARY_DATA_DIR: join(folder, 'data'), TRIBUTARY_CONFIG: join(folder, 'desk.yaml'), TRIBUTARY_LOG_LEVEL: 'error' });
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'tributary-forms-'));
    simulator = await NotificationSimulator.start();
    const { twilioSid, twilioToken } = simulator.account;
    const inboxes = [
      { id: 'help', channel: 'form', provider: 'form', minimumSeconds: 0, uploads: { maxBytes: 300_000 } },
      { id: 'hooks', channel: 'form', provider: 'webhook', secret: SECRET, mapping: { text: '$.text', sender: { user: '$.user' } } },
      { id: 'monitor', channel: 'form', provider: 'alerts', secret: SECRET, updateEveryMs: 500 },
      { id: 'emergency', channel: 'form', provider: 'emergency' },
      {
        ...{ id: 'sms', channel: 'notification', provider: 'sms', gateway: 'twilio', baseUrl: simulator.urlOf('twilio') },
        ...{ accountSid: twilioSid, authToken: twilioToken, from: '+15005550006' },
      },
    ];
    await writeFile(join(folder, 'desk.yaml'), JSON.stringify({ inboxes }));
    product = await start();
  }, 120_000);
  afterAll(async () => {
    agent.destroy();
    await product?.stop();
    await simulator?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  const get = async <T>(path: string) => (await product.api<T>(path)).body;
  const ticketsLike = async (words: string) => (await get<List<Ticket>>(`/tickets?q=${encodeURIComponent(words)}`)).items;
  const ticketLike = (words: string) => eventually(async () => (await ticketsLike(words))[0], `a ticket with ${words}`);
  const entriesOf = async ({ id }: Ticket) => (await get<List<Entry>>(`/tickets/${id}/entries?limit=200`)).items;
  const openForm = async (inbox: string) =>
    /name="token" value="([^"]+)"/.exec(await (await fetch(`${product.apiUrl}/in/${inbox}`)).text())![1]!;

  /** The status, or null when nobody answered. */
  const post = (inbox: string, id: string, body: object): Promise<number | null> => {
    const payload = JSON.stringify(body);
    const headers = {
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(payload),
      ...toWebhookHeaders({ id, timestampS: Math.floor(Date.now() / 1000), payload }, [SECRET]),
    };
    return new Promise((resolve) => {
      const sent = request(`${product.apiUrl}/in/${inbox}`, { method: 'POST', agent, headers, timeout: 10_000 }, (response) => {
        response.resume();
        response.on('end', () => resolve(response.statusCode ?? null));
        response.on('error', () => resolve(null));
      });
      sent.on('timeout', () => sent.destroy());
      sent.on('error', () => resolve(null));
      sent.end(payload);
    });
  };
  /** What a monitor or any program does: tries until it is told yes, each try signed anew. */
  const deliver = async (inbox: string, id: string, body: object) => {
    for (let tries = 0; tries < 400; tries += 1) {
      const status = await post(inbox, id, body);
      // Two tries within one second are the same request: the first one was taken.
      if (status === 200 || status === 202 || status === 403) return;
      await sleep(100);
    }
    throw new Error(`${inbox} did not take ${id}`);
  };
  const deliverAll = async (inbox: string, count: number, make: (index: number) => object) => {
    let next = 0;
    await Promise.all(
      Array.from({ length: 32 }, async () => {
        for (let index = next++; index < count; index = next++) await deliver(inbox, `${inbox}-${index}`, make(index));
      }),
    );
  };
  const killAndStart = async () => {
    killHard(product.pid);
    await product.stop();
    product = await start();
  };

  it('make a ticket with its fields of a form with a file, and an agent tells its sender by SMS', async () => {
    const form = new FormData();
    const fields = {
      email: 'wang@customer.test',
      os: 'windows',
      browser: 'Chrome 122',
      summary: '导出 PDF 失败',
      symptom: '提示网络错误',
      impact: '月报',
    };
    for (const [name, value] of Object.entries({ token: await openForm('help'), lang: 'zh', ...fields })) form.append(name, value);
    const picture = Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex');
    form.append('files', new Blob([picture], { type: 'image/png' }), '截图.png');
    const page = await fetch(`${product.apiUrl}/in/help?lang=zh`, { method: 'POST', body: form });
    expect(page.status).toBe(200);
    const receipt = /R-[0-9A-Z-]{14}/.exec(await page.text())![0];
    const ticket = await ticketLike('导出');
    expect(ticket).toMatchObject({ subject: '导出 PDF 失败', channels: ['form'] });
    expect(ticket.number).toMatch(/^\d{8}-ONL-\d{3}$/);
    const [entry] = await entriesOf(ticket);
    expect(entry!.parts[0]!.fields!.map(({ name, value }) => [name, value])).toEqual(Object.entries(fields));
    expect(entry!.parts[1]).toMatchObject({ type: 'image', media: { fileName: '截图.png', detectedType: 'image/png' } });
    expect(entry!.plainText).toContain(receipt);
    const told = await product.api<Entry>(`/tickets/${ticket.id}/replies`, {
      method: 'POST',
      body: { text: `单号 ${ticket.number}`, inboxId: 'sms', to: [{ scheme: 'phone', value: '+8613800138000' }] },
    });
    expect([told.status, told.body]).toMatchObject([202, { delivery: { status: 'queued' } }]);
    await eventually(() => Promise.resolve(simulator.said.length === 1), 'the SMS');
    expect(simulator.said[0]).toMatchObject({ to: '+8613800138000', text: `单号 ${ticket.number}` });
    await eventually(async () => (await entriesOf(ticket)).find(({ delivery }) => delivery?.status === 'sent'), 'the SMS sent');
  });

  it('say no to what is too large, and go on', async () => {
    const form = new FormData();
    for (const [name, value] of Object.entries({ token: await openForm('help'), email: 'a@customer.test', summary: 's', symptom: 's' }))
      form.append(name, value);
    form.append('files', new Blob([Buffer.alloc(400_000)]), 'large.bin');
    const answer = await fetch(`${product.apiUrl}/in/help?lang=en`, { method: 'POST', body: form });
    expect([answer.status, (await answer.text()).includes('One of the files is too large.')]).toEqual([413, true]);
    expect(await post('hooks', 'large', { text: 'x'.repeat(600_000) })).toBe(413);
    expect(await post('nobody', 'x', {})).toBe(404);
  });

  it('lose and double nothing when the product is killed while webhooks come', async () => {
    const COUNT = 1_500;
    const delivering = deliverAll('hooks', COUNT, (index) => ({ text: `hook ${index}`, user: `u-${index % 300}` }));
    for (let kill = 0; kill < 2; kill += 1) {
      await sleep(300);
      await killAndStart();
    }
    await delivering;
    const count = async () => {
      const ids: string[] = [];
      let cursor: string | null = null;
      do {
        const page: List<Ticket & { channels: string[] }> & { nextCursor: string | null } = await get(
          `/tickets?limit=200${cursor === null ? '' : `&cursor=${cursor}`}`,
        );
        ids.push(...page.items.filter(({ subject }) => subject.startsWith('hook ')).map(({ subject }) => subject));
        cursor = page.nextCursor;
      } while (cursor !== null);
      return ids;
    };
    await eventually(async () => (await count()).length >= COUNT, 'all webhooks', 60_000);
    const subjects = await count();
    expect([subjects.length, new Set(subjects).size]).toEqual([COUNT, COUNT]);
  }, 180_000);

  it(`make one ticket of ${ALARMS} alarms, counted exactly, with a kill in between`, async () => {
    const delivering = deliverAll('monitor', ALARMS, (index) => ({
      incident: 'database',
      title: 'Database overloaded',
      fingerprint: `host-${index % 40}`,
      severity: 'critical',
    }));
    await sleep(inWhole(1_500, 500));
    await killAndStart();
    await delivering;
    const ticket = await ticketLike('overloaded');
    await eventually(
      async () => (await entriesOf(ticket))[0]!.plainText.includes(`Alarms: ${ALARMS} (40 different, 40 still firing)`),
      'the whole count',
      30_000,
    ).catch(async (error: unknown) => {
      throw new Error((await entriesOf(ticket)).map(({ plainText }) => plainText).join('\n---\n'), { cause: error });
    });
    expect(await ticketsLike('overloaded')).toHaveLength(1);
    expect(await entriesOf(ticket)).toHaveLength(1);
    for (let host = 0; host < 40; host += 1)
      await deliver('monitor', `over-${host}`, {
        incident: 'database',
        title: 'Database overloaded',
        fingerprint: `host-${host}`,
        status: 'resolved',
      });
    const entries = await eventually(async () => {
      const now = await entriesOf(ticket);
      return now[0]!.plainText.startsWith('[RESOLVED]') && now.length === 2 ? now : null;
    }, 'the recovery noted');
    expect(entries[1]!.plainText).toContain('Recovered at');
    expect(await ticketsLike('overloaded')).toHaveLength(1);
  }, 180_000);
});
