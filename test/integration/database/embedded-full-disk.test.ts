import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { openDatabase, startEmbeddedPostgres } from '#database';
import { silentLogger } from '#runtime';
import { describeWithSmallDisk } from '../../support/small-disk.js';

const LEFT_BYTES = 3_000_000;

describeWithSmallDisk(200, 'the embedded database on a full disk', (disk) => {
  it('refuses for now, keeps what it acknowledged, and is back by itself when there is space', async () => {
    const server = await startEmbeddedPostgres({ dataDir: join(disk.folder, 'data'), port: 0, logger: silentLogger });
    const database = await openDatabase({ url: server.url, poolSize: 2, statementTimeoutMs: 10_000, logger: silentLogger });
    await database.sql.query('create table notes (id int primary key, words text)');
    await database.sql.query('alter table notes alter column words set storage external');
    await disk.fill(LEFT_BYTES);

    const written: number[] = [];
    const codes = new Set<unknown>();
    const write = async (id: number): Promise<void> => {
      try {
        await database.run((transaction) => transaction.query('insert into notes values ($1, $2)', [id, 'x'.repeat(100_000)]));
        written.push(id);
      } catch (error) {
        codes.add((error as { errorClass?: string }).errorClass);
      }
    };
    let id = 0;
    while (codes.size === 0 && id < 1_000) await write((id += 1));
    expect([...codes]).toEqual(['retriable']);

    await disk.free();
    const freed = performance.now();
    const kept = written.length;
    while (written.length === kept && performance.now() - freed < 20_000) {
      await write((id += 1));
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    expect([...codes]).toEqual(['retriable']);
    expect(written.length).toBeGreaterThan(kept);
    const rows = new Set((await database.sql.query<{ id: number }>('select id from notes')).map((row) => row.id));
    expect(written.filter((each) => !rows.has(each))).toEqual([]);
    await database.close();
    await server.stop();
  });
});
