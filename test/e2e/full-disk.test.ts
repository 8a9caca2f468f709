import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { describeWithSmallDisk } from '../support/small-disk.js';
import { SmtpClient } from '../support/smtp-client.js';
import { eventually, startProduct, type StartedProduct } from '../support/started-product.js';

interface Ready {
  readonly status: string;
  readonly checks: Record<string, { readonly ok: boolean; readonly detail?: string }>;
}
interface Ledger {
  readonly items: readonly { readonly outcome: string }[];
}

const BACK_MS = 10_000;

describeWithSmallDisk(400, 'a desk whose disk runs full', (disk) => {
  let product: StartedProduct;
  const taken: string[] = [];
  beforeAll(async () => {
    product = await startProduct({ TRIBUTARY_DATA_DIR: join(disk.folder, 'data') });
  }, 120_000);
  afterAll(() => product?.stop());

  /** Answer of the door to one mail, on a connection of its own: what a sender sees who tries again. */
  const send = async (id: string, bytes: number): Promise<string> => {
    const door = new SmtpClient(product.smtpPort);
    const head = `From: ann@customer.test\r\nTo: support@example.com\r\nSubject: ${id}\r\nMessage-ID: <${id}@customer.test>\r\n\r\n`;
    try {
      const answer = await door.send('ann@customer.test', ['support@example.com'], `${head}${lines(bytes)}`);
      if (answer.startsWith('250')) taken.push(id);
      return answer;
    } finally {
      door.close();
    }
  };
  const askReady = async () => {
    const answer = await fetch(`${product.apiUrl}/health/ready`);
    return { status: answer.status, body: (await answer.json()) as Ready };
  };
  const expectNotReady = async () => {
    const { status, body } = await askReady();
    expect(status).toBe(503);
    expect(body.checks['disk']).toMatchObject({ ok: false, detail: expect.stringMatching(/disk is full: .* free where .*data lies/) });
  };
  const wellAgain = async (id: string) => {
    let tries = 0;
    await eventually(async () => (await send(`${id}-${(tries += 1)}`, 10_000)).startsWith('250'), 'a mail taken again', BACK_MS);
    await eventually(async () => (await askReady()).status === 200, 'ready again', BACK_MS);
  };
  const expectAllTicketed = async () => {
    for (const id of taken)
      await eventually(async () => {
        const { body } = await product.api<Ledger>(`/ledger?remoteMessageId=${id}@customer.test`);
        return body.items?.some(({ outcome }) => outcome === 'ticketed') ?? false;
      }, `the entry of ${id}, which got its 250`);
  };
  /** Sends until the door refuses; every refusal is a passing one. */
  const sendUntilRefused = async (name: string, bytes: number) => {
    for (let n = 0; n < 2_000; n += 1) {
      const answer = await send(`${name}-${n}`, bytes);
      if (answer.startsWith('250')) continue;
      expect(answer).toMatch(/^4\d\d 4\.\d+\.\d+ /);
      return;
    }
    throw new Error('the door never refused');
  };

  it.each([
    ['small mails, which lie in the database', 'small', 60_000],
    ['large mails, which lie beside it', 'large', 400_000],
  ])(
    'answers 4xx to %s, says so, and goes on by itself when there is space',
    async (_title, name, bytes) => {
      await disk.fill(6_000_000);
      await sendUntilRefused(name, bytes);
      await expectNotReady();
      await disk.free();
      await wellAgain(`${name}-again`);
      await expectAllTicketed();
    },
    120_000,
  );

  it('comes back when not a byte was left and the database could not write its own log', async () => {
    await disk.fill();
    const answers: string[] = [];
    for (let n = 0; n < 20; n += 1) answers.push(await send(`brim-${n}`, n % 2 === 0 ? 60_000 : 400_000));
    expect(answers.filter((answer) => !/^4\d\d /.test(answer) && !answer.startsWith('250'))).toEqual([]);
    await expectNotReady();
    await disk.free();
    await wellAgain('brim-again');
    await expectAllTicketed();
  }, 120_000);
});

/** Text that cannot be compressed away. */
function lines(bytes: number): string {
  return randomBytes((bytes * 3) / 4)
    .toString('base64')
    .replaceAll(/.{72}/g, '$&\r\n');
}
