import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DATABASE, type Database } from '#database';
import { type AdminContext, CLOCK, loadSettings, SECRET_KEY, SecretKey, silentLogger } from '#runtime';
import { applyInboxes } from '#service-host/parts';
import { adminCommands } from '../../../apps/ticketing/src/desk-file.admin.js';
import { openDesk } from '../../support/ticketing-desk.js';
import { ADMIN, type Api, BOOTSTRAP_KEY, openApi } from '../../support/ticketing-api.js';
import { openTestDatabase, type TestDatabase } from '#database/testing';
import { blobStoreMigrations } from '#blob-store';
import { connectorSdkMigrations, InboxRepository, listWantedInboxes } from '#connector-sdk/host';
import { eventBusMigrations } from '#event-bus';
import { ticketingMigrations } from '../../../apps/ticketing/src/migrations/index.js';

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

const SECRET = new SecretKey('a secret of the tests, long enough to be one');

describe('a desk’s file', () => {
  let testDatabase: TestDatabase;
  /** Settings that the process was started with. */
  let startedWith: object;
  let api: Api;
  let folder: string;
  let path: string;
  /** What somebody else does between what a command shows and what it writes. */
  let putting: Promise<{ status: number }> | null = null;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'desk-file-'));
    path = join(folder, 'example.yaml');
    writeFileSync(path, FILE);
    testDatabase = await openTestDatabase([eventBusMigrations, blobStoreMigrations, connectorSdkMigrations, ticketingMigrations]);
    const started = loadSettings({ environment: { TRIBUTARY_DESK: path } });
    const { deskSettings, inboxes, desk } = started;
    startedWith = JSON.parse(JSON.stringify({ deskSettings, inboxes, desk })) as object;
    api = await openApi({ database: testDatabase, desk: GROUPS, settings: { deskSettings, inboxes, desk } });
  });
  afterAll(async () => {
    await api.close();
    await testDatabase.close();
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
      [SECRET_KEY, SECRET],
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
      applyInboxes: (settings) => applyInboxes(settings, (token) => context.resolve(token)),
    };
    await adminCommands[0]!.run({ words: [what, path], options: {} }, context);
    return lines;
  };

  it('that runs as it stands differs in nothing', async () => {
    expect(await run('diff')).toEqual(['0 changes against version 1', 'beside profile: nothing differs from what runs']);
  });

  it('shows what differs beside the profile, what of it takes a restart, and no secret', async () => {
    writeFileSync(
      path,
      `smtp: { port: 2526 }\n${FILE}`
        .replace('name: Example', 'name: Other')
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
      '4 changes beside profile, in force by `apply` too',
      expect.stringMatching(/^~ smtp.port: \d+ → 2526$/),
      expect.stringMatching(/^one change beside profile .*settings version 1.*after a restart with TRIBUTARY_DESK=.*, not by `apply`$/),
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

  it('puts channels, addresses and numbering in force while processes run, and stays in force when they start again', async () => {
    putting = null;
    const shop = '  - { id: shop, channel: email, address: shop@example.com, numberCode: SHP }';
    const text = FILE.replace('name: Example', 'name: Other')
      .replace('call: TEL', 'call: CAL')
      .replace(/ {2}- \{ id: sales.*/, shop);
    writeFileSync(path, text);
    const { database, clock } = api.desk;
    const rows = () =>
      database.sql.query<{ id: string; removed: boolean; address: string }>(
        `select id, removed_at is not null as removed, settings->>'address' as address from connector_inboxes order by id`,
      );
    const lines = await run('apply');
    expect(lines).toContain('~ deskSettings.origins.call: "TEL" → "CAL"');
    expect(lines.at(-1)).toMatch(
      /^\d changes beside profile; settings version 2 is in force; inboxes begin, begin again or end: .*\+ shop/,
    );
    for (let tries = 0; api.desk.settings.deskSettings.name !== 'Other' && tries < 100; tries += 1) await sleep(50);
    expect(api.desk.settings.deskSettings.name).toBe('Other');
    expect(api.desk.settings.deskSettings.origins).toEqual({ call: 'CAL' });
    expect((await rows()).map(({ id }) => id)).toEqual(['shop', 'support']);
    expect(await run('apply')).toContain('beside profile: nothing differs from what runs');

    // One that goes, one that changes; what starts as before leaves it so.
    writeFileSync(path, text.replace(shop, '').replace('address: support@example.com', 'address: help@example.com'));
    expect((await run('apply')).at(-1)).toMatch(/~ support, - shop$/);
    const changed = [
      { id: 'shop', removed: true, address: 'shop@example.com' },
      { id: 'support', removed: false, address: 'help@example.com' },
    ];
    expect(await rows()).toEqual(changed);
    const again = await openDesk({
      database: testDatabase,
      desk: GROUPS,
      settings: { api: { key: BOOTSTRAP_KEY }, admin: ADMIN, ...startedWith },
    });
    expect(again.settings.deskSettings.name).toBe('Other');
    await again.close();
    // A copy with a port of its own starts; one whose addresses differ ends what was applied.
    const copy = await openDesk({ database: testDatabase, desk: GROUPS, settings: { ...startedWith, http: { port: 8081 } } });
    expect(copy.settings.deskSettings.name).toBe('Other');
    await copy.close();
    await new InboxRepository(database, SECRET, clock).seed(listWantedInboxes(loadSettings({ environment: {} })), ['phone']);
    expect(await rows()).toEqual(changed);
  });

  it('does not take the password of an inbox that stays', async () => {
    writeFileSync(path, FILE.replace(', password: first', ''));
    const before = await api.desk.database.sql.query('select id, version from connector_inboxes order by id');
    await expect(run('apply')).rejects.toMatchObject({
      code: 'settings_incomplete',
      message: expect.stringContaining('inboxes.support.imap.password'),
    });
    expect(await api.desk.database.sql.query('select id, version from connector_inboxes order by id')).toEqual(before);
  });

  it('that a process is started with is kept: a version for each change', async () => {
    const settings = { deskSettings: { name: 'Started anew' }, desk: path };
    await (await openDesk({ database: testDatabase, desk: GROUPS, settings })).close();
    await (await openDesk({ database: testDatabase, desk: GROUPS, settings })).close();
    const versions = await api.desk.database.sql.query<{ version: number; name: string }>(
      `select version, settings->'deskSettings'->>'name' as name from settings_versions order by version`,
    );
    expect(versions).toEqual([
      { version: 1, name: 'Example' },
      { version: 2, name: 'Other' },
      { version: 3, name: 'Other' },
      { version: 4, name: 'Example' },
      { version: 5, name: 'Started anew' },
    ]);
  });
});
