import { readFile, stat } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { useTinyFolder } from './tiny-process.js';

const { start, folder } = useTinyFolder();

describe('a process of apps on an empty folder', () => {
  it('is ready with its tables, answers, and leaves nothing behind when told to stop', async () => {
    const tiny = start();
    const url = await tiny.ready();
    expect(await (await fetch(`${url}/api/v1/greetings`)).json()).toEqual([{ words: 'hello' }]);
    expect((await fetch(`${url}/health/live`)).status).toBe(200);
    const ready = await fetch(`${url}/health/ready`);
    expect([ready.status, await ready.json()]).toMatchObject([200, { status: 'ready', checks: { database: { ok: true } } }]);
    expect(await (await fetch(`${url}/metrics`)).text()).toContain('process_resident_memory_bytes');
    const lost = await fetch(`${url}/nowhere`);
    expect([lost.status, lost.headers.get('content-type')]).toEqual([404, 'application/problem+json']);
    expect((await stat(join(folder(), 'data/secret.key'))).mode & 0o077).toBe(0);

    expect(await tiny.end()).toBe(0);
    await expect(fetch(url)).rejects.toThrow();
    await expect(readFile(join(folder(), 'data/postgres/postmaster.pid'))).rejects.toThrow(/ENOENT/);
  });

  it('comes back after a kill with what it knew', async () => {
    const first = start();
    await first.ready();
    const key = await readFile(join(folder(), 'data/secret.key'), 'utf8');
    await first.end('SIGKILL');
    const second = start();
    expect(await (await fetch(`${await second.ready()}/api/v1/greetings`)).json()).toEqual([{ words: 'hello' }]);
    expect(await readFile(join(folder(), 'data/secret.key'), 'utf8')).toBe(key);
  });

  it('refuses a second process, naming the one that holds it', async () => {
    const first = start();
    await first.ready();
    const second = start();
    expect(await second.exitCode()).toBe(1);
    expect(second.errors).toContain(`in use by process ${first.child.pid}`);
    expect(second.errors).toContain('TRIBUTARY_DATA_DIR');
    expect(second.errors).not.toContain('    at ');
  });
});

describe('two folders on one database', () => {
  it('are refused when they hold different secrets, which would make different ids of one mail', async () => {
    const first = start();
    await first.ready();
    const password = await readFile(join(folder(), 'data/postgres.password'), 'utf8');
    const port = (await readFile(join(folder(), 'data/postgres/postmaster.pid'), 'utf8')).split('\n')[3];
    const elsewhere = {
      DATABASE_URL: `postgres://postgres:${password.trim()}@127.0.0.1:${port}/tributary`,
      TRIBUTARY_DATA_DIR: join(folder(), 'elsewhere'),
    };
    const stranger = start(elsewhere);
    expect(await stranger.exitCode()).toBe(1);
    expect(stranger.errors).toMatch(/another secret[^]*TRIBUTARY_SECRET_KEY/);
    const secret = (await readFile(join(folder(), 'data/secret.key'), 'utf8')).trim();
    const companion = start({ ...elsewhere, TRIBUTARY_SECRET_KEY: secret });
    expect((await fetch(`${await companion.ready()}/health/ready`)).status).toBe(200);
  });
});

describe('what the operator can mend', () => {
  it('a taken port is named, with the setting that changes it', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => other.once('listening', resolve));
    const port = String((other.address() as AddressInfo).port);
    const tiny = start({ TRIBUTARY_HTTP_PORT: port });
    expect(await tiny.exitCode()).toBe(1);
    expect(tiny.errors).toContain(`HTTP port ${port} on 127.0.0.1 is taken`);
    expect(tiny.errors).toContain('TRIBUTARY_HTTP_PORT');
    expect(tiny.errors).not.toContain('    at ');
    other.close();
  });

  it.each([
    ['/proc/nope', 'made'],
    ['/proc', 'written'],
  ])('the data folder %s cannot be %s: said at once, with the setting that names another', async (dataDir, verb) => {
    const tiny = start({ TRIBUTARY_DATA_DIR: dataDir });
    expect(await tiny.exitCode()).toBe(1);
    expect(tiny.errors).toContain(`The data folder ${dataDir} cannot be ${verb} (ENOENT)`);
    expect(tiny.errors).toContain('TRIBUTARY_DATA_DIR');
    expect(tiny.errors).not.toContain('    at ');
  });

  it('a wrong configuration ends with 78 and all its faults', async () => {
    const tiny = start({ TRIBUTARY_HTTP_PORT: 'eighty', TRIBUTARY_SMPT_PORT: '1', TRIBUTARY_LOG_LEVEL: 'loud' });
    expect(await tiny.exitCode()).toBe(78);
    for (const part of ['http.port', 'eighty', 'did you mean TRIBUTARY_SMTP_PORT', 'log.level', 'one of debug'])
      expect(tiny.errors).toContain(part);
    expect(tiny.output).toBe('');
  });

  it('an address others can reach is refused until a password is set, before anything is made', async () => {
    const dataDir = join(folder(), 'exposed');
    const refused = start({ TRIBUTARY_HTTP_HOST: '0.0.0.0', TRIBUTARY_DATA_DIR: dataDir });
    expect(await refused.exitCode()).toBe(78);
    expect(refused.errors).toContain('TRIBUTARY_ADMIN_PASSWORD');
    await expect(stat(dataDir)).rejects.toThrow(/ENOENT/);
    const allowed = start({ TRIBUTARY_HTTP_HOST: '0.0.0.0', TRIBUTARY_ADMIN_PASSWORD: 'long enough a password' });
    expect((await fetch(`${await allowed.ready()}/health/ready`)).status).toBe(200);
  });
});
