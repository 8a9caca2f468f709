import { afterEach, describe, expect, it } from '@jest/globals';
import { openBench, type OfficialBench, waitUntil } from './official-bench.js';

describe('the callback address of a 公众号', () => {
  let bench: OfficialBench;
  afterEach(() => bench.close());

  const post = async (change: Record<string, string | null>, body?: string) => {
    const sealed = bench.platform.callbacks.seal(
      '<xml><FromUserName>a</FromUserName><CreateTime>1</CreateTime><MsgType>text</MsgType><MsgId>1</MsgId></xml>',
      'gh',
    );
    for (const [name, value] of Object.entries(change)) {
      if (value === null) sealed.query.delete(name);
      else sealed.query.set(name, value);
    }
    const answer = await fetch(`${bench.door.url}?${sealed.query}`, { method: 'POST', body: body ?? sealed.body });
    return answer.status;
  };

  it('shakes hands with the console, and only with it', async () => {
    bench = await openBench();
    expect(await bench.platform.callbacks.shakeHands()).toBe(true);
    expect((await fetch(`${bench.door.url}?signature=x&timestamp=1&nonce=2&echostr=3`)).status).toBe(401);
    const page = await bench.platform.callbacks.shakeHands('<script>alert(1)</script> ');
    expect(page).toBe(false);
  });

  it('refuses what is not the platform’s, and counts why', async () => {
    bench = await openBench();
    const old = String(Math.floor(Date.now() / 1_000) - 600);
    expect(await post({ signature: 'f'.repeat(40) })).toBe(401);
    expect(await post({ signature: null })).toBe(401);
    expect(await post({ timestamp: old })).toBe(401);
    expect(await post({ msg_signature: 'f'.repeat(40) })).toBe(401);
    expect(await post({ encrypt_type: 'raw' })).toBe(403);
    expect(await post({ msg_signature: null })).toBe(403);
    expect(await post({}, '<xml><Content>plain words under a captured query</Content></xml>')).toBe(403);
    expect(await post({}, '<!DOCTYPE x [<!ENTITY a "b">]><xml><Encrypt>&a;</Encrypt></xml>')).toBe(400);
    expect(await post({}, 'x'.repeat(300_000))).toBe(413);
    expect(bench.context.offered).toEqual([]);
    expect(bench.door.refusals).toEqual([
      ...Array(4).fill('wrong_signature'),
      ...Array(2).fill('not_encrypted'),
      'not_encrypted',
      'xml_doctype',
      'body_too_large',
    ]);
    expect(await post({})).toBe(200);
  });

  it('refuses an old callback that is played again', async () => {
    bench = await openBench({ platform: { now: () => new Date(Date.now() - 600_000) } });
    expect(await post({})).toBe(403);
    expect(bench.door.refusals).toEqual(['stale_timestamp']);
  });

  it('refuses a callback that was encrypted for another account', async () => {
    bench = await openBench();
    const other = await openBench({ platform: { appId: 'wx0000000000000000' } });
    const { query, body } = other.platform.callbacks.seal('<xml/>', 'gh');
    await other.close();
    expect((await fetch(`${bench.door.url}?${query}`, { method: 'POST', body })).status).toBe(403);
    expect(bench.door.refusals).toEqual(['wrong_receiver']);
  });

  it('takes plain callbacks only when it is told to, and no other words under numbers that were seen', async () => {
    bench = await openBench({ platform: { mode: 'plain' } });
    const { query, body } = bench.platform.callbacks.seal(
      '<xml><FromUserName>a</FromUserName><MsgType>text</MsgType><Content>pay 1</Content><MsgId>1</MsgId></xml>',
      'gh',
    );
    const send = (words: string) => fetch(`${bench.door.url}?${query}`, { method: 'POST', body: words }).then(({ status }) => status);
    expect(await send(body)).toBe(200);
    expect(await send(body)).toBe(200);
    expect(await send(body.replace('pay 1', 'pay 9'))).toBe(403);
    expect(new Set(bench.events('message.received.v1').map(({ id }) => id)).size).toBe(1);
    expect(bench.events('message.received.v1')[0]?.sender.identities[0]?.assurance).toBe('claimed');
  });

  it('says success when it is durable, and never later than 4 s', async () => {
    bench = await openBench();
    bench.context.setEmits('wait');
    const posting = bench.platform.text('ada', 'slow');
    await waitUntil(() => bench.door.statuses.includes(503), 'the first 503', 6_000);
    await new Promise((resolve) => setTimeout(resolve, 300));
    // The platform's second try waits with the first append, which comes through now.
    bench.context.setEmits('take');
    const posted = await posting;
    expect(posted.statuses).toEqual([503, 200]);
    expect(posted.tookMs[0]).toBeLessThan(4_500);
    expect(bench.context.offered).toHaveLength(1);
    expect(bench.events('inbox.gap.v1')).toEqual([]);
  });

  it('tells a stall over all three tries as a gap with its times, stores late what it still has, and raises an alarm', async () => {
    bench = await openBench();
    await bench.platform.text('ada', 'before');
    bench.context.setEmits('refuse');
    const from = Date.now();
    const lost = await Promise.all([bench.platform.text('ada', 'lost 1'), bench.platform.text('bob', 'lost 2')]);
    const until = Date.now();
    expect(lost.map(({ statuses }) => statuses)).toEqual([
      [503, 503, 503],
      [503, 503, 503],
    ]);
    expect(bench.context.reports.at(-1)).toMatchObject({ state: 'degraded', detail: expect.stringContaining('2 callbacks') });
    await new Promise((resolve) => setTimeout(resolve, 7_500));
    expect(bench.events('inbox.gap.v1')).toEqual([]);
    bench.context.setEmits('take');
    await waitUntil(() => bench.events('inbox.gap.v1').length > 0, 'the gap');
    const [gap] = bench.events('inbox.gap.v1');
    expect(gap!.remoteIds).toHaveLength(2);
    expect(Date.parse(gap!.from!)).toBeGreaterThanOrEqual(from);
    expect(Date.parse(gap!.until!)).toBeLessThanOrEqual(until);
    expect(gap!.reason).toContain('2 of them were stored late');
    expect(
      bench
        .events('message.received.v1')
        .map(({ newText }) => newText)
        .sort(),
    ).toEqual(['before', 'lost 1', 'lost 2']);
    expect(bench.context.reports.at(-1)).toMatchObject({ state: 'degraded', detail: expect.stringMatching(/gave up 2 callbacks between/) });
  }, 40_000);

  it('tells after a start from when to when nobody answered', async () => {
    bench = await openBench();
    await waitUntil(() => bench.context.state.entries()['presence'] !== undefined, 'the mark');
    const { state } = bench.context;
    await bench.close();
    const stoppedAt = Date.now() - 3_600_000;
    await state.set('presence', stoppedAt);
    bench = await openBench({ state });
    await waitUntil(() => bench.events('inbox.gap.v1').length > 0, 'the gap');
    expect(Date.parse(bench.events('inbox.gap.v1')[0]!.from!)).toBe(stoppedAt);
    const again = await openBench({ state });
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(again.events('inbox.gap.v1')).toEqual([]);
    await again.close();
  });

  it('takes events as what a person did, each once', async () => {
    bench = await openBench();
    const at = new Date();
    await bench.platform.event('ada', 'subscribe', { EventKey: 'qrscene_shop' }, at);
    await bench.platform.event('ada', 'CLICK', { EventKey: 'A' }, at);
    await bench.platform.event('ada', 'CLICK', { EventKey: 'B' }, at);
    await bench.platform.event('ada', 'CLICK', { EventKey: 'B' }, at);
    await bench.platform.event('ada', 'kf_create_session', { KfAccount: 'test1@test' });
    await bench.platform.event('ada', 'unsubscribe');
    const events = bench.events('contact.event.v1');
    expect([...new Map(events.map((event) => [event.id, event.name])).values()]).toEqual([
      'followed the account by QR code shop',
      'pressed the menu button A',
      'pressed the menu button B',
      'a customer service session began with test1@test',
      'unfollowed the account',
    ]);
    expect(events[0]?.data).toMatchObject({ event: 'subscribe', EventKey: 'qrscene_shop' });
    expect(bench.events('message.received.v1')).toEqual([]);
  });

  it('says with an act that opens a window how long and how often the follower may be answered', async () => {
    bench = await openBench({ settings: { eventCount: 3, replyCount: 5 } });
    const at = new Date(Math.floor(Date.now() / 1_000) * 1_000);
    const soon = new Date(at.getTime() + 60_000).toISOString();
    await bench.platform.event('bob', 'subscribe', {}, at);
    await bench.platform.event('bob', 'VIEW', {}, at);
    await bench.platform.text('ada', 'hello');
    await bench.send('one');
    await bench.platform.event('ada', 'CLICK', { EventKey: 'A' });
    const [message] = bench.events('message.received.v1');
    expect(bench.events('contact.event.v1').map(({ replyWindow }) => replyWindow)).toEqual([
      { open: true, endsAt: soon, remaining: 3 },
      undefined,
      { open: true, endsAt: message!.replyWindow.endsAt, remaining: 4 },
    ]);
  });

  it('takes a number after the button for a question about it, and other numbers for words', async () => {
    bench = await openBench({ settings: { progressKeys: ['PROGRESS'] } });
    await bench.platform.text('ada', '88001234');
    await bench.platform.event('ada', 'CLICK', { EventKey: 'PROGRESS' });
    await bench.platform.text('ada', '订单号：8800-1234');
    await bench.platform.text('bob', '20261129–wct–003');
    const [before, after, ticket] = bench.events('message.received.v1');
    expect([before, after, ticket].map((message) => message!.handling)).toEqual([
      undefined,
      { asks: { about: 'progress', number: '8800-1234' } },
      undefined,
    ]);
    expect(bench.events('contact.event.v1')).toMatchObject([
      { question: { asks: { about: 'progress' }, replyWindow: { open: true, remaining: 3 }, channelContext: { openid: 'ada' } } },
    ]);
    expect(before!.threading.subject).toBeUndefined();
    expect(after).toMatchObject({
      threading: { subject: '8800-1234' },
      newText: '订单号：8800-1234',
      extras: { wechat: { progressNumber: '8800-1234' } },
    });
    expect(after!.parts[1]).toMatchObject({ type: 'form', formId: 'progress', fields: [{ name: 'number', value: '8800-1234' }] });
    expect(ticket).toMatchObject({ threading: { subject: '20261129-WCT-003' } });
  });
});
