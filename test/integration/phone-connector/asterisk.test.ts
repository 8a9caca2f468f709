import { afterAll, afterEach, beforeAll, expect, it } from '@jest/globals';
import { MemoryState } from '#connector-sdk/testing';
import { readFile } from 'node:fs/promises';
import { describeWithService, startAsterisk, type AsteriskServer } from '../../support/services/index.js';
import { callOf, startPhone, waitFor, type Message, type PhoneBench } from './phone-bench.js';

let asterisk: AsteriskServer;
const started: PhoneBench[] = [];

const ways = () => ({
  file: { csv: { path: asterisk.cdrFile, queueLog: asterisk.queueLog, inboundContexts: ['cust'], quietMs: 1_000, fromBeginning: true } },
  live: { ami: { ...asterisk.ami, reconnectMs: 100 } },
});
const start = async (settings: Record<string, unknown>, state = new MemoryState()) => {
  const bench = await startPhone(settings, { state });
  started.push(bench);
  return bench;
};
const statesOf = (bench: PhoneBench, caller: string) => bench.messages().filter((message) => callOf(message).caller === caller);
const ended = (bench: PhoneBench, caller: string) =>
  waitFor(
    `the end of the call of ${caller}`,
    () => statesOf(bench, caller).findLast((message) => callOf(message).outcome !== undefined),
    20_000,
  ).catch(async (error: unknown) => {
    throw new Error(
      `${String(error)}\n${JSON.stringify(bench.context.emitted.map(({ type, data }) => [type, (data as Message).plainText]))}\n${await asterisk.readLog()}\n${await readFile(asterisk.cdrFile, 'utf8').catch(String)}`,
    );
  });

describeWithService('asterisk', 'calls of a real Asterisk', () => {
  beforeAll(async () => {
    asterisk = await startAsterisk();
  });
  afterEach(async () => {
    for (const bench of started.splice(0)) await bench.stop();
  });
  afterAll(() => asterisk?.stop());

  it.each([
    ['400', '13800138001', { outcome: 'answered', callee: '400' }],
    ['401', '13800138002', { outcome: 'busy', callee: '401' }],
    ['402', '13800138003', { outcome: 'no_answer', callee: '402' }],
    ['410', '13800138004', { outcome: 'answered', callee: '410', queue: 'answered' }],
    ['411', '13800138005', { outcome: 'abandoned_queue', callee: '411', queue: 'abandoned' }],
  ] as const)('to %s is one entry by its file', async (line, caller, wanted) => {
    const bench = await start(ways().file);
    await asterisk.call(line, caller, line === '411' ? 2 : 8);
    const call = callOf(await ended(bench, caller));
    expect(call).toMatchObject({ ...wanted, caller, direction: 'inbound' });
    expect(new Set(statesOf(bench, caller).map(({ remoteMessageId }) => remoteMessageId)).size).toBe(1);
    expect(call.legs.length).toBeGreaterThan(0);
    if (line === '411') expect(call.waitMs).toBeGreaterThan(0);
  });

  it.each([
    ['400', '13800138011', { outcome: 'answered', callee: '400' }, '801'],
    ['401', '13800138012', { outcome: 'busy' }, '802'],
    ['402', '13800138013', { outcome: 'no_answer' }, '803'],
    ['410', '13800138014', { outcome: 'answered', queue: 'answered' }, '801'],
    ['411', '13800138015', { outcome: 'abandoned_queue', queue: 'abandoned' }, '803'],
  ] as const)('to %s rings at an extension as soon as it does, by the manager interface', async (line, caller, wanted, extension) => {
    const bench = await start(ways().live);
    await waitFor('the link', () => bench.context.reports.some(({ state }) => state === 'connected'));
    await asterisk.call(line, caller, line === '411' ? 2 : 8);
    const ringing = await waitFor('the ringing', () =>
      statesOf(bench, caller).find(({ extras }) => (extras!['phone'] as { ringing: string[] }).ringing.length > 0),
    );
    expect(ringing).toMatchObject({ extras: { phone: { stage: 'ringing', ringing: [extension] } } });
    expect(callOf(ringing)).not.toHaveProperty('endedAt');
    expect(callOf(await ended(bench, caller))).toMatchObject({ ...wanted, caller });
    // The rows come moments later, and make it what it is.
    const whole = await waitFor('the rows', () => statesOf(bench, caller).findLast((message) => callOf(message).legs.length > 0));
    expect(callOf(whole)).toMatchObject({ ...wanted, caller, ivr: line.startsWith('40') ? [{ key: '3' }] : [] });
    expect(new Set(statesOf(bench, caller).map(({ remoteMessageId }) => remoteMessageId)).size).toBe(1);
    expect(statesOf(bench, caller)[0]!.revision).toBe(1);
  });

  it('rings at whom it is handed over to, while the first speaks, and is of both', async () => {
    const bench = await start(ways().live);
    await waitFor('the link', () => bench.context.reports.some(({ state }) => state === 'connected'));
    const phones = () =>
      statesOf(bench, '13800138019').map((message) => [
        (message.extras!['phone'] as { stage: string }).stage,
        callOf(message).agents,
        message.handling?.rings ?? [],
      ]);
    await asterisk.call('400', '13800138019', 20);
    await waitFor('the first answer', () => phones().some(([, agents]) => agents!.length > 0));
    await asterisk.handOver('801');
    const call = callOf(await ended(bench, '13800138019'));
    expect(call).toMatchObject({ outcome: 'answered', callee: '400', agents: ['801', '804'] });
    const [, , ...spoken] = phones();
    // Its first leg ended long before it did.
    const whole = await waitFor('the rows', () => statesOf(bench, '13800138019').findLast((message) => callOf(message).legs.length > 1));
    expect(callOf(whole)).toMatchObject({ outcome: 'answered', callee: '400', agents: ['801', '804'] });
    const told = statesOf(bench, '13800138019').map(callOf);
    const lasted = told.flatMap(({ startedAt, endedAt }) => (endedAt === undefined ? [] : [Date.parse(endedAt) - Date.parse(startedAt)]));
    expect(Math.min(...lasted)).toBeGreaterThan(3_500);
    expect(phones()[0]).toEqual(['ringing', [], ['801']]);
    expect(spoken).toContainEqual(['running', ['801'], ['804']]);
    expect(spoken).toContainEqual(['running', ['801', '804'], []]);
    expect(new Set(statesOf(bench, '13800138019').map(({ remoteMessageId }) => remoteMessageId)).size).toBe(1);
  });

  it('is one call by file and manager interface at once, and one after the file was rotated', async () => {
    const bench = await start({ ...ways().file, ...ways().live });
    await waitFor('the link', () => bench.context.reports.some(({ state }) => state === 'connected'));
    await asterisk.call('400', '13800138021', 8);
    const call = callOf(
      await waitFor('the rows', () => statesOf(bench, '13800138021').findLast((message) => callOf(message).legs.length > 0), 20_000),
    );
    expect(call).toMatchObject({ outcome: 'answered', agents: ['801'] });
    await asterisk.rotate();
    await asterisk.call('401', '13800138022', 8);
    await waitFor(
      'the rows of the next',
      () => statesOf(bench, '13800138022').findLast((message) => callOf(message).legs.length > 0),
      20_000,
    );
    expect(
      new Set([...statesOf(bench, '13800138021'), ...statesOf(bench, '13800138022')].map(({ remoteMessageId }) => remoteMessageId)).size,
    ).toBe(2);
    expect(bench.context.emitted.filter(({ type }) => type === 'inbox.gap.v1' || type === 'message.parked.v1')).toEqual([]);
  }, 60_000);

  it('goes on after the switch was away, says so, and tells the gap where no file has the calls', async () => {
    const bench = await start(ways().live);
    await waitFor('the link', () => bench.context.reports.some(({ state }) => state === 'connected'));
    await asterisk.call('411', '13800138031', 30);
    await waitFor('the ringing', () => statesOf(bench, '13800138031').length > 0);
    await asterisk.kill();
    await waitFor('the loss', () => bench.context.reports.some(({ state }) => state === 'degraded'));
    await asterisk.restart();
    const gap = await waitFor('the gap', () => bench.context.emitted.find(({ type }) => type === 'inbox.gap.v1'));
    expect(gap.data).toMatchObject({ reason: expect.stringContaining('calls that began and ended in between') });
    expect(callOf(await ended(bench, '13800138031'))).toMatchObject({ outcome: 'unknown' });
    await asterisk.call('401', '13800138032', 8);
    expect(callOf(await ended(bench, '13800138032'))).toMatchObject({ outcome: 'busy' });
  }, 60_000);

  it('is not listened to with a wrong password, and says what to do', async () => {
    const bench = await start({ ami: { ...asterisk.ami, password: 'wrong', reconnectMs: 50 } });
    const report = await waitFor('the refusal', () => bench.context.reports.find(({ state }) => state === 'bad_credentials'));
    expect(report.hint).toContain('manager.conf');
  });
});
