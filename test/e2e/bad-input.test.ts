import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BOMBS, BROKEN } from '../support/bad-mails.js';
import { childrenOf, readProcess } from '../support/child-processes.js';
import { slownessOfMachine } from '../support/machine-speed.js';
import { MemoryWatch } from '../support/memory-watch.js';
import { costOf } from '../support/parser-cost.js';
import { describeWithService, startDovecot } from '../support/services/index.js';
import { SmtpClient } from '../support/smtp-client.js';
import { eventually, startProduct, type StartedProduct } from '../support/started-product.js';

interface List<T> {
  readonly items: readonly T[];
  readonly nextCursor: string | null;
}
interface LedgerItem {
  readonly outcome: string;
  readonly ticketId: string | null;
  readonly entryId: string | null;
}

const LIMIT_MS = 2_000;
const LIMIT_BYTES = 300 * 1_048_576;
const FROM = 'ann@customer.test';

const mail = (id: string, body = 'Hello.') =>
  `From: ${FROM}\r\nTo: x@example.com\r\nSubject: ${id}\r\nMessage-ID: <${id}@customer.test>\r\n\r\n${body}\r\n`;

/** Processor time of those that live, ms. */
const computedByParsers = (pid: number): number =>
  childrenOf(pid)
    .filter((child) => readProcess(child, 'cmdline')?.includes('parser-child'))
    .reduce((sum, child) => sum + costOf(child).cpuMs, 0);

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tributary-bad-input-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const startWith = async (inboxes: string): Promise<StartedProduct> => {
  const file = join(folder, 'inboxes.yaml');
  await writeFile(file, `inboxes:\n${inboxes}`);
  return startProduct({ TRIBUTARY_CONFIG: file });
};

describe('a desk with a catch-all inbox beside one without', () => {
  let product: StartedProduct;
  let door: SmtpClient;
  beforeAll(async () => {
    product = await startWith(
      '  - { id: support, channel: email, address: support@example.com }\n' +
        '  - { id: rest, channel: email, address: info@catch.example, catchAll: true }\n',
    );
    door = new SmtpClient(product.smtpPort);
  }, 120_000);
  afterAll(async () => {
    door?.close();
    await product?.stop();
  });

  const ledgerOf = async (query: string) => (await product.api<List<LedgerItem>>(`/ledger?${query}`)).body.items;

  it('refuses an unknown recipient with 550, unless a catch-all inbox takes it', async () => {
    expect(await door.send(FROM, ['nobody@example.com'], mail('nobody'))).toMatch(/^550 5\.1\.1 .*nobody@example\.com/);
    expect(await door.send(FROM, ['nobody@catch.example'], mail('anybody'))).toMatch(/^250 /);
    await eventually(
      async () => (await ledgerOf('remoteMessageId=anybody@customer.test&inboxId=rest')).some(({ outcome }) => outcome === 'ticketed'),
      'the ticket of the catch-all',
    );
  });

  it('refuses what is too large with 552 and takes the next mail of the same connection', async () => {
    expect(await door.send(FROM, ['support@example.com'], mail('large', 'x'.repeat(27_000_000)))).toMatch(/^552 5\.3\.4 .*26214400 bytes/);
    expect(await door.send(FROM, ['support@example.com'], mail('next'))).toMatch(/^250 /);
  });

  it('makes an entry of each broken mail in time and memory, and goes on', async () => {
    const before = (
      await eventually(async () => {
        const items = await ledgerOf('inboxId=support');
        return items.length > 0 && items.every(({ outcome }) => outcome === 'ticketed') ? items : null;
      }, 'a quiet inbox')
    ).length;
    const watch = new MemoryWatch(product.pid);
    const atFirst = watch.mostOfParent;
    let sent = 0;
    /** Was it answered in time? Where other programs have the machine: would it have been, by what its parser computed? */
    const send = async (name: string, raw: Buffer) => {
      const [started, computed] = [performance.now(), computedByParsers(product.pid)];
      const answer = await door.send(FROM, ['support@example.com'], raw);
      expect([name, answer]).toEqual([name, expect.stringMatching(/^250 /)]);
      sent += 1;
      if (performance.now() - started <= LIMIT_MS) return true;
      return computedByParsers(product.pid) - computed <= LIMIT_MS * slownessOfMachine();
    };
    for (const [name, raw] of [...BOMBS, ...BROKEN]) {
      const inTime = (await send(name, raw)) || (await send(name, raw));
      expect([name, inTime]).toEqual([name, true]);
    }
    watch.stop();
    expect(watch.mostOfChild).toBeGreaterThan(0);
    expect(watch.mostOfChild).toBeLessThanOrEqual(LIMIT_BYTES);
    expect(watch.mostOfParent - atFirst).toBeLessThanOrEqual(LIMIT_BYTES);
    const ledger = await eventually(async () => {
      const items: LedgerItem[] = [];
      for (let cursor: string | null = ''; cursor !== null;) {
        const page: List<LedgerItem> = (
          await product.api<List<LedgerItem>>(
            `/ledger?inboxId=support&limit=200${cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`}`,
          )
        ).body;
        items.push(...page.items);
        cursor = page.nextCursor;
      }
      return items.length === before + sent && items.every(({ outcome }) => outcome !== 'received') ? items : null;
    }, 'all of them in the ledger');
    expect(ledger.filter(({ outcome }) => outcome !== 'ticketed' && outcome !== 'duplicate')).toEqual([]);
    for (const id of new Set(ledger.map(({ entryId }) => entryId)))
      expect([id, (await product.api(`/entries/${id}`)).status]).toEqual([id, 200]);
    expect((await fetch(`${product.apiUrl}/health/ready`)).status).toBe(200);
    expect((await product.api<List<unknown>>('/dead-letters')).body.items).toEqual([]);
  }, 120_000);
});

describeWithService('dovecot', 'a mailbox with a mail that is too large', () => {
  let dovecot: Awaited<ReturnType<typeof startDovecot>>;
  let product: StartedProduct;
  beforeAll(async () => {
    dovecot = await startDovecot();
    const imap = `{ host: 127.0.0.1, port: ${dovecot.imapPort}, user: kf@example.test, password: secret1, tls: false, maxMessageBytes: 20000 }`;
    product = await startWith(`  - { id: kf, channel: email, address: kf@example.test, imap: ${imap} }\n`);
  }, 120_000);
  afterAll(async () => {
    await product?.stop();
    await dovecot?.stop();
  });

  it('parks it with its reason, and takes the one behind it', async () => {
    await dovecot.deliver(mail('oversize', 'x'.repeat(40_000)));
    await dovecot.deliver(mail('behind'));
    const find = (id: string) =>
      eventually(async () => {
        const { body } = await product.api<List<LedgerItem>>(`/ledger?remoteMessageId=${id}@customer.test`);
        return body.items.find(({ entryId }) => entryId !== null);
      }, `${id} in the ledger`);
    expect((await find('behind')).outcome).toBe('ticketed');
    const parked = await find('oversize');
    const { body } = await product.api<{ plainText: string; remoteMessageId: string }>(`/entries/${parked.entryId}`);
    expect(body.remoteMessageId).toBe('oversize@customer.test');
    expect(body.plainText).toMatch(/not taken \(larger than 20000 bytes: .* not fetched/);
  });
});
