import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DATABASE, type Database } from '#database';
import { type AdminContext, CLOCK, loadSettings, SECRET_KEY, SecretKey, silentLogger } from '#runtime';
import { adminCommands } from '../../../apps/ticketing/src/desk-file.admin.js';
import { openDesk } from '../../support/ticketing-desk.js';
import { type Api, openApi, openApiDatabase } from '../../support/ticketing-api.js';
import type { TestDatabase } from '#database/testing';

const GROUPS = { groups: { technical: { name: 'Technical support' } } };
const FILE = `deskSettings:
  name: Example
  origins: { call: TEL }
inboxes:
  - { id: support, channel: email, address: support@example.com, imap: { host: imap.example.com, user: u, password: first } }
  - { id: sales, channel: email, address: sales@example.com }
profile:
  groups:
    technical: { name: Technical support }
`;

describe('a desk’s file', () => {
  let database: TestDatabase;
  let api: Api;
  let folder: string;
  let path: string;
  /** What somebody else does between what a command shows and what it writes. */
  let putting: Promise<{ status: number }> | null = null;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'desk-file-'));
    path = join(folder, 'example.yaml');
    writeFileSync(path, FILE);
    database = await openApiDatabase();
    const started = loadSettings({ environment: { TRIBUTARY_DESK: path } });
    const { deskSettings, inboxes, desk } = started;
    api = await openApi({ database, desk: GROUPS, settings: { deskSettings, inboxes, desk } });
  });
  afterAll(async () => {
    await api.close();
    await database.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const afterOther = (database: Database): Database =>
    Object.create(database, {
      run: { value: (work: Parameters<Database['run']>[0]) => Promise.resolve(putting).then(() => database.run(work)) },
    }) as Database;

  const run = async (what: string, onLine: (line: string) => void = () => undefined): Promise<string[]> => {
    const lines: string[] = [];
    const parts = new Map<symbol, unknown>([
      [DATABASE, afterOther(api.desk.database)],
      [CLOCK, api.desk.clock],
      [SECRET_KEY, new SecretKey('a secret of the tests, long enough to be one')],
    ]);
    const context: AdminContext = {
      settings: api.desk.settings,
      log: silentLogger,
      print: (line) => {
        lines.push(line);
        onLine(line);
      },
      resolve: <T>(token: symbol) => Promise.resolve(parts.get(token) as T),
      judgeInboxes: () => Promise.resolve([]),
    };
    await adminCommands[0]!.run({ words: [what, path], options: {} }, context);
    return lines;
  };

  it('that runs as it stands differs in nothing', async () => {
    expect(await run('diff')).toEqual(['0 changes against version 1', 'beside profile: nothing differs from what runs']);
  });

  it('shows what differs beside the profile, that it takes a restart, and no secret', async () => {
    writeFileSync(
      path,
      FILE.replace('name: Example', 'name: Other')
        .replace('call: TEL', 'call: CAL')
        .replace('sales@example.com', 'shop@example.com')
        .replace('password: first', 'password: second-secret')
        .replace('technical: { name: Technical support }', 'technical: { name: Technicians }'),
    );
    const lines = await run('diff');
    expect(lines).toEqual([
      '~ groups.technical.name: "Technical support" → "Technicians"',
      'one change against version 1, in force by `apply`, without a restart',
      '~ deskSettings.name: "Example" → "Other"',
      '~ deskSettings.origins.call: "TEL" → "CAL"',
      expect.stringMatching(/^~ inboxes\.support\.imap\.password: "\(not shown, [0-9a-f]{12}\)" → "\(not shown, [0-9a-f]{12}\)"$/),
      '~ inboxes.sales.address: "sales@example.com" → "shop@example.com"',
      expect.stringMatching(/^4 changes beside profile .*settings version 1.*after a restart with TRIBUTARY_DESK=.*, not by `apply`$/),
    ]);
    expect(lines.join()).not.toContain('second-secret');
    const kept = await api.desk.database.sql.query('select settings::text from settings_versions');
    expect(JSON.stringify(kept)).not.toMatch(/first"/);
  });

  it('is refused with its lines, and with all that is wrong in it, beside the profile and in it', async () => {
    writeFileSync(path, 'bogus: true\ndeskSettings: { name: 7, nonsense: true }\ninboxes: 5\nprofile:\n  lang: [zh]\n');
    await expect(run('apply')).rejects.toMatchObject({
      code: 'desk_invalid',
      fields: {
        faults: [
          expect.objectContaining({ path: 'bogus', where: `${path}:1` }),
          expect.objectContaining({ path: 'deskSettings.name', where: `${path}:2`, allowed: 'a text' }),
          expect.objectContaining({ path: 'deskSettings.nonsense', where: `${path}:2` }),
          expect.objectContaining({ path: 'inboxes', where: `${path}:3` }),
          expect.objectContaining({ path: 'profile.lang', where: `${path}:5` }),
        ],
      },
    });
  });

  it('is applied as it was shown, or not at all', async () => {
    writeFileSync(path, FILE.replace('technical: { name: Technical support }', 'technical: { name: Technicians }'));
    putting = null;
    // Somebody else puts another in force between what is shown and what is done.
    const desk = { groups: { ...GROUPS.groups, billing: { name: 'Billing' } } };
    const other = () => api.ask('PUT', '/api/v1/desk', { body: { desk } });
    const race = run('apply', (line) => {
      if (line.startsWith('~')) putting = other();
    });
    const outcome = await race.then(
      () => 'applied',
      (error: { code: string }) => error.code,
    );
    expect((await putting!).status).toBe(200);
    const [latest] = await api.desk.database.sql.query('select desk from desk_versions order by version desc limit 1');
    expect([outcome, latest]).toEqual(['version_conflict', { desk }]);
  });

  it('that a process is started with is kept: a version for each change', async () => {
    const settings = { deskSettings: { name: 'Started anew' }, desk: path };
    await (await openDesk({ database, desk: GROUPS, settings })).close();
    await (await openDesk({ database, desk: GROUPS, settings })).close();
    const versions = await api.desk.database.sql.query<{ version: number; name: string }>(
      `select version, settings->'deskSettings'->>'name' as name from settings_versions order by version`,
    );
    expect(versions).toEqual([
      { version: 1, name: 'Example' },
      { version: 2, name: 'Started anew' },
    ]);
  });
});
