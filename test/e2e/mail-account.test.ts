import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { ImapFlow } from 'imapflow';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ArrivedMail, type MailServer, startMailServer } from '../support/mail-server.js';
import { type OAuthServer, startOAuthServer } from '../support/oauth-server.js';
import { describeWithService, type DovecotServer, startDovecot } from '../support/services/index.js';
import { eventually, startProduct, type StartedProduct } from '../support/started-product.js';

const SUPPORT = 'kf@example.test';
const ANN = 'ann@customer.test';

interface Entry {
  readonly direction: string;
  readonly newText: string;
  readonly author: { role?: string };
  readonly delivery: { status: string } | null;
}
interface Ticket {
  readonly id: string;
  readonly status: string;
  readonly subject: string;
}
interface Inbox {
  readonly state: string;
  readonly hint?: string;
}
interface List<T> {
  readonly items: T[];
}

describeWithService('dovecot', 'a desk whose account is opened by OAuth, and whose agent also writes in her own mail program', () => {
  let provider: OAuthServer;
  let dovecot: DovecotServer;
  let outgoing: MailServer;
  let product: StartedProduct;
  let agent: ImapFlow;
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'tributary-account-'));
    provider = await startOAuthServer(SUPPORT);
    provider.rotate(true);
    dovecot = await startDovecot({ tokenInfoUrl: provider.tokenInfoUrl });
    outgoing = await startMailServer({ isGood: ({ user, accessToken }) => user === SUPPORT && provider.isActive(accessToken ?? '') });
    const inbox = {
      ...{ id: 'support', channel: 'email', address: SUPPORT },
      imap: { host: '127.0.0.1', port: dovecot.imapPort, user: SUPPORT, tls: false, sentFolder: true },
      smtp: { url: outgoing.url },
      oauth: { provider: 'custom', tokenUrl: provider.tokenUrl, clientId: 'desk', refreshToken: provider.refreshToken },
    };
    const config = join(folder, 'account.yaml');
    await writeFile(config, `inboxes: ${JSON.stringify([inbox])}\nemail: { reconnectBackoffMs: [100, 300], imapReconcileMs: 1000 }\n`);
    product = await startProduct({ TRIBUTARY_CONFIG: config });
    agent = await openAgent(dovecot);
    await eventually(async () => (await inboxOf()).state === 'connected', 'a connected inbox');
  }, 120_000);
  afterAll(async () => {
    agent?.close();
    await product?.stop();
    await Promise.all([outgoing?.stop(), dovecot?.stop(), provider?.stop()]);
    await rm(folder, { recursive: true, force: true });
  });

  const inboxOf = async () => (await product.api<List<Inbox>>('/inboxes')).body.items[0]!;
  const tickets = async () => (await product.api<List<Ticket>>('/tickets?limit=50')).body.items;
  const entriesOf = async ({ id }: Ticket) => (await product.api<List<Entry>>(`/tickets/${id}/entries`)).body.items;
  const mailTo = (fits: (mail: ArrivedMail) => boolean) =>
    eventually(async () => outgoing.arrived.find((mail) => mail.envelopeTo.includes(ANN) && fits(mail)), 'a mail to Ann');
  const write = (from: string, to: string, id: string, subject: string, text: string, ...headers: string[]) =>
    [
      `From: ${from}`,
      `To: ${to}`,
      `Subject: ${subject}`,
      `Message-ID: <${id}>`,
      `Date: ${new Date().toUTCString()}`,
      ...headers,
      '',
      text,
      '',
    ].join('\r\n');

  it('shows one thread: what the customer wrote, what went out from here, and what the agent answered elsewhere', async () => {
    await dovecot.deliver(write(`Ann <${ANN}>`, SUPPORT, 'order@customer.test', 'My order', 'Where is it?'));
    const ticket = await eventually(async () => (await tickets()).find(({ subject }) => subject === 'My order'), 'the ticket');
    await product.api(`/tickets/${ticket.id}/replies`, { method: 'POST', body: { text: 'It leaves today.' } });
    const reply = await mailTo(({ mail }) => mail.text?.includes('leaves today') === true);
    // As providers do: what goes out lies in the folder of sent mail as well.
    await agent.append('Sent', reply.raw);
    await agent.append(
      'Sent',
      write(`Kim <${SUPPORT}>`, ANN, 'by-hand@agent.test', 'Re: My order', 'It has left.', 'In-Reply-To: <order@customer.test>'),
    );
    const entries = await eventually(async () => {
      const seen = await entriesOf(ticket);
      return seen.some(({ direction }) => direction === 'echo') ? seen : null;
    }, 'the echo');
    expect(entries.filter(({ direction }) => direction === 'echo').map(({ newText, author }) => [newText, author.role])).toEqual([
      ['It has left.', 'agent'],
    ]);
    expect(entries.filter(({ newText }) => newText.includes('leaves today'))).toHaveLength(1);
    await dovecot.deliver(
      write(`Ann <${ANN}>`, SUPPORT, 'thanks@customer.test', 'Re: My order', 'Thank you', 'In-Reply-To: <by-hand@agent.test>'),
    );
    await eventually(async () => (await entriesOf(ticket)).some(({ newText }) => newText === 'Thank you'), 'her answer to it');
    expect(await tickets()).toHaveLength(1);
    expect(outgoing.arrived.filter(({ header }) => header('auto-submitted') !== undefined)).toHaveLength(1);
  }, 90_000);

  it('goes on with a new token when all are revoked, and says what to do when the provider refuses', async () => {
    provider.revokeAll();
    await dovecot.kill();
    await dovecot.restart();
    await dovecot.deliver(write('Bo <bo@customer.test>', SUPPORT, 'later@customer.test', 'Later', 'Still there?'));
    await eventually(async () => (await tickets()).some(({ subject }) => subject === 'Later'), 'the mail after the revocation', 60_000);
    provider.fail('invalid_grant');
    provider.revokeAll();
    await dovecot.kill();
    await dovecot.restart();
    const refused = await eventually(
      async () => {
        const inbox = await inboxOf();
        return inbox.state === 'bad_credentials' ? inbox : null;
      },
      'bad credentials',
      60_000,
    );
    expect(refused.hint).toMatch(/sign in again.*refreshToken/);
  }, 150_000);
});

async function openAgent({ imapPort, users }: DovecotServer): Promise<ImapFlow> {
  const { name, password } = users[0]!;
  const client = new ImapFlow({ host: '127.0.0.1', port: imapPort, secure: false, auth: { user: name, pass: password }, logger: false });
  client.on('error', () => undefined);
  await client.connect();
  return client;
}
