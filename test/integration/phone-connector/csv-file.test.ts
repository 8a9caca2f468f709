import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { MemoryState } from '#connector-sdk/testing';
import type { EventData } from '#contracts';
import { appendFile, rename, stat, truncate, unlink, writeFile } from 'node:fs/promises';
import { CdrFile, toCdrLine } from '../../simulators/asterisk/cdr-file.js';
import { callOf, makeFolder, startPhone, waitFor, type PhoneBench } from './phone-bench.js';

const base = { src: '13800138000', dst: '4001234567' };

let folder: Awaited<ReturnType<typeof makeFolder>>;
let file: CdrFile;
let state: MemoryState;
const started: PhoneBench[] = [];

beforeEach(async () => {
  folder = await makeFolder();
  file = new CdrFile(folder.path('Master.csv'));
  state = new MemoryState();
});
afterEach(async () => {
  for (const bench of started.splice(0)) await bench.stop();
  await folder.remove();
});

const start = async (more: Record<string, unknown> = {}) => {
  const bench = await startPhone({ csv: { path: file.path, quietMs: 50, fromBeginning: true, ...more } }, { state });
  started.push(bench);
  return bench;
};
const callIds = (bench: PhoneBench) => bench.messages().map((message) => message.remoteMessageId);
const parked = (bench: PhoneBench) =>
  bench.context.emitted.flatMap((event) => (event.type === 'message.parked.v1' ? [event.data as EventData<'message.parked.v1'>] : []));
const gaps = (bench: PhoneBench) => bench.context.emitted.filter(({ type }) => type === 'inbox.gap.v1');
/** The position stands behind all that the file holds. */
const untilRead = (bench: PhoneBench) =>
  waitFor(
    'all read',
    async () => (await state.get<{ offset: number }>('csv'))?.offset === (await stat(file.path)).size && bench.context.emitted.length > 0,
  );

describe('a file of call records', () => {
  it('is one entry a call, told when its rows are quiet, revised by a row that comes late', async () => {
    const bench = await start();
    await file.write({ ...base, linkedid: '1.0', uniqueid: '1.2', disposition: 'NO ANSWER', answer: '', billsec: 0, sequence: 2 });
    await file.write({ ...base, linkedid: '1.0', sequence: 3, dstchannel: 'PJSIP/802-00000003' });
    await waitFor('the call', () => bench.messages().length === 1);
    expect(callOf(bench.messages()[0])).toMatchObject({ outcome: 'answered', agents: ['802'], legs: [{}, {}] });
    await file.write({
      ...base,
      linkedid: '1.0',
      sequence: 4,
      dstchannel: 'PJSIP/803-00000004',
      start: '2026-03-02 09:00:10',
      answer: '2026-03-02 09:00:10',
      end: '2026-03-02 09:01:10',
    });
    const revised = await waitFor('the revision', () => bench.messages()[1]);
    expect(revised.revision).toBe(2);
    expect(callOf(revised)).toMatchObject({ agents: ['802', '803'], durationMs: 70_000 });
    expect(bench.messages()[0]!.idempotencyKey).toBe(revised.idempotencyKey.replace(/:r2$/, ''));
  });

  it('waits for the rest of a line that is half written', async () => {
    const bench = await start();
    const line = toCdrLine({ ...base, linkedid: '2.0' });
    await file.append(line.slice(0, 90));
    await new Promise((resolve) => setTimeout(resolve, 400));
    expect(bench.context.offered).toEqual([]);
    await file.append(`${line.slice(90)}\n`);
    await waitFor('the call', () => bench.messages().length === 1);
    expect(parked(bench)).toEqual([]);
  });

  it('parks a line that is none, with its bytes and why, and goes on behind it', async () => {
    const bench = await start();
    const bad = toCdrLine({ ...base, linkedid: '3.0', end: '2026-03-02 08:00:00' });
    await file.append(`${bad}\n"","cut in the mid\n${'x'.repeat(300_000)}\n`);
    await file.write({ ...base, linkedid: '3.1' });
    await waitFor('the call', () => callIds(bench).includes('3.1'));
    await untilRead(bench);
    expect(parked(bench).map(({ reason }) => reason)).toEqual([
      'ends (2026-03-02 08:00:00) before it starts (2026-03-02 09:00:00)',
      'the line was cut: its quotes are never closed',
      'longer than 65536 bytes',
    ]);
    const [first] = parked(bench);
    expect((await bench.context.blobs.get(first!.raw!.ref)).toString()).toBe(bad);
    expect(first!.headers).toMatchObject({ file: file.path, offset: '0' });
  });

  it.each(['rotate', 'copyTruncate'] as const)('is followed across %s, with rows on both sides of it', async (turn) => {
    const bench = await start();
    await file.write({ ...base, linkedid: '4.0' });
    await waitFor('the first', () => bench.messages().length === 1);
    // Written and turned over within one look.
    await file.write({ ...base, linkedid: '4.1' });
    await file[turn]();
    await file.write({ ...base, linkedid: '4.2' });
    await waitFor('all', () => bench.messages().length >= 3);
    await untilRead(bench);
    expect(callIds(bench).sort()).toEqual(['4.0', '4.1', '4.2']);
    expect(gaps(bench)).toEqual([]);
  });

  it('that is turned over several times between two looks leaves nothing out', async () => {
    const bench = await start();
    await file.write({ ...base, linkedid: '11.0' });
    await waitFor('the first', () => bench.messages().length === 1);
    for (const linkedid of ['11.1', '11.2', '11.3', '11.4']) {
      await file.rotate();
      await file.write({ ...base, linkedid });
    }
    await waitFor('all', () => bench.messages().length >= 5);
    await untilRead(bench);
    expect(callIds(bench).sort()).toEqual(['11.0', '11.1', '11.2', '11.3', '11.4']);
    expect(gaps(bench)).toEqual([]);
  });

  it.each(['rotate', 'copyTruncate'] as const)(
    'that was turned over twice while nobody looked (%s) is read from where it was left',
    async (turn) => {
      const before = await start();
      await file.write({ ...base, linkedid: '5.0' });
      await waitFor('the first', () => before.messages().length === 1);
      await untilRead(before);
      await before.stop();
      await file.write({ ...base, linkedid: '5.1' });
      await file[turn]();
      await file.write({ ...base, linkedid: '5.2' });
      await new Promise((resolve) => setTimeout(resolve, 20));
      await file[turn]();
      await file.write({ ...base, linkedid: '5.3' });
      const after = await start();
      await waitFor('the rest', () => after.messages().length >= 3);
      await untilRead(after);
      expect(callIds(after)).toEqual(['5.1', '5.2', '5.3']);
    },
  );

  it('that is gone with what was not told yet is a gap, said with where', async () => {
    const before = await start();
    await file.write({ ...base, linkedid: '6.0' });
    await waitFor('the first', () => before.messages().length === 1);
    await untilRead(before);
    await before.stop();
    await file.write({ ...base, linkedid: '6.1' });
    await unlink(file.path);
    await file.write({ ...base, linkedid: '6.2' });
    const after = await start();
    await waitFor('the rest', () => callIds(after).includes('6.2') && gaps(after).length === 1);
    expect(gaps(after)[0]!.data).toMatchObject({ reason: expect.stringContaining('may be lost'), folder: file.path });
  });

  it('of which nothing was taken is read again, and the same call has the same id', async () => {
    const before = await start();
    before.context.setEmits('refuse');
    await file.write({ ...base, linkedid: '7.0' });
    await waitFor('an offer', () => before.context.offered.length > 0);
    const offered = before.context.offered[0]!.data.id;
    await before.stop();
    expect((await state.get<{ offset: number }>('csv'))?.offset ?? 0).toBe(0);
    const after = await start();
    await waitFor('the call', () => after.messages().length === 1);
    expect(after.messages()[0]!.id).toBe(offered);
  });

  it('that was there before the inbox is not told again unless asked for', async () => {
    await file.write({ ...base, linkedid: '8.0' });
    const bench = await start({ fromBeginning: false });
    await waitFor('connected', () => bench.context.reports.some(({ state }) => state === 'connected'));
    await file.write({ ...base, linkedid: '8.1' });
    await waitFor('the call', () => bench.messages().length > 0);
    expect(callIds(bench)).toEqual(['8.1']);
  });

  it('with queue_log beside it knows who gave up and how long he waited', async () => {
    const queueLog = folder.path('queue_log');
    await writeFile(
      queueLog,
      '1772442000|NONE|NONE|NONE|QUEUESTART|\n1772442002|9.0|hotline|NONE|ENTERQUEUE||13800138000|1\n1772442025|9.0|hotline|NONE|ABANDON|1|1|23\n',
    );
    const bench = await start({ queueLog });
    await file.write({
      ...base,
      linkedid: '9.0',
      lastapp: 'Queue',
      lastdata: 'hotline,t',
      dstchannel: '',
      disposition: 'ANSWERED',
      billsec: 25,
    });
    const call = callOf(await waitFor('the call', () => bench.messages()[0]));
    expect(call).toMatchObject({ outcome: 'abandoned_queue', queue: 'hotline', waitMs: 23_000, talkMs: 0, hangupBy: 'caller' });
    expect(bench.messages()[0]).toMatchObject({ extras: { phone: { missed: true } } });
    expect(bench.messages()[0]!.parts).toContainEqual(expect.objectContaining({ type: 'system', code: 'call.missed' }));
  });

  it('refilled under the same name beyond where it was read is another file', async () => {
    const bench = await start();
    await file.write({ ...base, linkedid: '10.0' });
    await waitFor('the first', () => bench.messages().length === 1);
    await untilRead(bench);
    await bench.stop();
    await truncate(file.path);
    await appendFile(file.path, [1, 2, 3].map((n) => `${toCdrLine({ ...base, src: '13900139000', linkedid: `10.${n}` })}\n`).join(''));
    const after = await start();
    await waitFor('all', () => after.messages().length >= 3);
    expect(callIds(after).sort()).toEqual(['10.1', '10.2', '10.3']);
    expect(parked(after)).toEqual([]);
    await rename(file.path, `${file.path}.old`);
  });
});
