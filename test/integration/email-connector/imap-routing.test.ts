import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { MemoryState } from '#connector-sdk/testing';
import { describeWithService } from '../../support/services/index.js';
import { gapsOf, idsOf, type ImapBench, openImapBench, openOtherClient, receivedBy, until, untilConnected } from './imap-bench.js';

const to = (id: string, address: string, ...headers: string[]) =>
  [
    ...headers,
    'From: Ann <ann@customer.test>',
    `To: ${address}`,
    `Subject: About ${id}`,
    `Message-ID: <${id}@customer.test>`,
    'Date: Mon, 02 Mar 2026 10:00:00 +0000',
    '',
    'Hello',
    '',
  ].join('\r\n');

describeWithService('dovecot', 'a mailbox of several inboxes', () => {
  let bench: ImapBench;
  beforeEach(async () => {
    bench = await openImapBench();
  });
  afterEach(() => bench?.stop());

  it('gives each its mails by the address written to, in order, and keeps the rest', async () => {
    const sales = await bench.run('sales', { address: 'sales@example.test', aliases: ['verkauf@bücher.example'] });
    const help = await bench.run('help', { address: '支持@例子.cn' });
    const addresses = [
      'sales@example.test',
      'verkauf@xn--bcher-kva.example',
      '支持@xn--fsqu00a.cn',
      'kf@example.test',
      'nobody@example.test',
    ];
    for (let n = 0; n < 100; n += 1) await bench.dovecot.deliver(to(`m${n}`, addresses[n % addresses.length]!));
    await bench.dovecot.deliver(to('both', 'sales@example.test, 支持@例子.cn'));
    const reader = await bench.run('reader', bench.config({ routeByAddress: true }));
    await untilConnected(reader.context);
    const numbered = (...rests: number[]) =>
      Array.from({ length: 100 }, (_, n) => n)
        .filter((n) => rests.includes(n % 5))
        .map((n) => `m${n}`);
    expect(idsOf(sales.context)).toEqual([...numbered(0, 1), 'both']);
    expect(idsOf(help.context)).toEqual([...numbered(2), 'both']);
    expect(idsOf(reader.context)).toEqual(numbered(3, 4));
    expect(gapsOf(reader.context)).toEqual([]);
    const [first] = receivedBy(help.context);
    expect(first).toMatchObject({ inbox: { id: 'help' }, conversation: { key: 'email:help:ann@customer.test' } });
    expect(first!.recipients[0]!.identity.value).toBe('支持@xn--fsqu00a.cn');
  });

  it('waits while an inbox does not run, and loses and doubles nothing', async () => {
    const sales = await bench.run('sales', { address: 'sales@example.test' });
    const reader = await bench.run('reader', bench.config({ routeByAddress: true }));
    await untilConnected(reader.context);
    await sales.connector.stop();
    await bench.dovecot.deliver(to('waiting', 'sales@example.test'));
    await bench.dovecot.deliver(to('behind', 'kf@example.test'));
    await until(() => reader.context.reports.some(({ detail }) => /sales waits/.test(detail ?? '')), 'that it waits');
    expect(idsOf(reader.context)).toEqual([]);
    const again = await bench.run('sales', { address: 'sales@example.test' });
    await until(() => idsOf(reader.context).includes('behind'), 'the mail behind it');
    expect(idsOf(again.context)).toEqual(['waiting']);
    expect(idsOf(reader.context)).toEqual(['behind']);
  });

  it('says so when a folder is not there, and reads the others', async () => {
    const { context } = await bench.run('reader', bench.config({ folders: ['INBOX', 'Lists'] }));
    await bench.dovecot.deliver(to('in-the-inbox', 'kf@example.test'));
    await until(() => idsOf(context).includes('in-the-inbox'), 'the mail of the other folder');
    await until(() => context.reports.some(({ hint }) => /no folder Lists/.test(hint ?? '')), 'the hint');
    const other = await openOtherClient(bench.dovecot);
    await other.mailboxCreate('Lists');
    await other.append('Lists', to('in-the-list', 'kf@example.test'));
    await until(() => idsOf(context).includes('in-the-list'), 'the mail of the new folder');
    other.close();
  });

  it('may have folders of its own, each with its cursor', async () => {
    const other = await openOtherClient(bench.dovecot);
    await other.mailboxCreate('技术支持');
    const state = new MemoryState();
    const config = bench.config({ folders: ['INBOX', '技术支持'] });
    const first = await bench.run('reader', config, { state });
    await untilConnected(first.context);
    await other.append('技术支持', to('in-a-folder', 'kf@example.test'));
    await bench.dovecot.deliver(to('in-the-inbox', 'kf@example.test'));
    await until(() => idsOf(first.context).length === 2, 'both');
    expect(idsOf(first.context).sort()).toEqual(['in-a-folder', 'in-the-inbox']);
    first.context.abort();
    await first.connector.stop();
    await other.append('技术支持', to('while-away', 'kf@example.test'));
    const second = await bench.run('reader', config, { state });
    await until(() => idsOf(second.context).includes('while-away'), 'what came while we were away');
    expect(idsOf(second.context)).toEqual(['while-away']);
    other.close();
  });
});
