import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { OfficialPlatform } from '../simulators/wechat/official-platform.js';
import { findFreePorts } from '../support/services/ports.js';
import { API_KEY, eventually, type ProductRun, runProduct } from '../support/started-product.js';

interface Listed<T> {
  readonly items: readonly T[];
}
interface Ticket {
  readonly id: string;
  readonly number: string;
  readonly channels: readonly string[];
}
interface Entry {
  readonly id: string;
  readonly direction: string;
  readonly remoteMessageId: string | null;
  readonly plainText: string;
  readonly parts: readonly { readonly type: string; readonly media?: { readonly state: string; readonly detectedType?: string } }[];
  readonly threading: { readonly rule: string } | null;
  readonly delivery: { readonly status: string; readonly error?: { readonly category: string } } | null;
}

const PNG = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64');

/** The whole product, the platform at its one door for callbacks, kills in between. */
describe('a 公众号', () => {
  let folder: string;
  let platform: OfficialPlatform;
  let run: ProductRun;
  let apiUrl: string;
  let environment: Record<string, string>;

  const api = async <T>(path: string, body?: unknown): Promise<T> => {
    const answer = await fetch(`${apiUrl}/api/v1${path}`, {
      method: body === undefined ? 'GET' : 'POST',
      headers: { authorization: `Bearer ${API_KEY}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return (await answer.json()) as T;
  };
  const start = async () => {
    run = runProduct(environment);
    await eventually(
      () =>
        fetch(`${apiUrl}/health/ready`).then(
          ({ ok }) => ok,
          () => false,
        ),
      'ready',
      90_000,
    );
  };
  const kill = async () => {
    run.child.kill('SIGKILL');
    await run.ended;
  };
  /** Every entry of every ticket. */
  const allEntries = async () => {
    const { items } = await api<Listed<Ticket>>('/tickets?limit=200');
    const listed = await Promise.all(items.map(({ id }) => api<Listed<Entry>>(`/tickets/${id}/entries?limit=200`)));
    return listed.flatMap(({ items: entries }, at) => entries.map((entry) => ({ ...entry, ticket: items[at]! })));
  };
  const findEntry = (text: string) =>
    eventually(async () => (await allEntries()).find(({ plainText }) => plainText.includes(text)), `an entry of ${text}`);

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'tributary-wechat-'));
    platform = await OfficialPlatform.open({ count: 5 });
    const [httpPort, smtpPort] = (await findFreePorts(2)) as [number, number];
    apiUrl = `http://127.0.0.1:${httpPort}`;
    platform.callbacks.url = `${apiUrl}/in/gzh`;
    const config = join(folder, 'config.json');
    const inbox = {
      id: 'gzh',
      channel: 'wechat',
      provider: 'official-account',
      ...platform.settings,
      progressKeys: ['PROGRESS'],
      replyCount: 5,
    };
    await writeFile(config, JSON.stringify({ inboxes: [inbox] }));
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
    await platform?.close();
    await rm(folder, { recursive: true, force: true });
  });

  it('shakes hands, and a message becomes a ticket whose answer arrives at the phone', async () => {
    expect(await platform.callbacks.shakeHands()).toBe(true);
    const posted = await platform.text('oAda', '打印机坏了');
    expect(posted).toMatchObject({ taken: true, statuses: [200] });
    const { ticket } = await findEntry('打印机坏了');
    expect(ticket.channels).toEqual(['wechat']);
    expect(ticket.number).toContain('-WCT-');
    await api(`/tickets/${ticket.id}/replies`, { text: '马上来看。' });
    await eventually(
      () => Promise.resolve(platform.desk.arrived.some(({ openid, text }) => openid === 'oAda' && text === '马上来看。')),
      'the answer',
    );
    await eventually(async () => (await allEntries()).some(({ delivery }) => delivery?.status === 'sent'), 'the word that it was sent');
  });

  it('takes one message once, however often the platform brings it', async () => {
    const id = platform.nextId();
    const at = new Date();
    const posts = await Promise.all(Array.from({ length: 5 }, () => platform.text('oBob', 'only once', { id, at })));
    expect(posts.every(({ taken }) => taken)).toBe(true);
    await platform.text('oBob', 'and then');
    await findEntry('and then');
    expect((await allEntries()).filter(({ plainText }) => plainText === 'only once').map(({ remoteMessageId }) => remoteMessageId)).toEqual(
      [id],
    );
  });

  it('keeps what it said success to when it is killed, and goes on with media after that', async () => {
    platform.tokens.void();
    const texts = Array.from({ length: 20 }, (_, index) => `line ${index}`);
    const taken: string[] = [];
    for (const text of texts.slice(0, 10)) if ((await platform.text('oEve', text)).taken) taken.push(text);
    const picture = await platform.media('oEve', 'image', PNG, 'image/png');
    await kill();
    expect(picture.taken).toBe(true);
    expect((await platform.text('oEve', 'nobody is there')).taken).toBe(false);
    await start();
    for (const text of texts.slice(10)) if ((await platform.text('oEve', text)).taken) taken.push(text);
    expect(taken).toEqual(texts);
    await findEntry('line 19');
    const lines = (await allEntries()).filter(({ plainText }) => plainText.startsWith('line '));
    expect(lines.map(({ plainText }) => plainText)).toEqual(texts);
    const stored = await eventually(
      async () =>
        (await allEntries()).flatMap(({ parts }) => parts).find(({ type, media }) => type === 'image' && media?.state === 'stored'),
      'the picture',
    );
    expect(stored.media).toMatchObject({ detectedType: 'image/png' });
  }, 180_000);

  it('answers the menu button, and a number typed after it, with how the ticket stands', async () => {
    const { ticket } = await findEntry('打印机坏了');
    const toldTo = (openid: string) => platform.desk.arrived.filter((one) => one.openid === openid).map(({ text }) => text ?? '');
    const heard = (openid: string, words: string) =>
      eventually(() => Promise.resolve(toldTo(openid).find((text) => text.includes(words))), `the words ${words}`);
    await platform.event('oAda', 'CLICK', { EventKey: 'PROGRESS' });
    expect(await heard('oAda', `Request ${ticket.number}`)).toContain('type its number');
    await platform.text('oAda', ` ${ticket.number.toLowerCase()} `);
    const asked = await findEntry(ticket.number.toLowerCase());
    expect(asked.ticket.id).toBe(ticket.id);
    expect(asked.threading).toMatchObject({ rule: 'number' });
    expect(asked.parts).toContainEqual(expect.objectContaining({ type: 'form', formId: 'progress' }));
    const answer = `Request ${ticket.number}: 打印机坏了\nState: we have answered and wait for you\nLast: we answered`;
    await eventually(
      () => Promise.resolve(toldTo('oAda').some((text) => text.startsWith(answer) && !text.includes('type its number'))),
      'the answer',
    );
    expect(await api<{ status: string }>(`/tickets/${ticket.id}`)).toMatchObject({ status: 'pending' });
    await platform.event('oMallory', 'CLICK', { EventKey: 'PROGRESS' });
    await heard('oMallory', 'You have no open request.');
    await platform.text('oMallory', ticket.number);
    await heard('oMallory', `There is no request of yours under the number ${ticket.number}.`);
  });

  it('takes no answer that the platform would not take, until the customer writes again', async () => {
    await platform.text('oTim', 'answer me five times');
    const { ticket } = await findEntry('answer me five times');
    const countOf = () => platform.desk.arrived.filter(({ openid }) => openid === 'oTim').length;
    // The acknowledgement is one of the five.
    await eventually(() => Promise.resolve(countOf() === 1), 'the acknowledgement');
    const answer = (text: string) => api<{ id?: string; code?: string }>(`/tickets/${ticket.id}/replies`, { text });
    for (let turn = 2; turn <= 5; turn += 1) expect((await answer(`answer ${turn}`)).id).toBeDefined();
    await eventually(() => Promise.resolve(countOf() === 5), 'four answers');
    expect((await answer('answer 6')).code).toBe('quota_exceeded');
    await platform.text('oTim', 'go on');
    await findEntry('go on');
    await answer('answer 7');
    await eventually(() => Promise.resolve(countOf() === 6), 'one more answer');
    expect(platform.desk.arrived.at(-1)?.text).toBe('answer 7');
  });

  it('tells who is refused at its address, and why it is', async () => {
    const { query, body } = platform.callbacks.seal('<xml/>', 'gh');
    const post = (change: Record<string, string>) => {
      const changed = new URLSearchParams({ ...Object.fromEntries(query), ...change });
      return fetch(`${platform.callbacks.url}?${changed}`, { method: 'POST', body }).then(({ status }) => status);
    };
    expect(await post({ signature: '0' })).toBe(401);
    expect(await post({ msg_signature: '0' })).toBe(401);
    expect(await post({ encrypt_type: '' })).toBe(403);
    const metrics = await fetch(`${apiUrl}/metrics`).then((answer) => answer.text());
    expect(metrics).toMatch(/refused.*wrong_signature.*2/);
  });
});
