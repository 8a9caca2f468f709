import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readdir, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually, startProduct, type StartedProduct } from '../support/started-product.js';

const run = promisify(execFile);

interface Listed<T> {
  readonly items: readonly T[];
}

/** As an author has it: a folder of his own with the published package and nothing else of ours. */
describe('a connector that somebody else wrote', () => {
  let folder: string;
  let product: StartedProduct;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'tributary-foreign-'));
    await run(process.execPath, ['apps/tools/pack-package.mjs', 'connector-sdk']);
    const own = join(folder, 'node_modules/@acme/dove-connector');
    await cp('test/fixtures/dove-connector', own, { recursive: true });
    await mkdir(join(folder, 'node_modules/@tributary'), { recursive: true });
    await symlink(resolve('dist/packages/connector-sdk'), join(folder, 'node_modules/@tributary/connector-sdk'));
    await symlink(resolve('node_modules/zod'), join(folder, 'node_modules/zod'));
    for (const each of ['notes', 'answers']) await mkdir(join(folder, each));
    const inbox = { id: 'roof', channel: 'dove', folder: join(folder, 'notes'), answers: join(folder, 'answers') };
    const config = join(folder, 'config.json');
    await writeFile(config, JSON.stringify({ connectors: [join(own, 'index.js')], inboxes: [inbox] }));
    product = await startProduct({ TRIBUTARY_CONFIG: config });
  }, 180_000);
  afterAll(async () => {
    await product?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  it('brings messages that become tickets, and takes the answers out', async () => {
    const note = { id: 'n-1', from: 'noah', text: 'Is there land?', writtenAt: '2026-03-02T08:00:00.000Z' };
    await writeFile(join(folder, 'draft'), JSON.stringify(note));
    await rename(join(folder, 'draft'), join(folder, 'notes/1.json'));
    const ticket = await eventually(async () => {
      const { body } = await product.api<Listed<{ id: string; number: string; channels: string[]; subject: string }>>('/tickets');
      return body.items[0] ?? null;
    }, 'a ticket of the note');
    expect(ticket).toMatchObject({ channels: ['dove'], subject: 'Is there land?' });
    expect(ticket.number).toContain('-DOV-');
    const { status } = await product.api(`/tickets/${ticket.id}/replies`, { method: 'POST', body: { text: 'An olive leaf.' } });
    expect(status).toBe(202);
    await eventually(async () => {
      const { body } = await product.api<Listed<{ delivery: { status: string } | null }>>(`/tickets/${ticket.id}/entries`);
      return body.items.some(({ delivery }) => delivery?.status === 'sent') ? true : null;
    }, 'the word that it was sent');
    const [answer] = await readdir(join(folder, 'answers'));
    expect(await readFile(join(folder, 'answers', answer!), 'utf8')).toBe('noah: An olive leaf.');
  });
});
