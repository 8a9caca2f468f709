import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { SettingsError } from './faults.js';
import { loadSettings } from './load-settings.js';
import { renderReference } from './reference.js';
import { listLeaves, readSettingsSchema } from './schema-tree.js';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'settings-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function load(environment: Record<string, string>, yaml?: string): ReturnType<typeof loadSettings> {
  if (yaml !== undefined) writeFileSync(join(folder, 'mine.yaml'), yaml);
  return loadSettings({ folder, environment: yaml === undefined ? environment : { TRIBUTARY_CONFIG: 'mine.yaml', ...environment } });
}

function faultsOf(environment: Record<string, string>, yaml?: string): string[] {
  try {
    load(environment, yaml);
  } catch (error) {
    if (error instanceof SettingsError) return error.message.split('\n').slice(1);
    throw error;
  }
  return [];
}

describe('settings', () => {
  it('need nothing: one email inbox behind the door, everything on loopback', () => {
    const settings = load({});
    expect(settings.inboxes).toEqual([{ id: 'support', channel: 'email', address: 'support@example.com' }]);
    expect([settings.http.host, settings.http.port, settings.smtp.host, settings.smtp.port]).toEqual([
      '127.0.0.1',
      8080,
      '127.0.0.1',
      2525,
    ]);
    expect(settings.data.dir).toBe(join(folder, 'data'));
  });

  it('are taken from the file, and from the environment over it', () => {
    const settings = load({ TRIBUTARY_HTTP_PORT: '9001' }, 'http:\n  port: 9000\n  host: 127.0.0.2\nsmtp:\n');
    expect([settings.http.port, settings.http.host]).toEqual([9001, '127.0.0.2']);
  });

  it('have the promised environment names', () => {
    const settings = load({
      TRIBUTARY_SMTP_MAX_MESSAGE_BYTES: '2048',
      TRIBUTARY_DATA_DIR: 'elsewhere',
      TRIBUTARY_SMTP_OUT: 'smtp://u:p@h:25',
      TRIBUTARY_INBOX_ADDRESS: 'help@example.org',
      TRIBUTARY_ADMIN_EMAIL: 'me@example.org',
      TRIBUTARY_ADMIN_PASSWORD: 'pass word',
      TRIBUTARY_API_KEY: '0123456789abcdef',
      TRIBUTARY_SECRET_KEY: 'x'.repeat(32),
      TRIBUTARY_BLOBS_S3_FORCE_PATH_STYLE: 'false',
      TRIBUTARY_BUS_PARK_BACKOFF_MS: '10,20',
      TRIBUTARY_LOG_LEVEL: '',
      DATABASE_URL: 'postgres://u:p@h/d',
      KAFKA_BROKERS: 'a:9092, b:9092',
    });
    expect(settings.smtp).toMatchObject({ maxMessageBytes: 2048, out: 'smtp://u:p@h:25' });
    expect(settings.inboxes).toEqual([{ id: 'support', channel: 'email', address: 'help@example.org' }]);
    expect(settings.admin).toEqual({ email: 'me@example.org', password: 'pass word' });
    expect(settings.blobs.s3.forcePathStyle).toBe(false);
    expect(settings.bus.parkBackoffMs).toEqual([10, 20]);
    expect(settings.log.level).toBe('info');
    expect([settings.database.url, settings.kafka.brokers]).toEqual(['postgres://u:p@h/d', ['a:9092', 'b:9092']]);
  });

  it('have defaults of the process under them, also where the environment is empty', () => {
    const defaults = { TRIBUTARY_DATA_DIR: 'demo', TRIBUTARY_LOG_LEVEL: 'warn' };
    const { data, log } = loadSettings({ folder, defaults, environment: { TRIBUTARY_DATA_DIR: '', TRIBUTARY_LOG_LEVEL: 'error' } });
    expect([data.dir, log.level]).toEqual([join(folder, 'demo'), 'error']);
  });

  it('give each setting an environment name of its own', () => {
    const names = listLeaves(readSettingsSchema()).map((leaf) => leaf.environmentName);
    expect(new Set(names).size).toBe(names.length);
    expect(names).toContain('TRIBUTARY_DESK');
  });
});

describe('faults', () => {
  it('are listed all at once, each with path, place, what was found and what is allowed', () => {
    const yaml = 'http:\n  port: 99999\n  prot: 1\nlog:\n  level: loud\ninboxes:\n  - id: A b\n    channel: email\n';
    expect(
      faultsOf({ TRIBUTARY_SMTP_PORT: 'eighty', TRIBUTARY_HTPP_PORT: '1', DATABASE_URL: 'mysql://root:hunter2@h/d' }, yaml).sort(),
    ).toEqual(
      [
        '  TRIBUTARY_HTPP_PORT: found a name that no setting has; allowed: did you mean TRIBUTARY_HTTP_PORT?',
        '  smtp.port (TRIBUTARY_SMTP_PORT): found "eighty"; allowed: a whole number from 0 to 65535',
        `  http.port (${join(folder, 'mine.yaml')}:2): found 99999; allowed: a whole number from 0 to 65535`,
        `  http.prot (${join(folder, 'mine.yaml')}:3): found a name that no setting has; allowed: did you mean port?`,
        `  log.level (${join(folder, 'mine.yaml')}:5): found "loud"; allowed: one of debug, info, warn, error, silent`,
        `  inboxes.0.id (${join(folder, 'mine.yaml')}:7): found "A b"; allowed: lower case letters, digits and dashes, at most 64`,
        '  database.url (DATABASE_URL): found "mysql://…@h/d"; allowed: postgres://user:password@host:port/database',
      ].sort(),
    );
  });

  it('of a file may be taken from the environment, so that it holds no secret', () => {
    const yaml = ['smtp:', '  port: ${DOOR_PORT:-2525}', 'secret:', '  key: ${KEY}-${KEY}', 'deskSettings:', '  name: a $${b}'].join('\n');
    const settings = load({ KEY: '0123456789012345', DOOR_PORT: '9000' }, yaml);
    expect([settings.smtp.port, settings.secret.key, settings.deskSettings.name]).toEqual([
      9000,
      '0123456789012345-0123456789012345',
      'a ${b}',
    ]);
    expect(load({ KEY: '0123456789012345' }, yaml).smtp.port).toBe(2525);
    expect(faultsOf({}, yaml).join()).toMatch(/mine\.yaml:4: found \$\{KEY\}, which the environment has not/);
    expect(faultsOf({}, 'smtp:\n  port: "${DOOR_PORT:-2525}"').join()).toContain('found "2525"; allowed: a whole number');
  });

  it('of an operator win over those of a desk, inbox by inbox', () => {
    const desk =
      'deskSettings: { name: Desk, timeZone: Asia/Shanghai }\ninboxes:\n  - { id: a, channel: email, address: a@x.test }\n  - { id: b, channel: email, address: b@x.test }';
    writeFileSync(join(folder, 'desk.yaml'), desk);
    const own = 'deskSettings: { name: Mine }\ninboxes:\n  - { id: b, address: mine@x.test }\n  - { id: c, channel: form }';
    const settings = load({ TRIBUTARY_DESK: 'desk.yaml' }, own);
    expect([settings.deskSettings.name, settings.deskSettings.timeZone]).toEqual(['Mine', 'Asia/Shanghai']);
    expect(settings.inboxes!.map(({ id, channel, address }) => [id, channel, address])).toEqual([
      ['a', 'email', 'a@x.test'],
      ['b', 'email', 'mine@x.test'],
      ['c', 'form', undefined],
    ]);
  });

  it('of inboxes that several files make are named where they were written', () => {
    const below = [
      'inboxes:',
      '  - { id: first, channel: email,',
      '      provider: 1 }',
      '  - id: second',
      '    channel: email',
      '    numberCode: lower',
    ];
    writeFileSync(join(folder, 'below.yaml'), below.join('\n'));
    const above = [
      'desk: below.yaml',
      'inboxes:',
      '  - id: third',
      '    channel: 7',
      '  - id: second',
      '    provider: 5',
      '  - id: first',
      '    on: yes',
    ];
    const faults = faultsOf({}, above.join('\n'));
    const placeOf = (path: string) => faults.find((fault) => fault.includes(path))?.match(/(?:below|mine)\.yaml:\d+/)?.[0];
    expect(['inboxes.0.provider', 'inboxes.1.numberCode', 'inboxes.1.provider', 'inboxes.2.channel'].map(placeOf)).toEqual([
      ...['below.yaml:3', 'below.yaml:6', 'mine.yaml:6', 'mine.yaml:4'],
    ]);
  });

  it('name the line of broken YAML and a file that is not there', () => {
    expect(faultsOf({}, 'http:\n  port: [1\n').join()).toMatch(/mine\.yaml:\d+\): found|mine\.yaml:\d+: found/);
    expect(faultsOf({}, '- http\n')).toEqual([`  ${join(folder, 'mine.yaml')}:1: found a list; allowed: settings by name`]);
    expect(faultsOf({}, 'http\n').join()).toContain('found a text;');
    expect(faultsOf({ TRIBUTARY_CONFIG: 'nowhere.yaml' }).join()).toMatch(/TRIBUTARY_CONFIG: found .*nowhere\.yaml \(ENOENT\)/);
  });

  it('of the default inbox are named by the setting that makes it, with all others', () => {
    expect(faultsOf({ TRIBUTARY_INBOX_ADDRESS: 'foo', TRIBUTARY_LOG_LEVEL: 'loud' }).sort()).toEqual([
      '  inbox.address (TRIBUTARY_INBOX_ADDRESS): found "foo"; allowed: an email address, e.g. support@example.com',
      '  log.level (TRIBUTARY_LOG_LEVEL): found "loud"; allowed: one of debug, info, warn, error, silent',
    ]);
  });

  it('do not concern what the tests tell their own processes', () => {
    expect(faultsOf({ TRIBUTARY_TEST_SERVER: 'x' })).toEqual([]);
  });

  it('never show a secret', () => {
    expect(faultsOf({ TRIBUTARY_API_KEY: 'short-key' }).join()).not.toContain('short-key');
    expect(faultsOf({}, 'admin:\n  password: 12345\n').join()).not.toContain('12345');
    expect(faultsOf({}, 'inboxes:\n  - { id: [{ token: s3cret, botToken: s3cret }], channel: chat }\n').join()).toMatch(
      /^((?!s3cret).)*$/s,
    );
    const older = faultsOf({ TRIBUTARY_SECRET_OLDER_KEYS: 'too-short' }).join();
    expect(older).toContain('secret.olderKeys');
    expect(older).not.toContain('too-short');
  });

  it('tell what only two settings together show', () => {
    const text = faultsOf({ TRIBUTARY_SMTP_TLS_KEY_FILE: 'k.pem', TRIBUTARY_DESK_SETTINGS_TIME_ZONE: 'Mars' }).join();
    expect(text).toMatch(/smtp\.tlsKeyFile.*together/);
    expect(text).toMatch(/deskSettings\.timeZone.*IANA/);
    expect(faultsOf({}, 'inboxes:\n  - {id: a, channel: email}\n  - {id: a, channel: email}\n').join()).toMatch(
      /inboxes\.1\.id .*second time/,
    );
  });
});

describe('the profiles in config/', () => {
  it.each(['standalone', 'cluster', 'test', 'reference'])('%s has no fault', (name) => {
    expect(() => load({ TRIBUTARY_CONFIG: fileURLToPath(new URL(`../../../../config/${name}.yaml`, import.meta.url)) })).not.toThrow();
  });
});

describe('the reference', () => {
  it('is a configuration that changes nothing', () => {
    expect(load({}, renderReference())).toEqual(load({}));
  });

  it('names every setting with its environment name', () => {
    const text = renderReference();
    for (const leaf of listLeaves(readSettingsSchema())) expect(text).toContain(`(${leaf.environmentName})`);
  });
});
