import { randomBytes } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from '@jest/globals';
import type { List } from '../../desk-views.js';
import { bringRecordedCall, hearRecording, SPOKEN } from '../../parts/recorded-calls.js';
import { row } from '../../row.js';
import { runAdmin } from '../../run-admin.js';
import type { RunningDesk } from '../../running-desk.js';

/** Files below the blobs, by their names, and whether any holds the words. */
async function readDisk(desk: RunningDesk): Promise<{ readonly files: ReadonlyMap<string, string>; readonly readable: string[] }> {
  const folder = join(desk.product.dataDir, 'blobs');
  const files = new Map<string, string>();
  const readable: string[] = [];
  for (const each of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!each.isFile()) continue;
    const bytes = await readFile(join(each.parentPath, each.name));
    files.set(each.name, bytes.toString('base64'));
    if (bytes.includes(SPOKEN)) readable.push(each.name);
  }
  return { files, readable };
}

export default row(
  'D3.9',
  async (desk, show) => {
    const { entry, sound } = await bringRecordedCall(desk, { caller: '+8613900000390' });
    const heard = async () => (await hearRecording(desk, entry)).bytes?.equals(sound) === true;
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
    show(
      'a recording fetched from the switchboard is heard byte for byte over the API and by nobody on the disk; the command that changes the key sealed it anew, so that the old key opened it no more, and back again; who heard it is written down',
    );
  },
  { limitMs: 240_000 },
);
