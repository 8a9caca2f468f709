import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { SignJWT } from 'jose';
import { WebSocket } from 'ws';
import { toWebhookHeaders } from '#connector-sdk';
import { OfficialPlatform } from '../simulators/wechat/official-platform.js';
import { ChatVisitor } from '../support/chat-visitor.js';
import { type OutgoingServer, startOutgoingServer } from '../support/outgoing-server.js';
import { SmtpClient } from '../support/smtp-client.js';
import { API_KEY, eventually, startProduct, type StartedProduct } from '../support/started-product.js';

interface Listed<T> {
  readonly items: readonly T[];
}
interface Ticket {
  readonly id: string;
  readonly number: string;
  readonly channels: readonly string[];
  readonly contact: { readonly id: string; readonly identities: readonly { readonly scheme: string; readonly value: string }[] };
}
interface Entry {
  readonly id: string;
  readonly ticketId: string;
  readonly direction: string;
  readonly channel: string;
  readonly plainText: string;
  readonly threading: { readonly review: boolean } | null;
  readonly delivery: { readonly status: string } | null;
}
interface Way {
  readonly inboxId: string;
  readonly channel: string;
  readonly continues: boolean;
}

const SECRET = 'a secret that the site and its desk share';
const HOOK = `whsec_${Buffer.from('a secret of the switch, for one person').toString('base64')}`;
const MAIL = 'lin@example.org';

/** A chat that goes on by mail, then by phone, then by WeChat: over the real doors of a started product. */
describe('one person on four channels', () => {
  let folder: string;
  let platform: OfficialPlatform;
  let outgoing: OutgoingServer;
  let product: StartedProduct;
  let visitor: ChatVisitor;
  let ticket: Ticket;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'tributary-person-'));
    platform = await OfficialPlatform.open();
    outgoing = await startOutgoingServer();
    const config = join(folder, 'config.json');
    const inboxes = [
      { id: 'support', channel: 'email', address: 'support@example.com' },
      { id: 'site', channel: 'webchat', identity: { secret: SECRET, issuer: 'shop', audience: 'desk' } },
      { id: 'hotline', channel: 'phone', webhook: { secret: HOOK } },
      { id: 'mp', channel: 'wechat', provider: 'official-account', ...platform.settings },
    ];
    await writeFile(config, JSON.stringify({ inboxes }));
    product = await startProduct({ TRIBUTARY_CONFIG: config, TRIBUTARY_SMTP_OUT: outgoing.url() });
    platform.callbacks.url = `${product.apiUrl}/in/mp`;
  }, 180_000);
  afterAll(async () => {
    await visitor?.close();
    await product?.stop();
    await platform?.close();
    await outgoing?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  const api = async <T>(path: string, body?: unknown) => {
    const answer = await product.api<T>(path, body === undefined ? {} : { method: 'POST', body });
    return answer.body;
  };
  const entries = async () => (await api<Listed<Entry>>(`/tickets/${ticket.id}/entries`)).items;
  const says = (text: string) =>
    eventually(async () => (await entries()).find(({ plainText }) => plainText.includes(text)) ?? null, `"${text}" in the ticket`);
  const findTicket = (channel: string) =>
    eventually(
      async () => (await api<Listed<Ticket>>('/tickets')).items.find((each) => each.channels.includes(channel)) ?? null,
      `a ticket of ${channel}`,
    );
  const show = () => api<Ticket>(`/tickets/${ticket.id}`);

  it('begins in a chat, nameless; signed in, the same ticket and contact are hers', async () => {
    visitor = await ChatVisitor.enter(`${product.apiUrl.replace('http', 'ws')}/in/site`);
    await visitor.say('My order is late');
    ticket = await findTicket('webchat');
    const jwt = await new SignJWT({ name: 'Lin', email: MAIL, email_verified: true })
      .setProtectedHeader({ alg: 'HS256' })
      .setSubject('u-7')
      .setIssuer('shop')
      .setAudience('desk')
      .setIssuedAt()
      .setExpirationTime('10m')
      .sign(Buffer.from(SECRET));
    visitor.send({ t: 'identify', proof: { jwt } });
    await visitor.until(() => visitor.welcome!.identified, 'the welcome of who is known');
    await visitor.say('It is number 4711');
    await says('4711');
    const { contact } = await show();
    expect(contact.identities.map(({ scheme }) => scheme).sort()).toEqual(['email', 'user', 'web_visitor']);
  });

  it('goes on by mail that names the number', async () => {
    const client = new SmtpClient(product.smtpPort);
    const mail = [
      ...[`From: Lin <${MAIL}>`, 'To: support@example.com', `Subject: About ${ticket.number}`, 'Message-ID: <m1@example.org>'],
      ...['Date: Mon, 02 Mar 2026 09:00:00 +0800', '', 'I have written you in the chat.', ''],
    ];
    expect(await client.send(MAIL, ['support@example.com'], mail.join('\r\n'))).toMatch(/^250/);
    client.close();
    await says('written you in the chat');
    expect((await show()).channels).toEqual(['webchat', 'email']);
  });

  it('goes on by a call, which an agent puts to her: a number on a display proves nothing', async () => {
    const call = { callId: 'call-1', caller: '+8613800138000', callee: '400', direction: 'inbound', outcome: 'answered' };
    const payload = JSON.stringify({
      ...call,
      startedAt: '2026-03-02T02:00:00Z',
      answeredAt: '2026-03-02T02:00:05Z',
      endedAt: '2026-03-02T02:03:00Z',
    });
    const headers = toWebhookHeaders({ id: 'call-1', timestampS: Math.floor(Date.now() / 1_000), payload }, [HOOK]);
    const { ok } = await fetch(`${product.apiUrl}/in/hotline`, {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/json' },
      body: payload,
    });
    expect(ok).toBe(true);
    const called = await findTicket('phone');
    expect(called.contact.id).not.toBe(ticket.contact.id);
    await api(`/contacts/${(await show()).contact.id}/merges`, { contactId: called.contact.id });
    await api(`/tickets/${called.id}/merges`, { intoTicket: ticket.id });
    expect((await show()).channels).toEqual(['webchat', 'email', 'phone']);
  });

  it('goes on in WeChat, where the number alone is looked at by a person first', async () => {
    expect((await platform.text('oLin', ticket.number)).taken).toBe(true);
    const wechat = await findTicket('wechat');
    expect(wechat.id).not.toBe(ticket.id);
    const [asked] = (await api<Listed<Entry>>(`/tickets/${wechat.id}/entries`)).items;
    expect(asked!.threading!.review).toBe(true);
    await api(`/contacts/${(await show()).contact.id}/merges`, { contactId: wechat.contact.id });
    await api(`/entries/${asked!.id}/review`, { decision: 'accept' });
    expect((await platform.text('oLin', 'Has it come?')).taken).toBe(true);
    await says('Has it come?');
    const { channels, contact } = await show();
    expect(channels).toEqual(['webchat', 'email', 'phone', 'wechat']);
    expect(contact.identities.map(({ scheme }) => scheme).sort()).toEqual(['email', 'phone', 'user', 'web_visitor', 'wechat_openid']);
  });

  it('is followed live, beside the sockets of visitors', async () => {
    const stream = new WebSocket(`${product.apiUrl.replace('http', 'ws')}/api/v1/stream`, {
      headers: { authorization: `Bearer ${API_KEY}` },
    });
    const told: string[] = [];
    stream.on('message', (data: Buffer) => told.push(data.toString()));
    await eventually(() => Promise.resolve(told.length > 0), 'the cursor');
    await visitor.say('One more thing');
    await eventually(() => Promise.resolve(told.some((event) => event.includes('ticket.entry_added.v1'))), 'the event');
    stream.close();
    await api(`/tickets/${ticket.id}/typing`, { on: true, inboxId: 'site' });
    await visitor.until(() => visitor.findAll('typing').some(({ on }) => on), 'that an agent is typing');
    const lost = new WebSocket(`${product.apiUrl.replace('http', 'ws')}/nowhere`);
    const refusal = await new Promise<string>((resolve) => lost.on('error', (error) => resolve(error.message)));
    expect(refusal).toContain('404');
  });

  it('is answered from one place, on whichever channel', async () => {
    const { items: ways } = await api<Listed<Way>>(`/tickets/${ticket.id}/reply-channels`);
    expect(ways.map(({ channel }) => channel)).toEqual(['webchat', 'wechat', 'email']);
    for (const { inboxId } of ways) await api(`/tickets/${ticket.id}/replies`, { text: `It left today (${inboxId}).`, inboxId });
    await visitor.until(() => visitor.texts().includes('It left today (site).'), 'the answer in the chat');
    await eventually(
      () => Promise.resolve(outgoing.taken.some(({ to, raw }) => to[0] === MAIL && raw.includes('It left today'))),
      'the mail',
    );
    await eventually(() => Promise.resolve(JSON.stringify(platform.desk.arrived).includes('It left today (mp).')), 'the message in WeChat');
    await eventually(
      async () => (await entries()).filter(({ delivery }) => delivery?.status === 'sent').length >= 3 || null,
      'three answers that are sent',
    );
    const all = (await api<Listed<Ticket>>('/tickets')).items;
    expect(all.map(({ id }) => id)).toEqual([ticket.id]);
  });
});
