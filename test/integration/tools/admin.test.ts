import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openTestDatabase } from '#database/testing';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'admin-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** On a data folder that is not there, unless told of another. */
async function admin(
  args: readonly string[],
  environment: Record<string, string> = {},
): Promise<{ code: number; output: string; errors: string }> {
  const child = spawn(process.execPath, ['apps/tools/run.mjs', 'admin', ...args], {
    cwd: ROOT,
    env: { PATH: process.env['PATH'], HOME: process.env['HOME'], TRIBUTARY_DATA_DIR: join(folder, 'nowhere'), ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let [output, errors] = ['', ''];
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()));
  const [code] = (await once(child, 'close')) as [number];
  expect(errors).not.toMatch(/\n\s+at /);
  return { code, output, errors };
}

describe('admin', () => {
  it.each([
    [['create-user', '--email', 'q@x.com', '--rol', 'admin'], /does not know --rol; it knows --email, .*did you mean --role/],
    [['tickets', 'surplus'], /takes no words without dashes: "surplus"/],
    [['send-mail', '--from', 'a@x.org'], /--subject VALUE, --text VALUE are missing/],
    [['send-mail', '--from', 'nobody', '--subject', 's', '--text', 't'], /--from nobody: this is no email address/],
    [[], /usage:/],
  ])('wrong usage %j ends with 2, says why, and makes nothing', async (args, words) => {
    expect(await admin(args)).toMatchObject({ code: 2, output: '', errors: expect.stringMatching(words) });
    expect(existsSync(join(folder, 'nowhere'))).toBe(false);
  });

  it.each([
    [['--help'], /^ {2}restore FOLDER$/m],
    [['create-user', '--help'], /^usage: .* create-user --email ADDRESS/],
    [['help', 'ticket'], /^usage: .* ticket NUMBER/],
  ])('%j is an answer, not a fault', async (args, words) => {
    expect(await admin(args)).toMatchObject({ code: 0, output: expect.stringMatching(words), errors: '' });
  });

  it.each([['tickets'], ['dead-letters', 'list'], ['backup', '/nowhere/backup'], ['reset-password', '--email', 'a@x.org']])(
    '%s on a folder without a desk says so and makes none',
    async (...args) => {
      const { code, errors } = await admin(args);
      expect([code, errors]).toEqual([1, expect.stringContaining(`there is no desk in ${join(folder, 'nowhere')}`)]);
      expect(errors).toContain('TRIBUTARY_DATA_DIR');
      expect(existsSync(join(folder, 'nowhere'))).toBe(false);
    },
  );

  it('checks a desk’s whole file: channels, addresses, numbering and the profile, all with their lines, also where it is the one that is named', async () => {
    const path = join(folder, 'faulty.yaml');
    writeFileSync(
      path,
      [
        'deskSettings: { name: 7, nonsense: true, timeZone: Mars/Olympus }',
        'bogus: true',
        'inboxes:',
        '  - { id: a, channel: email, address: nonsense }',
        '  - { id: b, channel: emial, address: b@example.com }',
        '  - { id: b, channel: form, provider: letter }',
        'profile: { lang: [zh] }',
      ].join('\n'),
    );
    for (const environment of [{}, { TRIBUTARY_DESK: path }] as Record<string, string>[]) {
      const { code, errors } = await admin(['desk', 'check', path], environment);
      expect(code).toBe(1);
      const found = [...errors.matchAll(/^ *(\S+) \(.*faulty\.yaml:(\d+)\): found/gm)].map(([, where, line]) => `${line} ${where}`);
      expect(found).toEqual([
        '1 deskSettings.name',
        '1 deskSettings.nonsense',
        '2 bogus',
        '4 inboxes.0.address',
        '5 inboxes.1.channel',
        '6 inboxes.2.id',
        '6 inboxes.2.provider',
        '7 profile.lang',
      ]);
    }
    expect(await admin(['desk', 'check', 'smartcv'])).toMatchObject({ code: 0, output: expect.stringContaining('has no faults') });
  }, 60_000);

  it('begins a desk with its first login, which the others find', async () => {
    const desk = { TRIBUTARY_DATA_DIR: join(folder, 'desk') };
    expect(await admin(['create-user', '--email', 'q@x.com'], desk)).toMatchObject({ code: 0, output: expect.stringContaining('q@x.com') });
    expect(await admin(['tickets'], desk)).toMatchObject({ code: 0, output: expect.stringContaining('no tickets yet') });
  }, 60_000);

  it('says of an empty database that it holds no desk, and leaves it empty, until one is begun there', async () => {
    const { url, database, close } = await openTestDatabase();
    const environment = { DATABASE_URL: url, TRIBUTARY_DATA_DIR: join(folder, 'beside-database') };
    try {
      const { password, host, pathname } = new URL(url);
      for (const command of [['tickets'], ['dead-letters', 'list'], ['backup', join(folder, 'of-nothing')]]) {
        const { code, errors } = await admin(command, environment);
        expect([command, code, errors]).toEqual([
          command,
          1,
          expect.stringContaining(`there is no desk in ${pathname.slice(1)} on ${host}`),
        ]);
        expect(errors).toContain('DATABASE_URL');
        if (password !== '') expect(errors).not.toContain(password);
      }
      expect(await database.sql.query('select relname from pg_class where relnamespace = current_schema()::regnamespace')).toEqual([]);
      expect(existsSync(join(folder, 'beside-database'))).toBe(false);
      expect(await admin(['create-user', '--email', 'q@x.com'], environment)).toMatchObject({ code: 0 });
      expect(await admin(['tickets'], environment)).toMatchObject({ code: 0, output: expect.stringContaining('no tickets yet') });
    } finally {
      await close();
    }
  }, 60_000);

  it('says at once that a folder cannot be made', async () => {
    const { code, errors } = await admin(['migrate'], { TRIBUTARY_DATA_DIR: '/proc/nope' });
    expect([code, errors]).toEqual([1, expect.stringContaining('The data folder /proc/nope cannot be made')]);
  });
});

describe('restore', () => {
  it.each([
    ['not-there', /there is no folder \S+not-there/],
    ['empty', /\S+empty is not a whole backup: there is no readable manifest\.json/],
    ['a-file', /\S+a-file is no folder/],
  ])('of %s says so before it makes or starts anything', async (name, words) => {
    mkdirSync(join(folder, 'empty'), { recursive: true });
    writeFileSync(join(folder, 'a-file'), 'backup');
    const { code, output, errors } = await admin(['restore', join(folder, name)]);
    expect([code, output, errors]).toEqual([1, '', expect.stringMatching(words)]);
    expect(errors).toContain('the folder that `admin backup` named');
    expect(existsSync(join(folder, 'nowhere'))).toBe(false);
  });
});

describe('send-mail', () => {
  it('names a message that cannot be read', async () => {
    const { code, errors } = await admin(['send-mail', '--from', 'a@x.org', '--file', '/nope']);
    expect([code, errors]).toEqual([1, expect.stringContaining('The message /nope cannot be read (ENOENT)')]);
  });

  it.each([
    ['a door that is away', null, /^No SMTP door answers at 127\.0\.0\.1:\d+ \(.*ECONNREFUSED/],
    ['one that breaks off in the middle of the mail', talk('220 hi', closeAt('DATA')), /broke off before it took the mail/],
    ['one that says no', talk('220 hi', (line) => (line.startsWith('MAIL') ? '554 go away' : '250 ok')), /refused the mail: 554 go away/],
    ['what is no door', talk('HTTP/1.1 400 Bad Request', () => null), /does not speak SMTP/],
  ])('tells %s from the others', async (_what, server, words) => {
    const { port } = await listen(server ?? createServer());
    if (server === null) await close(port);
    const { code, errors } = await admin(['send-mail', '--port', String(port), '--from', 'a@x.org', '--subject', 's', '--text', 't']);
    expect([code, errors]).toEqual([1, expect.stringMatching(words)]);
    if (server !== null) await close(port);
  });
});

const listening = new Map<number, Server>();

async function listen(server: Server): Promise<AddressInfo> {
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const address = server.address() as AddressInfo;
  listening.set(address.port, server);
  return address;
}

async function close(port: number): Promise<void> {
  await new Promise((resolve) => listening.get(port)?.close(resolve));
}

/** A server that greets and answers each line; null breaks the connection off. */
function talk(greeting: string, answer: (line: string) => string | null): Server {
  return createServer((socket: Socket) => {
    socket.on('error', () => undefined);
    socket.write(`${greeting}\r\n`);
    socket.on('data', (chunk) => {
      const said = answer(chunk.toString());
      if (said === null) socket.destroy();
      else socket.write(`${said}\r\n`);
    });
  });
}

function closeAt(command: string): (line: string) => string | null {
  return (line) => (line.startsWith(command) ? null : '250 ok');
}
