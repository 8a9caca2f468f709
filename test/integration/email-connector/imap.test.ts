import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { MemoryState } from '#connector-sdk/testing';
import { describeWithService } from '../../support/services/index.js';
import {
  gapsOf,
  idsOf,
  type ImapBench,
  keysOf,
  mail,
  named,
  openImapBench,
  parkedBy,
  receivedBy,
  until,
  untilConnected,
} from './imap-bench.js';

describeWithService('dovecot', 'a mailbox read by IMAP', () => {
  let bench: ImapBench;
  const deliver = (raw: string, arrivedAt?: Date) => bench.dovecot.deliver(raw, undefined, arrivedAt);
  beforeEach(async () => {
    bench = await openImapBench();
  });
  afterEach(() => bench?.stop());

  it('takes what is there in order and silently, then what comes, and leaves every flag alone', async () => {
    for (const id of named(1, 30)) await deliver(mail(id));
    const { context } = await bench.run('kf', bench.config());
    await until(() => idsOf(context).length === 30, 'the first 30 mails');
    expect(idsOf(context)).toEqual(named(1, 30));
    expect(receivedBy(context).every(({ flags }) => flags.historical === true)).toBe(true);
    await untilConnected(context);
    await deliver(mail('news'));
    await until(() => idsOf(context).includes('news'), 'the new mail');
    expect(receivedBy(context).at(-1)!.flags.historical).not.toBe(true);
    const seen = (await readdir(join(bench.dovecot.maildir(), 'cur'))).filter((name) => /:2,[A-Za-z]*S/.test(name));
    expect(seen).toEqual([]);
  });

  it('begins at the chosen date: what arrived before it stays where it is', async () => {
    await deliver(mail('long-ago'), new Date('2026-02-01T12:00:00Z'));
    await deliver(mail('the-day-before'), new Date('2026-02-09T23:00:00Z'));
    await deliver(mail('that-day'), new Date('2026-02-10T00:30:00Z'));
    await deliver(mail('moved-in-late'), new Date('2026-02-03T12:00:00Z'));
    await deliver(mail('later'), new Date('2026-02-20T12:00:00Z'));
    const { context } = await bench.run('kf', bench.config({ since: '2026-02-10' }));
    await until(() => idsOf(context).includes('later'), 'the mails from that day on');
    expect(idsOf(context)).toEqual(['that-day', 'later']);
    expect(gapsOf(context)).toEqual([]);
  });

  it('goes on after a restart where it stopped, whatever others did to the flags', async () => {
    const state = new MemoryState();
    const first = await bench.run('kf', bench.config(), { state });
    await deliver(mail('before'));
    await until(() => idsOf(first.context).includes('before'), 'the mail before the restart');
    await untilConnected(first.context);
    first.context.abort();
    await first.connector.stop();
    await deliver(mail('while-away'));
    const second = await bench.run('kf', bench.config(), { state });
    await until(() => idsOf(second.context).length > 0, 'the mail that came while we were away');
    expect(idsOf(second.context)).toEqual(['while-away']);
  });

  it('does not move its cursor while the log is away', async () => {
    const { context } = await bench.run('kf', bench.config());
    await untilConnected(context);
    context.setEmits('refuse');
    await deliver(mail('held'));
    await until(() => context.offered.length > 1, 'a second try');
    expect(idsOf(context)).toEqual([]);
    context.setEmits('take');
    await until(() => idsOf(context).includes('held'), 'the mail once the log is back');
    expect(idsOf(context)).toEqual(['held']);
  });

  it('reads again when UIDVALIDITY changes: what is known keeps its id, what is new is news', async () => {
    for (const id of named(1, 5)) await deliver(mail(id));
    // Two that only their content tells apart, and one too large, without an id as well.
    await deliver(mail(null, 'one'));
    await deliver(mail(null, 'two'));
    await deliver(mail(null, 'x'.repeat(5000)));
    const { context } = await bench.run('kf', bench.config({ maxMessageBytes: 2000 }));
    await until(() => context.emitted.length === 8, 'eight mails');
    await untilConnected(context);
    const before = keysOf(context);
    expect(before.size).toBe(8);
    await bench.dovecot.kill();
    await bench.dovecot.resetUidValidity();
    await deliver(mail('after'));
    await bench.dovecot.restart();
    await until(() => idsOf(context).includes('after'), 'the mail after the reset');
    expect(keysOf(context).size).toBe(before.size + 1);
    // By its id: the server may number it before those that were there.
    expect(receivedBy(context).find(({ remoteMessageId }) => remoteMessageId.startsWith('after'))!.flags.historical).not.toBe(true);
    expect(gapsOf(context)).toEqual([]);
  });

  it('says that the password is wrong instead of trying for ever', async () => {
    const { context } = await bench.run('kf', bench.config({ password: 'wrong' }));
    await until(() => context.reports.at(-1)?.state === 'bad_credentials', 'bad credentials');
    expect(context.reports.at(-1)?.hint).toMatch(/password/);
  });

  it('parks a mail that is too large with its reason and what its headers say, and goes on', async () => {
    await deliver(mail('large', 'x'.repeat(5000)));
    await deliver(mail('large', 'x'.repeat(6000)));
    await deliver(mail('small'));
    const { context } = await bench.run('kf', bench.config({ maxMessageBytes: 2000 }));
    await until(() => idsOf(context).includes('small'), 'the small mail');
    const parked = parkedBy(context);
    expect(parked.map(({ remoteMessageId }) => remoteMessageId)).toEqual(['large@customer.test', 'large@customer.test']);
    expect(parked[0]!.headers['subject']).toBe('About large');
    expect(parked[0]!.reason).toMatch(/larger than 2000 bytes.*INBOX, UID 1/);
    expect(parked[0]!.sizeBytes).toBeGreaterThan(5000);
    // They share a Message-ID and are two mails all the same.
    expect(keysOf(context).size).toBe(3);
  });

  it('keeps 120 mails apart that share a Message-ID or have none, also when they are read again', async () => {
    for (let n = 0; n < 60; n += 1) {
      await deliver(mail('same', `same id, text ${n}`));
      await deliver(mail(null, `no id, text ${n}`));
    }
    const first = await bench.run('kf', bench.config());
    await until(() => first.context.emitted.length === 120, '120 mails');
    expect(keysOf(first.context).size).toBe(120);
    expect(new Set(receivedBy(first.context).map(({ deliveryId }) => deliveryId)).size).toBe(120);
    // Another state: everything is read once more, as after the loss of the cursor.
    const again = await bench.run('kf', bench.config());
    await until(() => again.context.emitted.length === 120, 'the same 120 mails');
    expect(keysOf(again.context)).toEqual(keysOf(first.context));
  });

  it('takes an empty mail for a mail', async () => {
    await deliver('');
    await deliver(mail('next'));
    const { context } = await bench.run('kf', bench.config());
    await until(() => idsOf(context).includes('next'), 'the mail behind it');
    expect(context.emitted).toHaveLength(2);
  });
});
