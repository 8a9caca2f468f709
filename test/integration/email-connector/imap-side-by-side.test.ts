import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { chmod, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type InboxId, Topics } from '#contracts';
import { HealthRegistry, SecretKey, Settings, silentLogger, SystemClock } from '#runtime';
import { EmailConnectorFactory } from '../../../apps/email-connector/src/email.connector.js';
import { ParserPool } from '../../../apps/email-connector/src/parsing/parser-pool.js';
import { SmtpDoor } from '../../../apps/email-connector/src/receiving/smtp/smtp-door.js';
import { startCuttingProxy } from '../../support/cutting-proxy.js';
import { describeWithService, type DovecotServer, startDovecot } from '../../support/services/index.js';
import { eventually, HostFixture, readTopic, type RunningHost } from '../connector-sdk/host-fixture.js';
import { mail } from './imap-bench.js';

const QUICK = { reconnectBackoffMs: [50, 200], imapReconcileMs: 500 };
const LEASES = { leaseHeartbeatMs: 100, leaseTakeOverMs: 1_500 };
const BOXES = 40;
const MAILS = 5;
/** Dovecot answers a wrong password late, and then everybody from that address. */
const PATIENT_MS = 150_000;

const users = Array.from({ length: BOXES }, (_, index) => ({ name: `box${index}@example.test`, password: `secret${index}` }));

describeWithService('dovecot', 'mailboxes side by side, on a real host with its database and log', () => {
  let fixture: HostFixture;
  let folder: string;
  let dovecot: DovecotServer;
  const pools: ParserPool[] = [];
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'tributary-boxes-'));
    fixture = await HostFixture.open();
    dovecot = await startDovecot({ users });
  });
  afterEach(async () => {
    await fixture?.close();
    await Promise.all(pools.splice(0).map((pool) => pool.stop()));
    await dovecot?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  const start = (inboxes: readonly unknown[]): Promise<RunningHost> => {
    const settings = Settings.parse({ data: { dir: folder }, smtp: { port: 0 }, email: QUICK });
    const pool = new ParserPool(settings, silentLogger);
    pools.push(pool);
    const door = new SmtpDoor(settings, silentLogger, new SystemClock(), new HealthRegistry());
    const factory = new EmailConnectorFactory(door, settings, new SecretKey('a secret of the email tests, long enough'), pool);
    return fixture.startHost([factory], { inboxes, email: QUICK, connectorHost: LEASES });
  };
  const inbox = (id: string, user: { name: string; password: string }, imap: Record<string, unknown> = {}) => ({
    id,
    channel: 'email',
    address: `${id}@example.test`,
    imap: { host: '127.0.0.1', port: dovecot.imapPort, user: user.name, password: user.password, tls: false, since: '2020-01-01', ...imap },
  });
  const readMails = async ({ bus }: RunningHost) =>
    (await readTopic<'message.received.v1'>(bus, Topics.inboundMessages))
      .filter(({ record }) => record.envelope.type === 'message.received.v1')
      .map(({ data }) => data);
  const stateOf = (host: RunningHost, id: string) => host.works.crew.states.get(id as InboxId)?.state;

  it('are all read while others are frozen, refused, locked out or hold a mail that cannot be read', async () => {
    const frozen = await startDovecot();
    const [frozenUser] = frozen.users;
    const nobody = await startDovecot();
    await nobody.stop();
    for (const { name } of users) for (let n = 1; n <= MAILS; n += 1) await dovecot.deliver(mail(`${name}-${n}`), name);
    await frozen.deliver(mail('frozen'));
    await frozen.kill('SIGSTOP');
    const sickBox = join(dovecot.maildir(users[0]!.name), 'new');
    await chmod(join(sickBox, (await readdir(sickBox)).sort()[2]!), 0o000);
    const host = await start([
      inbox('frozen', frozenUser!, { port: frozen.imapPort }),
      inbox('refused', users[0]!, { port: nobody.imapPort }),
      inbox('locked', { ...users[0]!, password: 'wrong' }),
      ...users.map((user, index) => inbox(`box${index}`, user)),
    ]);
    const readable = BOXES * MAILS - 1;
    const mails = await eventually(
      () => readMails(host),
      (seen) => seen.length >= readable,
      PATIENT_MS,
    );
    expect(mails).toHaveLength(readable);
    expect(new Set(mails.map(({ id }) => id)).size).toBe(readable);
    const parked = (await readTopic<'message.parked.v1'>(host.bus, Topics.inboundMessages)).filter(
      ({ record }) => record.envelope.type === 'message.parked.v1',
    );
    expect(parked.map(({ data }) => data.inbox.id)).toEqual(['box0']);
    await eventually(
      () => ['locked', 'refused', 'box0', 'box39'].map((id) => stateOf(host, id)),
      (states) => states.join() === 'bad_credentials,degraded,connected,connected',
      PATIENT_MS,
    );
    await frozen.kill('SIGCONT');
    await eventually(
      () => readMails(host),
      (seen) => seen.some(({ inbox: { id } }) => id === 'frozen'),
      PATIENT_MS,
    );
    await frozen.stop();
  }, 600_000);

  it('are read by one copy at a time: the other takes over when the first is cut off, and nothing is lost or doubled', async () => {
    const proxy = await startCuttingProxy(dovecot.imapPort);
    const [user] = users;
    const inboxes = [inbox('shared', user!, { port: proxy.port })];
    const first = await start(inboxes);
    await eventually(
      () => stateOf(first, 'shared'),
      (state) => state === 'connected',
    );
    const second = await start(inboxes);
    const deliver = async (from: number, to: number) => {
      for (let n = from; n <= to; n += 1) await dovecot.deliver(mail(`m${n}`), user!.name);
    };
    await deliver(1, 60);
    await eventually(
      () => readMails(second),
      (seen) => seen.length > 0,
    );
    // The way to the database is gone: it can renew nothing and must let go before the other begins.
    first.link.cut();
    await deliver(61, 120);
    const mails = await eventually(
      () => readMails(second),
      (seen) => new Set(seen.map(({ id }) => id)).size >= 120,
      60_000,
    );
    await eventually(
      () => stateOf(second, 'shared'),
      (state) => state === 'connected',
    );
    expect([...new Set(mails.map(({ remoteMessageId }) => remoteMessageId.split('@')[0]))]).toEqual(
      Array.from({ length: 120 }, (_, index) => `m${index + 1}`),
    );
    expect(new Set(mails.map(({ id }) => id)).size).toBe(120);
    expect(proxy.mostOpen).toBe(1);
    expect(proxy.sessions.length).toBeGreaterThan(1);
    first.link.restore();
    await proxy.stop();
  }, 120_000);
});
