import { afterEach, describe, expect, it } from '@jest/globals';
import { createInboxRequest, createTestContext } from '#connector-sdk/testing';
import type { EventData } from '#contracts';
import { KfInboxConfig } from '../../../apps/wechat-connector/src/kf.config.js';
import { sealCallback, sealEcho } from '../../simulators/wecom/callbacks.js';
import { type KfBench, openKfBench, ring, toKfSettings, until } from './kf-bench.js';

const HOUR = 3_600_000;

describe('a kf account that is read', () => {
  let bench: KfBench;
  const open = async (more: Record<string, unknown> = {}) => (bench = await openKfBench(more));
  afterEach(() => bench.close());
  const texts = () => bench.messages().map(({ newText }) => newText);
  const eventsOf = <T extends 'inbox.gap.v1'>(type: T) =>
    bench.context.emitted.flatMap((event) => (event.type === type ? [event.data as EventData<T>] : []));

  it('loses nothing where the bell is lost', async () => {
    await open({ pollIntervalMs: 1_000 });
    await until('the first look', () => bench.account.syncs.length > 0);
    bench.account.write('wmAda', 'text', { content: 'nobody rang' });
    await until('the message', () => texts().includes('nobody rang'));
  });

  it('is fetched to the end, over pages and over pages that are empty, each message once', async () => {
    await open();
    await until('the first look', () => bench.account.syncs.length > 0);
    bench.account.pageSize = 7;
    bench.account.emptyPages = 2;
    const wanted = Array.from({ length: 50 }, (_, index) => `line ${index}`);
    for (const content of wanted) bench.account.write('wmAda', 'text', { content });
    expect(await bench.ring()).toMatchObject({ status: 200, body: 'success' });
    await until('all of them', () => texts().length === wanted.length);
    expect(texts()).toEqual(wanted);
    // The token of the ring rides on its pages.
    expect(bench.account.syncs.filter(({ token }) => typeof token === 'string').length).toBeGreaterThan(5);
  });

  it('is fetched from where it was, in the next process too', async () => {
    await open();
    bench.account.write('wmAda', 'text', { content: 'one' });
    await bench.ring();
    await until('the cursor', async () => (await bench.context.state.get('cursor')) !== null && texts().includes('one'));
    bench = await bench.restart();
    bench.account.write('wmAda', 'text', { content: 'two' });
    await bench.ring();
    await until('the second', () => texts().includes('two'));
    expect(texts()).toEqual(['two']);
  });

  it('begins again with what is kept where the platform does not take the cursor any more', async () => {
    await open();
    bench.account.write('wmAda', 'text', { content: 'one' });
    await bench.ring();
    await until('one', () => texts().includes('one'));
    const [first] = bench.messages();
    await bench.context.state.set('cursor', 'a cursor of another time and account');
    await bench.ring();
    await until('one again', () => texts().length === 2);
    expect(bench.messages()[1]?.id).toBe(first?.id);
  });

  it('tells an operator when it was away for more than a day, and what was lost after three', async () => {
    await open();
    await until('a look', () => bench.context.reports.some(({ state }) => state === 'connected'));
    const away = bench.clock.now();
    bench.account.write('wmAda', 'text', { content: 'too early' });
    bench.clock.advance(26 * HOUR);
    bench = await bench.restart();
    await until('the alarm', () => bench.context.reports.some(({ state, detail }) => state === 'degraded' && detail!.includes('26 h ago')));
    expect(bench.context.reports.find(({ state }) => state === 'degraded')?.hint).toMatch(/within 46 h/);
    await until('all well again', () => bench.context.reports.at(-1)?.state === 'connected');
    expect(eventsOf('inbox.gap.v1')).toEqual([]);
    expect(texts()).toEqual(['too early']);

    const left = bench.clock.now();
    bench.account.write('wmAda', 'text', { content: 'lost' });
    bench.clock.advance(100 * HOUR);
    bench.account.write('wmAda', 'text', { content: 'kept' });
    bench = await bench.restart();
    await until('what is kept', () => texts().includes('kept'));
    expect(texts()).toEqual(['kept']);
    const [gap] = eventsOf('inbox.gap.v1');
    expect(Date.parse(gap!.from!)).toBeGreaterThanOrEqual(left.getTime());
    expect(Date.parse(gap!.from!)).toBeGreaterThan(away.getTime());
    expect(gap!.until).toBe(new Date(bench.clock.now().getTime() - 72 * HOUR).toISOString());
  });

  it('rests where the platform rations what was not rung for, and listens to the bell all the same', async () => {
    await open({ pollIntervalMs: 1_000 });
    bench.account.ration = 1;
    await until('rationed', () => bench.context.reports.some(({ detail }) => detail?.includes('45009')));
    const looks = bench.account.syncs.length;
    bench.account.write('wmAda', 'text', { content: 'rung' });
    await bench.ring();
    await until('the message', () => texts().includes('rung'));
    expect(bench.account.syncs.length).toBe(looks + 1);
    expect(bench.account.syncs.at(-1)).toHaveProperty('token');
  });

  it('goes on behind a token that ended', async () => {
    await open();
    await until('the first look', () => bench.account.syncs.length > 0);
    bench.wecom.expireTokens();
    bench.account.write('wmAda', 'text', { content: 'after' });
    await bench.ring();
    await until('the message', () => texts().includes('after'));
  });

  it('hears a bell that another process was rung by', async () => {
    await open();
    await until('the first look', () => bench.account.syncs.length > 0);
    bench.account.write('wmAda', 'text', { content: 'rung elsewhere' });
    await bench.context.state.set('bell', { token: bench.account.ringToken(), at: bench.clock.now().getTime() });
    await until('the message', () => texts().includes('rung elsewhere'));
    expect(bench.account.syncs.at(-1)).toHaveProperty('token');
  });

  it('passes on a bell that is for another account of the company', async () => {
    await open();
    const other = bench.wecom.account('wkOther');
    const context = createTestContext({ inbox: { id: 'other', channel: 'wechat', provider: 'wecom-kf' }, clock: bench.clock });
    const connector = bench.factory.create(context.inbox, KfInboxConfig.parse(toKfSettings(bench.wecom, { openKfId: 'wkOther' })));
    await connector.start(context);
    try {
      await until('its first look', () => other.syncs.length > 0);
      other.write('wmAda', 'text', { content: 'to the other' });
      expect(await ring(bench.connector, bench.wecom, other)).toMatchObject({ status: 200 });
      await until('the message', () => context.emitted.length > 0);
      expect(await ring(bench.connector, bench.wecom, bench.wecom.account('wkNobodys'))).toMatchObject({ status: 200 });
    } finally {
      context.abort();
      await connector.stop();
    }
  });

  it('tells how long it has been away while it cannot be read', async () => {
    await open();
    await until('a look', () => bench.context.reports.some(({ state }) => state === 'connected'));
    bench.clock.advance(30 * HOUR);
    bench.wecom.mishap('/cgi-bin/kf/sync_msg', { kind: 'status', status: 502 });
    await bench.ring();
    await until('the trouble', () => bench.context.reports.some(({ detail }) => /502.*30 h ago/.test(detail ?? '')));
    expect(bench.context.reports.find(({ detail }) => detail?.includes('502'))).toMatchObject({
      state: 'degraded',
      hint: expect.stringMatching(/within 42 h: .*lost/),
    });
    await until('all well again', () => bench.context.reports.at(-1)?.state === 'connected');
  });

  it('answers the check of its address, and nobody who cannot sign', async () => {
    await open();
    const { wecom, connector, clock } = bench;
    const now = clock.now().getTime();
    const echo = await connector.answer(createInboxRequest({ method: 'GET', query: String(sealEcho(wecom.callback, '4321', now)) }));
    expect(String(echo.body)).toBe('4321');
    const refusedBy = (settings: Partial<typeof wecom.callback>, at = now) => {
      const { query, body } = sealCallback({ ...wecom.callback, ...settings }, '<xml><Event>kf_msg_or_event</Event></xml>', at);
      return connector.answer(createInboxRequest({ query: String(query), body })).then(
        () => 'taken',
        (error: { status: number; code: string }) => `${error.status} ${error.code}`,
      );
    };
    expect(await refusedBy({ token: 'another' })).toBe('401 wrong_signature');
    expect(await refusedBy({ receiver: 'ww-another-company' })).toBe('403 wrong_receiver');
    expect(await refusedBy({}, now - 400_000)).toBe('403 stale_timestamp');
    expect(await refusedBy({})).toBe('taken');
  });
});
