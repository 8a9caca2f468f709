import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ImapFlow } from 'imapflow';
import { connectMailProgram, describeWithService, type DovecotServer, startDovecot } from '../support/services/index.js';
import { eventually, startProduct, type StartedProduct } from '../support/started-product.js';

const DAY = 86_400_000;
const OFF = 10 * DAY;
const HALF_A_DAY = DAY / 2;

interface Entry {
  readonly remoteMessageId: string | null;
  readonly direction: string;
  readonly deliveries: number;
  readonly flags: { readonly historical?: boolean };
  readonly parts: readonly { readonly code?: string; readonly data?: { readonly remoteIds?: string[] } }[];
}

const mail = (id: string) =>
  [
    `From: ${id}@customer.test`,
    'To: kf@example.test',
    `Subject: About ${id}`,
    `Message-ID: <${id}@customer.test>`,
    'Date: Mon, 02 Mar 2026 10:00:00 +0000',
    '',
    `Hello from ${id}`,
    '',
  ].join('\r\n');

describeWithService('dovecot', 'a mailbox of a product that was off for ten days', () => {
  let folder: string;
  let dovecot: DovecotServer;
  let product: StartedProduct | undefined;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'tributary-ten-days-'));
    dovecot = await startDovecot();
    const { name, password } = dovecot.users[0]!;
    const imap = { host: '127.0.0.1', port: dovecot.imapPort, user: name, password, tls: false, since: '2020-01-01' };
    await writeFile(join(folder, 'desk.yaml'), `inboxes: ${JSON.stringify([{ id: 'support', channel: 'email', address: name, imap }])}\n`);
  });
  afterAll(async () => {
    await product?.stop();
    await dovecot?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  const start = (clockOffsetMs: number) =>
    startProduct({
      TRIBUTARY_CONFIG: join(folder, 'desk.yaml'),
      TRIBUTARY_DATA_DIR: join(folder, 'data'),
      TRIBUTARY_CLOCK_OFFSET_MS: String(clockOffsetMs),
    });
  const readEntries = async (): Promise<Entry[]> => {
    const { body } = await product!.api<{ items: { id: string }[] }>('/tickets?limit=200');
    const pages = await Promise.all(body.items.map(({ id }) => product!.api<{ items: Entry[] }>(`/tickets/${id}/entries?limit=200`)));
    return pages.flatMap((page) => page.body.items);
  };
  const find = (entries: readonly Entry[], id: string) => entries.filter((entry) => entry.remoteMessageId === `${id}@customer.test`);
  const untilEntry = (id: string) =>
    eventually(async () => {
      const entries = await readEntries();
      return find(entries, id).length > 0 && entries;
    }, `the entry of ${id}`);

  it('goes on where it stopped: nothing lost, nothing doubled, gaps named, and all that came is news', async () => {
    const tenDaysAgo = Date.now() - OFF;
    await dovecot.deliver(mail('history'), undefined, new Date(tenDaysAgo - 2 * DAY));
    product = await start(-OFF);
    await untilEntry('history');
    await eventually(async () => {
      const { body } = await product!.api<{ items: { state: string }[] }>('/inboxes');
      return body.items[0]?.state === 'connected';
    }, 'a connected inbox');
    await dovecot.deliver(mail('first'), undefined, new Date(tenDaysAgo + 60_000));
    await untilEntry('first');
    await product.stop();

    // UIDs 1 and 2 are read; m1 to m19 become 3 to 21.
    for (let n = 1; n <= 19; n += 1) await dovecot.deliver(mail(`m${n}`), undefined, new Date(tenDaysAgo + n * HALF_A_DAY));
    const other = await openAgentsMailProgram(dovecot);
    await other.messageFlagsAdd('1:12', ['\\Seen'], { uid: true });
    await other.messageDelete('7:9', { uid: true });
    await other.mailboxCreate('Done');
    await other.messageMove('12:14', 'Done', { uid: true });
    await other.mailboxOpen('Done');
    // m12 comes back, as UID 22; so does a mail that was read before.
    await other.messageMove('3', 'INBOX', { uid: true });
    await other.mailboxOpen('INBOX');
    await other.messageMove('2', 'Done', { uid: true });
    await other.mailboxOpen('Done');
    await other.messageMove('4', 'INBOX', { uid: true });
    await other.logout();

    product = await start(0);
    await untilEntry('m12');
    const entries = await eventually(async () => {
      const seen = await readEntries();
      return find(seen, 'first')[0]?.deliveries === 2 && seen.some(isGap) && seen;
    }, 'the mail that came back, and the gap');
    const gone = ['m5', 'm6', 'm7', 'm10', 'm11'];
    for (let n = 1; n <= 19; n += 1) {
      const id = `m${n}`;
      expect({ id, found: find(entries, id).length }).toEqual({ id, found: gone.includes(id) ? 0 : 1 });
    }
    const mails = entries.filter(({ direction }) => direction === 'inbound');
    expect(mails).toHaveLength(2 + 19 - gone.length);
    expect(mails.filter(({ flags }) => flags.historical === true).map(({ remoteMessageId }) => remoteMessageId)).toEqual([
      'history@customer.test',
    ]);
    const named = entries.filter(isGap).flatMap(({ parts }) => parts[0]!.data!.remoteIds!.map((id) => Number(id.split(':')[1])));
    expect(named.sort((a, b) => a - b)).toEqual([7, 8, 9, 12, 13, 14]);
  }, 180_000);
});

function isGap({ parts }: Entry): boolean {
  return parts[0]?.code === 'inbox.gap';
}

async function openAgentsMailProgram(dovecot: DovecotServer): Promise<ImapFlow> {
  const client = await connectMailProgram(dovecot);
  await client.mailboxOpen('INBOX');
  return client;
}
