import { randomBytes } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { blobStoreMigrations, openBlobStore } from '#blob-store';
import { openTestDatabase } from '#database/testing';
import { ManualClock, Settings, silentLogger } from '#runtime';
import { describeWithSmallDisk } from '../../support/small-disk.js';

describeWithSmallDisk(1, 'a full disk', ({ folder }) => {
  it('refuses for now, leaves nothing behind, and takes smaller things meanwhile', async () => {
    const test = await openTestDatabase([blobStoreMigrations]);
    const { store } = await openBlobStore({
      database: test.database,
      settings: Settings.parse({}).blobs,
      dataDir: folder,
      logger: silentLogger,
      clock: new ManualClock(),
    });
    await expect(store.put(randomBytes(2_000_000))).rejects.toMatchObject({ errorClass: 'retriable', code: 'storage_full' });
    expect(readdirSync(join(folder, 'blobs/incoming'))).toEqual([]);
    const blob = await store.put(randomBytes(500_000));
    expect((await store.get(blob.ref)).length).toBe(500_000);
    await test.close();
  });
});
