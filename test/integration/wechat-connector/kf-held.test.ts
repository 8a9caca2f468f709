import { afterEach, describe, expect, it } from '@jest/globals';
import type { HeldMessage } from '#contracts';
import { createKfReply, type KfBench, openKfBench, until } from './kf-bench.js';

describe('what the platform keeps of a kf account', () => {
  let bench: KfBench;
  afterEach(() => bench.close());
  const signal = AbortSignal.timeout(60_000);
  const list = async () => {
    const messages: HeldMessage[] = [];
    for await (const portion of bench.connector.listHeld(signal)) messages.push(...portion.messages);
    return messages;
  };

  it('is named as the ledger names it, over pages: our own answers and what is not fetched yet say so', async () => {
    bench = await openKfBench();
    bench.account.pageSize = 2;
    await until('the first look', () => bench.account.syncs.length > 0);
    for (const content of ['one', 'two', 'three']) bench.account.write('wmAda', 'text', { content });
    bench.account.enter('wmAda');
    await bench.ring();
    await until('the messages', () => bench.messages().length === 3);
    const own = await bench.connector.send(createKfReply('ours'), { attempt: 1, markSending: () => Promise.resolve() });
    expect(own.status).toBe('sent');
    await bench.ring();
    await until('the cursor', async () => (await list()).every(({ because }) => because !== 'not_yet'));
    bench.account.write('wmAda', 'text', { content: 'nobody rang' });
    const held = await list();
    expect(held.filter(({ because }) => because === undefined).map(({ ref }) => ref)).toEqual(
      bench.messages().map(({ deliveryId }) => deliveryId),
    );
    expect(held.filter(({ because }) => because === 'not_yet')).toHaveLength(1);
    expect(held.every(({ at }) => at !== undefined)).toBe(true);
  });

  it('is told of, and taken again under its old id; the cursor stays', async () => {
    bench = await openKfBench();
    bench.account.customer('wmAda').nickname = '李娜';
    bench.account.write('wmAda', 'text', { content: '订单没到' });
    bench.account.write('wmAda', 'text', { content: '还在吗' });
    await bench.ring();
    await until('the messages', () => bench.messages().length === 2);
    await until('the cursor', async () => (await list()).every(({ because }) => because === undefined));
    const [first] = bench.messages();
    const refs = [first!.deliveryId, 'sync:never'];
    expect(await bench.connector.describeHeld(refs, signal)).toEqual([
      expect.objectContaining({ ref: first!.deliveryId, sender: '李娜', subject: '订单没到' }),
    ]);
    const cursor = await bench.context.state.get('cursor');
    expect(await bench.connector.fetchHeld(refs, signal)).toEqual({ taken: [first!.deliveryId] });
    expect(bench.messages().map(({ id }) => id)).toEqual([first!.id, bench.messages()[1]!.id, first!.id]);
    expect(await bench.context.state.get('cursor')).toBe(cursor);
  });

  it('cannot be told while the platform rations: that passes by itself', async () => {
    bench = await openKfBench();
    await until('the first look', () => bench.account.syncs.length > 0);
    bench.account.ration = 0;
    await expect(list()).rejects.toMatchObject({ code: 'account_unread', hint: expect.any(String) });
  });
});
