import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { MemoryState } from '#connector-sdk/testing';
import { readFile, rename, stat, unlink, utimes, writeFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { gzipSync } from 'node:zlib';
import { CdrFile } from '../../simulators/asterisk/cdr-file.js';
import { makeFolder, startPhone, waitFor, type PhoneBench } from './phone-bench.js';

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

const start = async () => {
  const bench = await startPhone({ csv: { path: file.path, quietMs: 50, fromBeginning: true } }, { state });
  started.push(bench);
  return bench;
};
const callIds = (bench: PhoneBench) => bench.messages().map((message) => message.remoteMessageId);
const gaps = (bench: PhoneBench) => bench.context.emitted.filter(({ type }) => type === 'inbox.gap.v1');
/** The position stands behind all that the file holds. */
const untilRead = (bench: PhoneBench) =>
  waitFor(
    'all read',
    async () => (await state.get<{ offset: number }>('csv'))?.offset === (await stat(file.path)).size && bench.context.emitted.length > 0,
  );

describe('a file of call records that was rotated', () => {
  const pack = async (name: string, cut = 0) => {
    const path = folder.path(name);
    const packed = gzipSync(await readFile(path));
    const { atime, mtime } = await stat(path);
    await writeFile(`${path}.gz`, packed.subarray(0, packed.length - cut));
    // As gzip does, which logrotate calls.
    await utimes(`${path}.gz`, atime, mtime);
    await unlink(path);
  };
  /** Told `0`; while nobody looked come `1`, a rotation, `2`, another, `3`. */
  const turnOverUnseen = async (call: string) => {
    const before = await start();
    await file.write({ ...base, linkedid: `${call}.0` });
    await waitFor('the first', () => before.messages().length === 1);
    await untilRead(before);
    await before.stop();
    await file.write({ ...base, linkedid: `${call}.1` });
    const first = basename(await file.rotate());
    await file.write({ ...base, linkedid: `${call}.2` });
    const second = basename(await file.rotate());
    await file.write({ ...base, linkedid: `${call}.3` });
    return { first, second };
  };

  it('and packed before its end was read is read from where it was left, and so are those after it', async () => {
    const { first, second } = await turnOverUnseen('21');
    await pack(first);
    await pack(second);
    const after = await start();
    await waitFor('the rest', () => after.messages().length >= 3);
    await untilRead(after);
    expect(callIds(after)).toEqual(['21.1', '21.2', '21.3']);
    expect(gaps(after)).toEqual([]);
  });

  it('and is being packed is read from what it is made of, once', async () => {
    const { first } = await turnOverUnseen('22');
    await writeFile(folder.path(`${first}.gz`), gzipSync('half').subarray(0, 10));
    const after = await start();
    await waitFor('the rest', () => after.messages().length >= 3);
    await untilRead(after);
    expect(callIds(after)).toEqual(['22.1', '22.2', '22.3']);
    expect(gaps(after)).toEqual([]);
  });

  it.each(['gz that is cut off', 'xz'])('and packed as %s is a gap which names it, and nothing of it is told in part', async (how) => {
    const { first, second } = await turnOverUnseen(how === 'xz' ? '23' : '24');
    if (how === 'xz') await rename(folder.path(first), folder.path(`${first}.xz`));
    else await pack(first, 12);
    await pack(second);
    const after = await start();
    await waitFor('the rest', () => after.messages().length >= 2 && gaps(after).length === 1);
    await untilRead(after);
    expect(callIds(after).map((id) => id.split('.')[1])).toEqual(['2', '3']);
    expect(gaps(after)[0]!.data).toMatchObject({
      reason: expect.stringContaining(`${first}.${how.slice(0, 2)} cannot be read`),
      folder: file.path,
    });
  });
});
