import { randomBytes, randomUUID } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from '@jest/globals';
import { API_KEY } from '../../../support/started-product.js';
import type { Entry, List } from '../../desk-views.js';
import { row } from '../../row.js';
import { runAdmin } from '../../run-admin.js';
import type { RunningDesk } from '../../running-desk.js';

/** Words that would be found in a file that holds the sound as it is. */
const MARK = 'the customer says his card number aloud';

function makeSound(): Buffer {
  const samples = Buffer.concat([Buffer.from(MARK), randomBytes(60_000), Buffer.from(MARK)]);
  const head = Buffer.alloc(44);
  head.write('RIFF', 0);
  head.writeUInt32LE(36 + samples.length, 4);
  head.write('WAVEfmt ', 8);
  head.writeUInt32LE(16, 16);
  for (const [offset, value] of [
    [20, 1],
    [22, 1],
    [32, 2],
    [34, 16],
  ] as const)
    head.writeUInt16LE(value, offset);
  head.writeUInt32LE(8_000, 24);
  head.writeUInt32LE(16_000, 28);
  head.write('data', 36);
  head.writeUInt32LE(samples.length, 40);
  return Buffer.concat([head, samples]);
}

/** Files below the blobs, by their names, and whether any holds the words. */
async function readDisk(desk: RunningDesk): Promise<{ readonly files: ReadonlyMap<string, string>; readonly readable: string[] }> {
  const folder = join(desk.product.dataDir, 'blobs');
  const files = new Map<string, string>();
  const readable: string[] = [];
  for (const each of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!each.isFile()) continue;
    const bytes = await readFile(join(each.parentPath, each.name));
    files.set(each.name, bytes.toString('base64'));
    if (bytes.includes(MARK)) readable.push(each.name);
  }
  return { files, readable };
}

export default row(
  'D3.9',
  async (desk, show) => {
    const sound = makeSound();
    desk.partner.files.set('/recordings/d3.9.wav', sound);
    const [callId, now] = [randomUUID(), desk.clock.now().getTime()];
    const at = (seconds: number) => new Date(now - seconds * 1_000).toISOString();
    const call = { callId, direction: 'inbound', caller: '+8613900000390', callee: '4008003456', outcome: 'answered' };
    const times = { startedAt: at(70), answeredAt: at(60), endedAt: at(1) };
    const recordings = [`http://${desk.partner.host}/recordings/d3.9.wav`];
    expect(await desk.doors.hook('hotline', { ...call, ...times, recordings })).toBeLessThan(300);
    const ticket = await desk.ticketOf(callId);
    const hear = (entry: Entry) =>
      fetch(`${desk.product.apiUrl}/api/v1/entries/${entry.id}/recordings/0`, { headers: { authorization: `Bearer ${API_KEY}` } });
    const entry = await desk.until(async () => {
      for (const each of await desk.entries(ticket)) if ((await hear(each)).status === 200) return each;
      return null;
    }, 'the recording on the call');
    const heard = async () => Buffer.from(await (await hear(entry)).arrayBuffer()).equals(sound);
    expect(await heard()).toBe(true);

    // On the disk nobody can hear it, and with another secret it lies there as other bytes.
    const before = await readDisk(desk);
    expect([before.files.size > 0, before.readable]).toEqual([true, []]);
    const { dataDir } = desk.product;
    const old = (await readFile(join(dataDir, 'secret.key'), 'utf8')).trim();
    const fresh = randomBytes(32).toString('base64url');
    const reseal = (key: string, older: string) =>
      runAdmin(['reseal-recordings'], dataDir, { TRIBUTARY_SECRET_KEY: key, TRIBUTARY_SECRET_OLDER_KEYS: older });
    expect(await reseal(fresh, old)).toMatch(/^[1-9]\d* sealed anew/m);
    const during = await readDisk(desk);
    const changed = [...during.files].filter(([name, bytes]) => before.files.get(name) !== bytes);
    expect([changed.length > 0, during.readable]).toEqual([true, []]);
    // The process that holds the old secret alone hears nothing of it any more; back under its secret, every byte is there.
    expect(await heard().catch(() => false)).toBe(false);
    expect(await reseal(old, fresh)).toMatch(/^[1-9]\d* sealed anew/m);
    await desk.until(heard, 'the recording under the secret of before');

    const listened = await desk.api<List<object>>('GET', `/entries/${entry.id}/recordings/0/accesses`);
    expect(listened.items.length).toBeGreaterThanOrEqual(2);
    // Five years: who is erased sooner leaves his recording to the law.
    const { desk: profile } = await desk.api<{ desk: { retention: { recordingsAtLeastDays: number } } }>('GET', '/desk');
    expect(profile.retention.recordingsAtLeastDays).toBeGreaterThanOrEqual(5 * 365);
    show(
      'a recording fetched from the switchboard is heard byte for byte over the API and by nobody on the disk; the command that changes the key sealed it anew, so that the old key opened it no more, and back again; who heard it is written down; kept for five years',
    );
  },
  { limitMs: 240_000 },
);
