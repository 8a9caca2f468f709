import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { findFreePorts } from '../support/services/ports.js';
import { PuppetService } from '../support/services/puppet.js';
import { API_KEY, eventually, type ProductRun, runProduct } from '../support/started-product.js';

interface Listed<T> {
  readonly items: readonly T[];
}
interface Ticket {
  readonly id: string;
  readonly number: string;
  readonly status: string;
  readonly channels: readonly string[];
}
interface Entry {
  readonly direction: string;
  readonly plainText: string;
  readonly parts: readonly { readonly code?: string }[];
  readonly delivery: { readonly status: string } | null;
  readonly ticket: Ticket;
}
interface Inbox {
  readonly id: string;
  readonly state: string;
  readonly detail?: string;
}

const ROOM = 'printers@chatroom';

/** The whole product and a puppet service, each in a process of its own; the product is killed in between. */
describe('a personal WeChat account', () => {
  let folder: string;
  let home: string;
  let service: PuppetService;
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
    const isReady = () =>
      fetch(`${apiUrl}/health/ready`).then(
        ({ ok }) => ok,
        () => false,
      );
    await eventually(isReady, 'ready', 90_000);
    await eventually(
      async () => (await api<Listed<Inbox>>('/inboxes')).items.some(({ id, state }) => id === 'wx' && state === 'connected'),
      'the login',
    );
  };
  const allEntries = async (): Promise<Entry[]> => {
    const { items } = await api<Listed<Ticket>>('/tickets?limit=200');
    const listed = await Promise.all(items.map(({ id }) => api<Listed<Omit<Entry, 'ticket'>>>(`/tickets/${id}/entries?limit=200`)));
    return listed.flatMap(({ items: entries }, at) => entries.map((entry) => ({ ...entry, ticket: items[at]! })));
  };
  const findEntry = (text: string) =>
    eventually(async () => (await allEntries()).find(({ plainText }) => plainText === text), `an entry of ${text}`);
  const reply = async ({ id }: Ticket, text: string) => {
    await api(`/tickets/${id}/replies`, { text });
    await eventually(async () => (await service.delivered()).some((delivered) => delivered.text?.endsWith(text)), `${text} at the phone`);
    await eventually(
      async () => (await allEntries()).some((entry) => entry.plainText === text && entry.delivery?.status === 'sent'),
      'it is sent',
    );
  };

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'tributary-personal-'));
    home = await mkdtemp(join(tmpdir(), 'tributary-home-'));
    service = await PuppetService.start();
    await service.person({ id: 'ada', name: 'Ada' });
    await service.room({ id: ROOM, topic: 'Printers', members: ['ada', 'bob'] });
    const [httpPort, smtpPort] = (await findFreePorts(2)) as [number, number];
    apiUrl = `http://127.0.0.1:${httpPort}`;
    const config = join(folder, 'config.json');
    await writeFile(config, JSON.stringify({ inboxes: [{ id: 'wx', channel: 'wechat', provider: 'personal', ...service.settings }] }));
    environment = {
      HOME: home,
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
    await service?.kill();
    for (const each of [folder, home]) await rm(each, { recursive: true, force: true });
  });

  it('becomes tickets, and the answer arrives at the phone', async () => {
    await service.text({ from: 'ada', text: 'The printer is on fire' });
    const { ticket } = await findEntry('The printer is on fire');
    expect(ticket).toMatchObject({ channels: ['wechat'], status: 'new' });
    expect(ticket.number).toContain('-WXP-');
    await reply(ticket, 'Somebody is on the way.');
    await service.text({ from: 'ada', text: 'Thank you' });
    expect((await findEntry('Thank you')).ticket.id).toBe(ticket.id);
    // What we sent came back to us, and is one entry.
    expect((await allEntries()).filter(({ plainText }) => plainText === 'Somebody is on the way.')).toHaveLength(1);
  });

  it('takes of a room what is meant for us, and folds the rest away', async () => {
    await service.text({ from: 'bob', text: 'lunch at noon?', room: ROOM });
    await service.text({ from: 'bob', text: '@Service Desk the scanner too', room: ROOM, mentions: ['desk'] });
    await service.text({ from: 'ada', text: 'pizza!', room: ROOM });
    const { ticket } = await findEntry('@Service Desk the scanner too');
    const [lunch, pizza] = [await findEntry('lunch at noon?'), await findEntry('pizza!')];
    expect(ticket.status).toBe('new');
    expect(lunch.ticket).toMatchObject({ status: 'closed' });
    expect(pizza.ticket.id).toBe(lunch.ticket.id);
    expect(lunch.ticket.id).not.toBe(ticket.id);
    await reply(ticket, 'Noted.');
    expect((await service.delivered()).at(-1)).toMatchObject({ to: ROOM, text: '@bob\u2005Noted.', mentions: ['bob'] });
  });

  it('tells of what may have been missed while it was killed, and goes on where it was', async () => {
    const before = await findEntry('Thank you');
    run.child.kill('SIGKILL');
    await run.ended;
    await service.text({ from: 'ada', text: 'nobody listens' });
    await start();
    await service.text({ from: 'ada', text: 'Is it out?' });
    const after = await findEntry('Is it out?');
    expect(after.ticket.id).toBe(before.ticket.id);
    const entries = await allEntries();
    expect(entries.some(({ plainText }) => plainText === 'nobody listens')).toBe(false);
    const [gap] = entries.filter(({ parts }) => parts.some(({ code }) => code === 'inbox.gap'));
    expect(gap?.plainText).toContain('no process of ours followed the account');
    await reply(after.ticket, 'Yes, it is.');
  }, 120_000);

  it('leaves nothing in the home folder', async () => {
    expect((await readdir(home)).filter((name) => name.includes('wechaty'))).toEqual([]);
  });
});
