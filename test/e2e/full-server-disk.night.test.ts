import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { type EmbeddedPostgres, openDatabase, startEmbeddedPostgres } from '#database';
import { silentLogger } from '#runtime';
import { describeWithSmallDisk } from '../support/small-disk.js';
import { SmtpClient } from '../support/smtp-client.js';
import { eventually, startProduct, type StartedProduct } from '../support/started-product.js';

interface Ready {
  readonly checks: Record<string, { readonly ok: boolean; readonly detail?: string }>;
}

const LEFT_BYTES = 6_000_000;
const BACK_MS = 10_000;

describeWithSmallDisk(300, 'a desk on a server of its own whose disk runs full', (disk) => {
  let server: EmbeddedPostgres;
  let product: StartedProduct;
  beforeAll(async () => {
    server = await startEmbeddedPostgres({ dataDir: join(disk.folder, 'server'), port: 0, logger: silentLogger });
    product = await startProduct({ DATABASE_URL: server.url });
  }, 120_000);
  afterAll(async () => {
    await product?.stop();
    await server?.stop();
  });

  const send = async (id: string): Promise<string> => {
    const door = new SmtpClient(product.smtpPort);
    const head = `From: ann@customer.test\r\nTo: support@example.com\r\nSubject: ${id}\r\nMessage-ID: <${id}@customer.test>\r\n\r\n`;
    const words = randomBytes(45_000).toString('base64').replaceAll(/.{72}/g, '$&\r\n');
    try {
      return await door.send('ann@customer.test', ['support@example.com'], `${head}${words}`);
    } finally {
      door.close();
    }
  };
  const askReady = async () => {
    const answer = await fetch(`${product.apiUrl}/health/ready`);
    return { status: answer.status, checks: ((await answer.json()) as Ready).checks };
  };

  /** Its own log then has room of its own: what fails is what a table needs. The other way it stops, which any question shows. */
  const setLogSpaceAside = async () => {
    const database = await openDatabase({ url: server.url, poolSize: 1, statementTimeoutMs: 10_000, logger: silentLogger });
    for (let n = 0; n < 4; n += 1) {
      await database.sql.query('create table aside (n int)');
      await database.sql.query('drop table aside');
      await database.sql.query('select pg_switch_wal()');
    }
    await database.sql.query('checkpoint');
    await database.close();
  };

  it('is not ready once a mail was refused for it, nobody sending more, and ready by itself when there is space', async () => {
    expect((await askReady()).status).toBe(200);
    await setLogSpaceAside();
    await disk.fill(LEFT_BYTES);
    let answer = '250';
    for (let n = 0; n < 1_000 && answer.startsWith('250'); n += 1) answer = await send(`full-${n}`);
    expect(answer).toMatch(/^452 4\.3\.1 /);
    await disk.fill();
    for (let n = 0; n < 5; n += 1) {
      const { status, checks } = await askReady();
      expect([status, checks['disk']]).toEqual([503, { ok: true }]);
      expect(checks['database']).toMatchObject({ ok: false, detail: expect.stringMatching(/No space left.*disk of the database/) });
    }
    await disk.free();
    await eventually(async () => (await askReady()).status === 200, 'ready again', BACK_MS);
    expect(await send('after')).toMatch(/^250 /);
  }, 120_000);
});
