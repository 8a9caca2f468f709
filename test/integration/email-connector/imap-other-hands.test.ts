import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { chmod, readdir } from 'node:fs/promises';
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
  openOtherClient,
  parkedBy,
  receivedBy,
  until,
  untilConnected,
} from './imap-bench.js';

const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, index) => from + index);

describeWithService('dovecot', 'a mailbox in which somebody else works', () => {
  let bench: ImapBench;
  beforeEach(async () => {
    bench = await openImapBench();
  });
  afterEach(() => bench?.stop());
  const deliver = async (ids: readonly string[]) => {
    for (const id of ids) await bench.dovecot.deliver(mail(id));
  };

  it('is read to the end when mails are seen, moved and expunged in the middle; what was gone is named, no more and no less', async () => {
    const { context } = await bench.run('kf', bench.config());
    await untilConnected(context);
    context.setEmits('wait');
    await deliver(named(1, 300));
    const other = await openOtherClient(bench.dovecot);
    await until(() => context.offered.length > 0, 'the first mails, on their way to the log');
    await other.messageFlagsAdd('1:300', ['\\Seen', '\\Answered'], { uid: true });
    await other.mailboxCreate('Archive');
    await other.messageMove('100:149', 'Archive', { uid: true });
    await other.messageDelete('200:209,300', { uid: true });
    context.setEmits('take');
    await until(() => idsOf(context).includes('m299') && gapsOf(context).includes(300), 'the last mail and the last gap');
    const gone = [...range(100, 149), ...range(200, 209), 300];
    expect(gapsOf(context)).toEqual(gone);
    expect([...new Set(idsOf(context))]).toEqual(named(1, 300).filter((_, index) => !gone.includes(index + 1)));

    // Back again, some that were missed and some that were not: they have new UIDs, and only the missed ones are news.
    const known = keysOf(context).size;
    await other.messageMove('10:14', 'Archive', { uid: true });
    await other.mailboxOpen('Archive');
    await other.messageMove('1:*', 'INBOX', { uid: true });
    await until(() => named(100, 149).every((id) => idsOf(context).includes(id)), 'the mails that came back');
    await until(() => idsOf(context).filter((id) => id === 'm14').length === 2, 'the known ones, read once more');
    expect(keysOf(context).size).toBe(known + 50);
    expect(gapsOf(context)).toEqual(gone);
    await other.logout();
  }, 60_000);

  it('is read on after somebody emptied it while we were away, and the gap is named once, also after a crash', async () => {
    const state = new MemoryState();
    const first = await bench.run('kf', bench.config(), { state });
    await deliver(['m1']);
    await until(() => idsOf(first.context).includes('m1'), 'the first mail');
    await untilConnected(first.context);
    first.context.abort();
    await first.connector.stop();
    await deliver(named(2, 40));
    const other = await openOtherClient(bench.dovecot);
    await other.messageDelete('1:*', { uid: true });
    await deliver(['m41']);
    // It dies after it told of the gap and before it remembered that.
    const told = await bench.run('kf', bench.config(), { state: await copyOf(state) });
    await until(() => idsOf(told.context).includes('m41'), 'the mail after the gap');
    const second = await bench.run('kf', bench.config(), { state });
    await until(() => idsOf(second.context).includes('m41'), 'the mail after the gap, again');
    expect(gapsOf(second.context)).toEqual(range(2, 40));
    expect(keysOf(second.context)).toEqual(keysOf(told.context));
    await other.logout();
  });

  it('is not stopped by one mail that the server cannot give: it is parked with the reason, the rest is taken', async () => {
    await bench.stop();
    bench = await openImapBench({ reconnectBackoffMs: [20] });
    await deliver(named(1, 20));
    const other = await openOtherClient(bench.dovecot);
    await other.logout();
    const cur = join(bench.dovecot.maildir(), 'cur');
    const files = (await readdir(cur)).sort();
    await chmod(join(cur, files[9]!), 0o000);
    const { context } = await bench.run('kf', bench.config());
    await until(() => idsOf(context).includes('m20'), 'the last mail', 30_000);
    expect([...new Set(idsOf(context))]).toEqual(named(1, 20).filter((id) => id !== 'm10'));
    expect(parkedBy(context).map(({ reason }) => reason)).toEqual([expect.stringMatching(/could not be taken.*INBOX, UID 10/)]);
    expect(gapsOf(context)).toEqual([]);
  }, 60_000);

  it('is news where a mail came after the first look, also when it was moved out and back', async () => {
    const { context } = await bench.run('kf', bench.config());
    await untilConnected(context);
    await bench.dovecot.deliver(mail('old'), undefined, new Date('2026-01-05T10:00:00Z'));
    await bench.dovecot.deliver(mail('new'));
    await until(() => idsOf(context).length === 2, 'both');
    const historical = Object.fromEntries(
      receivedBy(context).map(({ flags }, index) => [idsOf(context)[index], flags.historical === true]),
    );
    expect(historical).toEqual({ old: true, new: false });
  });
});

/** What a process remembers that dies before it writes again. */
async function copyOf(state: MemoryState): Promise<MemoryState> {
  const copy = new MemoryState();
  for (const [key, value] of Object.entries(state.entries())) await copy.set(key, value);
  return copy;
}
