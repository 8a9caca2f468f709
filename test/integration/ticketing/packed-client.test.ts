import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { packPackage } from '../../support/outside-package.js';
import { type Api, BOOTSTRAP_KEY, openApi } from '../../support/ticketing-api.js';

const run = promisify(execFile);
const PROGRAM = `import { ApiClient, ApiProblem } from '@tributary/api-client';
const client = new ApiClient({ url: process.env['URL']!, key: process.env['KEY']! });
const contact = { identity: { scheme: 'email', value: 'partner@example.com' } };
const made = await client.ask('POST /tickets', { body: { subject: 'By a partner', origin: 'call', contact } });
const number: string = made.number;
const missing = await client.ask('GET /tickets/{id}', { path: { id: 'ONL-20260101-999' } }).catch((problem: unknown) => problem);
console.log(JSON.stringify({ number, code: missing instanceof ApiProblem ? missing.code : null }));
`;

describe('the packed client', () => {
  let api: Api;
  let folder: string;
  beforeAll(async () => {
    api = await openApi();
    folder = await mkdtemp(join(tmpdir(), 'tributary-partner-'));
  });
  afterAll(async () => {
    await api.close();
    await rm(folder, { recursive: true, force: true });
  });

  it('installs where there is nothing else, has types, and asks a desk', async () => {
    const tarball = await packPackage('api-client');
    await writeFile(join(folder, 'package.json'), '{"private":true,"type":"module"}');
    await run('npm', ['install', '--no-audit', '--no-fund', '--offline', tarball], { cwd: folder });
    await writeFile(join(folder, 'partner.ts'), PROGRAM);
    const types = ['--types', 'node', '--typeRoots', resolve('node_modules/@types')];
    const how = ['--strict', '--module', 'nodenext', '--target', 'es2023', '--skipLibCheck', 'false', ...types];
    await run(process.execPath, [resolve('node_modules/typescript/bin/tsc'), ...how, 'partner.ts'], { cwd: folder });
    const { stdout } = await run(process.execPath, ['partner.js'], { cwd: folder, env: { URL: api.url, KEY: BOOTSTRAP_KEY } });
    expect(JSON.parse(stdout)).toEqual({ number: expect.stringMatching(/-TEL-001$/), code: 'ticket_unknown' });
  }, 120_000);
});
