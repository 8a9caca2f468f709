import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ChatVisitor } from '../support/chat-visitor.js';
import { eventually, startProduct, type StartedProduct } from '../support/started-product.js';

interface Listed<T> {
  readonly items: readonly T[];
}
interface Entry {
  readonly direction: string;
  readonly plainText: string;
  readonly delivery: { readonly status: string } | null;
}

describe('a chat with the started product', () => {
  let folder: string;
  let product: StartedProduct;
  let socketUrl: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'tributary-chat-'));
    const config = join(folder, 'config.json');
    await writeFile(config, JSON.stringify({ inboxes: [{ id: 'shop', channel: 'webchat', title: 'Help' }] }));
    product = await startProduct({ TRIBUTARY_CONFIG: config });
    socketUrl = `${product.apiUrl.replace('http', 'ws')}/in/shop`;
  }, 180_000);
  afterAll(async () => {
    await product?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  const findTicket = (subject: string) =>
    eventually(async () => {
      const { body } = await product.api<Listed<{ id: string; number: string; channels: string[]; subject: string }>>('/tickets');
      return body.items.find((ticket) => ticket.subject === subject);
    }, `the ticket "${subject}"`);
  const entriesOf = async (ticketId: string) => (await product.api<Listed<Entry>>(`/tickets/${ticketId}/entries`)).body.items;

  it('opens one ticket, brings the agent’s answer, and tells the agent that it was read', async () => {
    const visitor = await ChatVisitor.enter(socketUrl);
    await visitor.say('My parcel is lost');
    const ticket = await findTicket('My parcel is lost');
    expect(ticket).toMatchObject({ channels: ['webchat'] });
    expect(ticket.number).toContain('-WEB-');
    await visitor.say('It was blue');
    const { status } = await product.api(`/tickets/${ticket.id}/replies`, { method: 'POST', body: { text: 'We are looking for it.' } });
    expect(status).toBe(202);
    await visitor.until(() => visitor.texts().includes('We are looking for it.'), 'the answer');
    expect(visitor.texts().filter((text) => text !== undefined)).toEqual(['My parcel is lost', 'It was blue', 'We are looking for it.']);
    const { seq } = visitor.lines.find(({ text }) => text === 'We are looking for it.')!;
    const deliveryIs = (wanted: string) =>
      eventually(
        async () => (await entriesOf(ticket.id)).some(({ delivery }) => delivery?.status === wanted) || null,
        `a delivery that is ${wanted}`,
      );
    await deliveryIs('sent');
    visitor.send({ t: 'seen', delivered: seq });
    await deliveryIs('delivered');
    visitor.send({ t: 'seen', read: seq });
    await deliveryIs('read');
    expect((await entriesOf(ticket.id)).filter(({ direction }) => direction === 'inbound').map(({ plainText }) => plainText)).toEqual([
      'My parcel is lost',
      'It was blue',
    ]);
    await visitor.close();
  });
});
