import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import { PuppetService } from '../../support/services/puppet.js';
import { PersonalBench } from './personal-bench.js';

describe('a link to a puppet service that breaks', () => {
  let service: PuppetService;
  let bench: PersonalBench;
  const states = () => bench.context.reports.map(({ state }) => state);
  const awaitGaps = (count: number) => bench.until(`${count} gaps`, () => bench.gaps.length >= count);
  beforeAll(async () => {
    service = await PuppetService.start();
  });
  afterAll(() => service.kill());
  beforeEach(async () => {
    bench = await PersonalBench.start(service);
    await bench.connected();
  });
  afterEach(() => bench.stop());

  it('comes back after a restart of the service, and the time between is a gap', async () => {
    await service.text({ from: 'ada', text: 'before' });
    const before = await bench.message();
    const restart = service.restartServer(300);
    await bench.until('the break', () => states().at(-1) === 'degraded');
    await service.text({ from: 'ada', text: 'nobody hears this' });
    await restart;
    await awaitGaps(1);
    await service.text({ from: 'ada', text: 'after' });
    const after = await bench.message(({ plainText }) => plainText === 'after');
    expect(bench.messages.map(({ plainText }) => plainText)).toEqual(['before', 'after']);
    const [gap] = bench.gaps;
    expect(gap).toMatchObject({ conversationKey: 'wechat:wx:gap', remoteIds: [], reason: expect.stringContaining('event stream') });
    expect(Date.parse(gap!.from!)).toBeGreaterThanOrEqual(Date.parse(before.occurredAt));
    expect(Date.parse(gap!.until!)).toBeLessThanOrEqual(Date.parse(after.receivedAt));
    expect(Date.parse(gap!.until!) - Date.parse(gap!.from!)).toBeGreaterThan(250);
    expect(after.flags.gapBefore).toBe(true);
    expect(before.flags.gapBefore).toBeUndefined();
    await service.text({ from: 'ada', text: 'and more' });
    expect((await bench.message(({ plainText }) => plainText === 'and more')).flags.gapBefore).toBeUndefined();
    expect(bench.context.reports.at(-1)).toMatchObject({ state: 'connected', detail: expect.stringContaining('at most once') });
  });

  it('comes back after the process of the service died, and starts its puppet', async () => {
    await service.kill();
    await bench.until('the break', () => states().at(-1) === 'degraded');
    expect(bench.context.reports.at(-1)?.hint).toContain('gap');
    await service.revive();
    await awaitGaps(1);
    await service.text({ from: 'ada', text: 'hello again' });
    expect((await bench.message()).plainText).toBe('hello again');
  });

  it('is noticed where the service hangs and no connection ends', async () => {
    service.freeze();
    await bench.until('the break', () => states().at(-1) === 'degraded');
    service.thaw();
    await awaitGaps(1);
    await service.text({ from: 'ada', text: 'hello again' });
    expect((await bench.message()).plainText).toBe('hello again');
  });

  it('is told as a gap by the next process, from the last sign of life of this one', async () => {
    await sleep(400);
    await service.text({ from: 'ada', text: 'before' });
    const { receivedAt } = await bench.message();
    await bench.stop();
    await sleep(200);
    bench = await PersonalBench.start(service, {}, bench.context.state);
    await awaitGaps(1);
    const [gap] = bench.gaps;
    // The sign of life comes a moment before the message; the one before it was 400 ms earlier.
    expect(Date.parse(gap!.from!)).toBeGreaterThan(Date.parse(receivedAt) - 200);
    expect(Date.parse(gap!.until!) - Date.parse(gap!.from!)).toBeGreaterThanOrEqual(200);
  });

  it('begins the gap before what the log did not take in time', async () => {
    await sleep(100);
    const safe = Date.now();
    bench.context.setEmits('refuse');
    await service.text({ from: 'ada', text: 'not durable' });
    await bench.until('it was offered', () => bench.context.offered.length > 0);
    const offeredAt = Date.parse((bench.context.offered[0]!.data as { receivedAt: string }).receivedAt);
    await sleep(300);
    // A later sign of life.
    await service.again('nobody-knows');
    await sleep(100);
    await bench.stop();
    bench = await PersonalBench.start(service, {}, bench.context.state);
    await awaitGaps(1);
    expect(Date.parse(bench.gaps[0]!.from!)).toBeLessThanOrEqual(offeredAt);
    expect(Date.parse(bench.gaps[0]!.from!)).toBeGreaterThanOrEqual(safe);
  });

  it('loses nothing of what was announced while the log is away', async () => {
    bench.context.setEmits('refuse');
    for (let index = 0; index < 5; index += 1) await service.text({ from: 'ada', text: String(index) });
    await bench.until('it was offered', () => bench.context.offered.length > 2);
    bench.context.setEmits('take');
    await bench.until('all are taken', () => bench.messages.length === 5);
    expect(bench.messages.map(({ plainText }) => plainText)).toEqual(['0', '1', '2', '3', '4']);
    expect(bench.gaps).toEqual([]);
  });

  it('has no gap when it never was there', () => {
    expect(bench.gaps).toEqual([]);
  });

  it('says that the account was logged out and how it comes back; the time without it is a gap', async () => {
    await service.logout();
    await bench.until('logged out', () => states().at(-1) === 'bad_credentials');
    expect(bench.context.reports.at(-1)?.hint).toContain('Log it in again');
    await service.scan({ qrcode: 'https://login.weixin.qq.com/l/4d2a' });
    await bench.until('the code', () => states().at(-1) === 'connecting');
    expect(bench.context.reports.at(-1)).toMatchObject({
      detail: expect.stringContaining('https://login.weixin.qq.com/l/4d2a'),
      hint: expect.stringContaining('QR code'),
    });
    await service.login();
    await bench.connected();
    await awaitGaps(1);
    expect(bench.gaps[0]?.reason).toContain('logged out');
  });
});

describe('a puppet service that does not let us', () => {
  let service: PuppetService;
  let bench: PersonalBench;
  beforeAll(async () => {
    service = await PuppetService.start();
  });
  afterAll(() => service.kill());
  afterEach(() => bench.stop());

  it('refuses the token: that is a state with a hint, once, and the token is in none of it', async () => {
    bench = await PersonalBench.start(service, { token: 'insecure_not-the-one' });
    await bench.until('refused', () => bench.context.reports.at(-1)?.state === 'bad_credentials');
    await sleep(500);
    expect(bench.context.reports.filter(({ state }) => state === 'bad_credentials')).toHaveLength(1);
    expect(JSON.stringify(bench.context.reports)).not.toContain('not-the-one');
    expect(bench.context.reports.at(-1)?.hint).toContain('token');
  });

  it('gives its events to another program: that is said, and ours takes over when the other ends', async () => {
    const other = await PersonalBench.start(service);
    await other.connected();
    bench = await PersonalBench.start(service);
    await bench.until('taken', () => bench.context.reports.at(-1)?.state === 'degraded');
    expect(bench.context.reports.at(-1)?.detail).toContain('another program reads');
    await other.stop();
    await bench.until('taken over', () => bench.context.reports.at(-1)?.state === 'connected', 15_000);
  });

  it('works without TLS where it is told so', async () => {
    const plain = await PuppetService.start({ tls: false });
    bench = await PersonalBench.start(plain);
    await bench.connected();
    await plain.text({ from: 'ada', text: 'hello' });
    expect((await bench.message()).plainText).toBe('hello');
    await plain.kill();
  });

  it('waits for a login: the code is shown to the operator', async () => {
    await service.logout();
    await service.scan({ qrcode: 'https://login.weixin.qq.com/l/first' });
    bench = await PersonalBench.start(service);
    await bench.until('the code', () => bench.context.reports.at(-1)?.hint?.includes('https://login.weixin.qq.com/l/first') === true);
    // It stays there until it is scanned.
    await sleep(500);
    expect(bench.context.reports.at(-1)?.hint).toContain('https://login.weixin.qq.com/l/first');
    await service.login();
    await bench.connected();
    expect(bench.gaps).toEqual([]);
  });
});
