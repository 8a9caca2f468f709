import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '#database';
import { silentLogger } from '#runtime';
import { childrenOf } from '../support/child-processes.js';
import { describeWithService, findFreePorts, type KafkaServer, startKafka } from '../support/services/index.js';
import { SmtpClient } from '../support/smtp-client.js';
import { API_KEY, eventually, startProduct, type StartedProduct } from '../support/started-product.js';

interface Ready {
  readonly checks: Record<string, { readonly ok: boolean; readonly detail?: string }>;
}
interface Ledger {
  readonly items: readonly { readonly outcome: string }[];
}

const BACK_MS = 15_000;
/** A sender waits minutes; an answer that takes this long is a hang. */
const ANSWER_MS = 12_000;

describeWithService('kafka', 'a desk whose database or broker goes away', () => {
  let folder: string;
  let postgresPort: number;
  let postgres: EmbeddedPostgres;
  let kafka: KafkaServer;
  let product: StartedProduct;
  const taken: string[] = [];
  const startPostgres = async () =>
    (postgres = await startEmbeddedPostgres({ dataDir: join(folder, 'server'), port: postgresPort, logger: silentLogger }));
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'tributary-outages-'));
    [postgresPort] = (await findFreePorts(1)) as [number];
    [kafka] = await Promise.all([startKafka(), startPostgres()]);
    product = await startProduct({ DATABASE_URL: postgres.url, KAFKA_BROKERS: kafka.brokers.join(',') });
  }, 180_000);
  afterAll(async () => {
    await product?.stop();
    await postgres?.stop();
    await kafka?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  const send = async (id: string): Promise<string> => {
    const door = new SmtpClient(product.smtpPort);
    const started = performance.now();
    const head = `From: ann@customer.test\r\nTo: support@example.com\r\nSubject: ${id}\r\nMessage-ID: <${id}@customer.test>\r\n\r\nHello.\r\n`;
    const answer = await door.send('ann@customer.test', ['support@example.com'], head).finally(() => door.close());
    expect(performance.now() - started).toBeLessThan(ANSWER_MS);
    if (answer.startsWith('250')) taken.push(id);
    return answer;
  };
  const askReady = async () => {
    const answer = await fetch(`${product.apiUrl}/health/ready`);
    return { status: answer.status, body: (await answer.json()) as Ready };
  };
  const expectAway = async (check: string) => {
    const { body } = await eventually(async () => {
      const answer = await askReady();
      return answer.status === 503 ? answer : null;
    }, 'not ready');
    expect(body.checks[check]).toMatchObject({ ok: false, detail: expect.stringMatching(/\w/) });
  };
  const expectRefusals = async (name: string) => {
    for (let n = 0; n < 3; n += 1) expect(await send(`${name}-${n}`)).toMatch(/^451 4\.3\.0 .*nothing was taken/);
  };
  const expectWellAgain = async (name: string) => {
    let tries = 0;
    await eventually(async () => (await send(`${name}-back-${(tries += 1)}`)).startsWith('250'), 'a mail taken again', BACK_MS);
    await eventually(async () => (await askReady()).status === 200, 'ready again', BACK_MS);
    for (const id of taken)
      await eventually(async () => {
        const { body } = await product.api<Ledger>(`/ledger?remoteMessageId=${id}@customer.test`);
        return body.items.some(({ outcome }) => outcome === 'ticketed');
      }, `the entry of ${id}, which got its 250`);
  };

  it('answers 451 while the database is away, is not ready, answers its API with 503, and is back within seconds', async () => {
    expect(await send('before')).toMatch(/^250 /);
    await postgres.stop();
    await expectAway('database');
    await expectRefusals('no-database');
    const answer = await fetch(`${product.apiUrl}/api/v1/tickets`, { headers: { authorization: `Bearer ${API_KEY}` } });
    expect([answer.status, answer.headers.get('content-type')]).toEqual([503, expect.stringContaining('application/problem+json')]);
    expect((await fetch(`${product.apiUrl}/health/live`)).status).toBe(200);
    await startPostgres();
    await expectWellAgain('no-database');
    expect((await product.api<Ledger>('/ledger?remoteMessageId=no-database-0@customer.test')).body.items).toEqual([]);
  }, 120_000);

  it('answers 451 while the database is there and does not answer, and goes on when it does', async () => {
    const frozen = [postgres.pid, ...childrenOf(postgres.pid)];
    for (const pid of frozen) process.kill(pid, 'SIGSTOP');
    try {
      await expectAway('database');
      await expectRefusals('frozen');
    } finally {
      for (const pid of frozen.reverse()) process.kill(pid, 'SIGCONT');
    }
    await expectWellAgain('frozen');
  }, 120_000);

  it('answers 451 while the broker is away, is not ready, and is back within seconds', async () => {
    if (kafka.external) return;
    await kafka.kill();
    await expectAway('kafka');
    await expectRefusals('no-broker');
    await kafka.restart();
    await expectWellAgain('no-broker');
  }, 180_000);
});
