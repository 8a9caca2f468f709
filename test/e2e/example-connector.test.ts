import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { copyExample, installOutside } from '../support/outside-package.js';
import { eventually, startProduct, type StartedProduct } from '../support/started-product.js';

const run = promisify(execFile);

interface Listed<T> {
  readonly items: readonly T[];
}

interface Entry {
  readonly direction: string;
  readonly plainText: string;
  readonly delivery: { readonly status: string; readonly error?: { readonly code: string } } | null;
  readonly flags: { readonly public?: boolean };
  readonly occurredAt: string;
  readonly attachments: readonly { readonly state?: string; readonly fileName?: string | null }[];
}

/** The part of the example's own simulator that is used here: it is built with it, outside the repository. */
interface Dingtalk {
  readonly settings: object;
  readonly received: readonly { by: string; text: string; to: string }[];
  next: { status: number; code: string } | null;
  callbackUrl: string;
  open(): Promise<Dingtalk>;
  postNow(
    said: { id: string; from: string; text: string; msgtype?: string; group?: string },
    signed?: { secret?: string },
  ): Promise<number>;
  close(): Promise<void>;
}

interface Weibo {
  readonly settings: object;
  readonly received: readonly { to: string; text: string }[];
  callbackUrl: string;
  open(): Promise<Weibo>;
  postNow(said: { id: string; from: string; text: string; type?: string; data?: string }): Promise<number>;
  close(): Promise<void>;
}

/** As an operator has it: the examples installed and built in folders of their own, named by `connectors`, and reached at the product's own port. */
describe('channels added by an outsider', () => {
  const folders: string[] = [];
  let remote: Dingtalk;
  let weibo: Weibo;
  let product: StartedProduct;
  beforeAll(async () => {
    const [example, second] = [await copyExample('dingtalk-connector'), await copyExample('weibo-connector')];
    folders.push(dirname(example), dirname(second));
    await Promise.all([example, second].map(build));
    remote = await new (await loadSimulator<Dingtalk>(example, 'dingtalk', 'DingtalkSimulator'))().open();
    weibo = await new (await loadSimulator<Weibo>(second, 'weibo', 'WeiboSimulator'))().open();
    const home = await mkdtemp(join(tmpdir(), 'tributary-dingtalk-'));
    folders.push(home);
    const config = join(home, 'config.json');
    const connectors = [example, second].map((folder) => join(folder, 'dist/src/index.js'));
    const inboxes = [
      { id: 'group', channel: 'dingtalk', ...remote.settings },
      { id: 'fans', channel: 'weibo', ...weibo.settings },
    ];
    await writeFile(config, JSON.stringify({ connectors, inboxes }));
    product = await startProduct({ TRIBUTARY_CONFIG: config });
    remote.callbackUrl = `${product.apiUrl}/in/group`;
    weibo.callbackUrl = `${product.apiUrl}/in/fans`;
  }, 400_000);
  afterAll(async () => {
    await product?.stop();
    await remote?.close();
    await weibo?.close();
    for (const folder of folders) await rm(folder, { recursive: true, force: true });
  });

  const build = async (example: string): Promise<void> => {
    await installOutside(example);
    await run('npm', ['run', 'build', '--silent'], { cwd: example });
  };
  const loadSimulator = async <T>(example: string, channel: string, name: string): Promise<new () => T> => {
    const path = pathToFileURL(join(example, `dist/test/simulator/${channel}-simulator.js`)).href;
    return ((await import(path)) as Record<string, new () => T>)[name]!;
  };
  const entriesOf = async (ticketId: string) => (await product.api<Listed<Entry>>(`/tickets/${ticketId}/entries`)).body.items;
  const ticketOf = (text: string) =>
    eventually(async () => {
      const { body } = await product.api<Listed<{ id: string; number: string; channels: string[] }>>('/tickets');
      for (const ticket of body.items) if ((await entriesOf(ticket.id)).some(({ plainText }) => plainText === text)) return ticket;
      return null;
    }, `a ticket of “${text}”`);
  const reply = (ticketId: string, text: string) => product.api(`/tickets/${ticketId}/replies`, { method: 'POST', body: { text } });
  const delivered = (ticketId: string, text: string, status: string) =>
    eventually(
      async () => (await entriesOf(ticketId)).some((entry) => entry.plainText === text && entry.delivery?.status === status),
      `${text}: ${status}`,
    );

  it('a private message on Weibo becomes a ticket, and a private answer reaches who wrote', async () => {
    expect(await weibo.postNow({ id: 'w-1', from: '9007199254740995', text: 'the app crashes' })).toBe(200);
    const ticket = await ticketOf('the app crashes');
    expect(ticket).toMatchObject({ channels: ['weibo'] });
    expect((await entriesOf(ticket.id))[0]!.flags).not.toHaveProperty('public');
    expect((await reply(ticket.id, 'We look into it.')).status).toBe(202);
    await delivered(ticket.id, 'We look into it.', 'sent');
    expect(weibo.received.at(-1)).toEqual({ to: '9007199254740995', text: 'We look into it.' });
  });

  it('a mention on Weibo is a ticket of its own, marked as public, answered by a private message and by nothing automatic', async () => {
    const [from, data] = ['9007199254740997', '{"subtype":"mention","key":"4900000000000001"}'];
    expect(await weibo.postNow({ id: 'w-2', from, type: 'mention', text: '@shop never again', data })).toBe(200);
    const ticket = await ticketOf('@shop never again');
    expect((await entriesOf(ticket.id)).map(({ direction, flags }) => [direction, flags])).toEqual([['inbound', { public: true }]]);
    expect(weibo.received.filter(({ to }) => to === from)).toEqual([]);
    const { body } = await product.api<Listed<{ ticketId: string; dueAt: string }>>('/tasks?state=open&kind=public_answer');
    const [mention] = await entriesOf(ticket.id);
    const hours = body.items.map(({ ticketId, dueAt }) => [ticketId, (Date.parse(dueAt) - Date.parse(mention!.occurredAt)) / 3_600_000]);
    expect(hours).toEqual([[ticket.id, 2]]);
    expect((await reply(ticket.id, 'Sorry. What happened?')).status).toBe(202);
    await delivered(ticket.id, 'Sorry. What happened?', 'sent');
    expect(weibo.received.filter(({ to }) => to === from)).toEqual([{ to: from, text: 'Sorry. What happened?' }]);
  });

  it('a message on DingTalk becomes a ticket, and its answer goes by the message’s webhook', async () => {
    expect(await remote.postNow({ id: 'msg-1', from: 'ada', text: 'the printer is broken' })).toBe(200);
    const ticket = await ticketOf('the printer is broken');
    expect(ticket).toMatchObject({ channels: ['dingtalk'] });
    expect(ticket.number).toContain('-DTK-');
    expect((await reply(ticket.id, 'We are on our way.')).status).toBe(202);
    await delivered(ticket.id, 'We are on our way.', 'sent');
    // Behind the acknowledgement of its arrival.
    expect(remote.received.at(-1)).toEqual({ by: 'session', text: 'We are on our way.', to: 'ada' });
    expect(remote.received[0]?.text).toContain(ticket.number);
    // The same delivery again is nothing new.
    expect(await remote.postNow({ id: 'msg-1', from: 'ada', text: 'the printer is broken' })).toBe(200);
    expect((await entriesOf(ticket.id)).filter(({ direction }) => direction === 'inbound')).toHaveLength(1);
  });

  it('what the connector refuses or wants later is understood, though it brings its own copy of the SDK', async () => {
    expect(await remote.postNow({ id: 'msg-2', from: 'eve', text: 'forged' }, { secret: 'another' })).toBe(401);
    const ticket = await ticketOf('the printer is broken');
    remote.next = { status: 200, code: '-1' };
    await reply(ticket.id, 'Later, please.');
    await eventually(
      async () =>
        (await entriesOf(ticket.id)).some(
          ({ plainText, delivery }) => plainText === 'Later, please.' && delivery?.error?.code === 'remote_busy',
        ),
      'the answer waits, and says why',
    );
    await delivered(ticket.id, 'Later, please.', 'sent');
    expect(remote.received.filter(({ text }) => text === 'Later, please.')).toHaveLength(1);
  }, 60_000);

  it('a group is one conversation, whoever speaks in it, and is answered there', async () => {
    await remote.postNow({ id: 'msg-3', from: 'ada', text: 'is it down?', group: 'cid-7' });
    const ticket = await ticketOf('is it down?');
    await remote.postNow({ id: 'msg-4', from: 'grace', text: 'here, too', group: 'cid-7' });
    expect((await ticketOf('here, too')).id).toBe(ticket.id);
  });

  it('a file is fetched after its message was acknowledged', async () => {
    await remote.postNow({ id: 'msg-5', from: 'hedy', text: '', msgtype: 'file' });
    const ticket = await ticketOf('[file bill.pdf]');
    await eventually(async () => JSON.stringify(await entriesOf(ticket.id)).includes('"stored"'), 'the stored file');
  });
});
