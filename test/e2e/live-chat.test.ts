import { randomUUID } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { WebSocket } from 'ws';
import { ChatVisitor } from '../support/chat-visitor.js';
import { type OutgoingServer, startOutgoingServer } from '../support/outgoing-server.js';
import { API_KEY, eventually, startProduct, type StartedProduct } from '../support/started-product.js';

interface Ticket {
  readonly id: string;
  readonly subject: string;
  readonly rating?: { readonly score: number; readonly comment: string | null } | null;
}

describe('a live conversation with the started product', () => {
  let folder: string;
  let outgoing: OutgoingServer;
  let product: StartedProduct;
  let socketUrl: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'tributary-live-'));
    outgoing = await startOutgoingServer();
    const config = join(folder, 'config.json');
    const inboxes = [
      { id: 'shop', channel: 'webchat', title: 'Help' },
      { id: 'support', channel: 'email', address: 'support@example.com' },
    ];
    await writeFile(config, JSON.stringify({ inboxes, deskSettings: { name: 'Help' } }));
    product = await startProduct({ TRIBUTARY_CONFIG: config, TRIBUTARY_SMTP_OUT: outgoing.url() });
    socketUrl = `${product.apiUrl.replace('http', 'ws')}/in/shop`;
    // Until ticketing knows what the inboxes can do.
    await eventually(async () => {
      const { body } = await product.api<{ items: { capabilities: { states?: string[] } | null }[] }>('/inboxes');
      return body.items.filter(({ capabilities }) => capabilities !== null).length === 2 || null;
    }, 'both inboxes');
  }, 180_000);
  afterAll(async () => {
    await product?.stop();
    await outgoing?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  const findTicket = (subject: string) =>
    eventually(async () => {
      const { body } = await product.api<{ items: Ticket[] }>('/tickets');
      return body.items.find((ticket) => ticket.subject === subject);
    }, `the ticket "${subject}"`);
  const statesOf = (visitor: ChatVisitor) => visitor.lines.flatMap(({ state }) => (state === undefined ? [] : [state]));
  const post = (path: string, body: object) => product.api(path, { method: 'POST', body });

  it('goes from the line to the transcript: the visitor sees each step once, the agent sees him type and how he rates', async () => {
    const [first, visitor] = [await ChatVisitor.enter(socketUrl), await ChatVisitor.enter(socketUrl)];
    await first.say('I was here before');
    const before = await findTicket('I was here before');
    await visitor.say('My parcel <b>7</b> is lost');
    const ticket = await findTicket('My parcel <b>7</b> is lost');
    const sees = (is: string, times = 1) =>
      visitor.until(() => statesOf(visitor).filter((state) => state.is === is).length >= times, `${times} × ${is}`);
    await sees('queued');
    expect(statesOf(visitor)).toEqual([{ is: 'queued', position: 2 }]);
    await post(`/tickets/${before.id}/replies`, { text: 'Yes?' });
    await sees('queued', 2);

    const stream = new WebSocket(`${product.apiUrl.replace('http', 'ws')}/api/v1/stream`, {
      headers: { authorization: `Bearer ${API_KEY}` },
    });
    const typed: { ticketId: string; on: boolean }[] = [];
    stream.on('message', (data: Buffer) => {
      const { typing } = JSON.parse(data.toString()) as { typing?: { ticketId: string; on: boolean } };
      if (typing !== undefined) typed.push(typing);
    });
    await eventually(() => {
      visitor.send({ t: 'typing', on: false });
      visitor.send({ t: 'typing', on: true });
      return Promise.resolve(typed.some(({ ticketId, on }) => ticketId === ticket.id && on) || null);
    }, 'the typing visitor');
    stream.terminate();

    await post(`/tickets/${ticket.id}/seen`, {});
    await sees('read');
    await post(`/tickets/${ticket.id}/typing`, { on: true });
    await visitor.until(() => visitor.findAll('typing').some(({ on }) => on), 'the typing agent');
    await post(`/tickets/${ticket.id}/replies`, { text: 'We found it.' });
    await post(`/tickets/${ticket.id}/notes`, { text: 'A difficult one' });
    await visitor.until(() => visitor.texts().includes('We found it.'), 'the answer');
    await product.api(`/tickets/${ticket.id}`, { method: 'PATCH', body: { status: 'closed' } });
    await sees('rating_asked');
    expect(statesOf(visitor)).toMatchObject([
      { is: 'queued', position: 2 },
      { is: 'queued', position: 1 },
      { is: 'read' },
      { is: 'joined', agentName: 'API' },
      { is: 'ended' },
      { is: 'rating_asked' },
    ]);

    visitor.send({ t: 'rate', id: randomUUID(), score: 4, comment: 'Quick' });
    visitor.send({ t: 'mail', id: randomUUID(), to: 'ada@customer.example' });
    visitor.send({ t: 'end', id: randomUUID() });
    await eventually(
      async () => (await product.api<Ticket>(`/tickets/${ticket.id}`)).body.rating?.score === 4 || null,
      'the rating on the closed ticket',
    );
    const mail = await eventually(
      () => Promise.resolve(outgoing.taken.find(({ to }) => to[0] === 'ada@customer.example')),
      'the transcript',
    );
    const raw = mail.raw.toString();
    expect(raw).toMatch(/^Auto-Submitted: auto-/im);
    expect(raw).toContain('My parcel <b>7</b> is lost');
    expect(raw).toContain('My parcel &lt;b&gt;7&lt;/b&gt; is lost');
    expect(raw).toContain('We found it.');
    expect(raw).not.toMatch(/difficult|I was here before/);
    const { body } = await product.api<{ items: { plainText: string }[] }>(`/tickets/${ticket.id}/entries`);
    const thread = body.items.map(({ plainText }) => plainText);
    expect(thread).toEqual(expect.arrayContaining(['Rated 4 of 5: Quick', 'Ended the conversation.']));
    expect(thread.some((text) => text.includes('was mailed to ada@customer.example'))).toBe(true);
    expect(outgoing.taken).toHaveLength(1);
    await Promise.all([first.close(), visitor.close()]);
  }, 90_000);
});
