import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type EventData, type InboxId, PARTITIONS, Topics } from '#contracts';
import { HealthRegistry, SecretKey, Settings, silentLogger, SystemClock } from '#runtime';
import { EmailConnectorFactory } from '../../../apps/email-connector/src/email.connector.js';
import { ParserPool } from '../../../apps/email-connector/src/parsing/parser-pool.js';
import { SmtpDoor } from '../../../apps/email-connector/src/receiving/smtp/smtp-door.js';
import { describeWithService, type DovecotServer, startDovecot } from '../../support/services/index.js';
import { type SilentServer, startSilentServer } from '../../support/silent-server.js';
import { eventually, HostFixture, type RunningHost } from '../connector-sdk/host-fixture.js';
import { mail, named } from './imap-bench.js';
import { inWhole } from '../../support/whole-run.js';

const ALIVE = 28;
const MAILS = inWhole(200, 50);
const PATIENT_MS = 240_000;
const users = Array.from({ length: ALIVE }, (_, index) => ({ name: `box${index}@example.test`, password: `secret${index}` }));

/**
 * What came onto the log, read on from where the last look ended. A link that breaks between the log and the cursor brings mails again, with
 * their ids: one entry each.
 */
class Followed {
  private readonly byId = new Map<string, EventData<'message.received.v1'>>();
  private readonly next = new Array<bigint>(PARTITIONS).fill(0n);

  constructor(private readonly host: RunningHost) {}

  async look(): Promise<number> {
    for (let partition = 0; partition < PARTITIONS; partition += 1)
      for (;;) {
        const records = await this.host.bus.read(Topics.inboundMessages, partition, String(this.next[partition]), 1_000);
        if (records.length === 0) break;
        this.next[partition] = BigInt(records.at(-1)!.offset) + 1n;
        for (const { envelope } of records)
          if (envelope.type === 'message.received.v1') this.keep(envelope.data as EventData<'message.received.v1'>);
      }
    return this.byId.size;
  }

  /** In the order in which they came first. */
  get mails(): EventData<'message.received.v1'>[] {
    return [...this.byId.values()];
  }

  private keep(mail: EventData<'message.received.v1'>): void {
    if (!this.byId.has(mail.id)) this.byId.set(mail.id, mail);
  }
}

describeWithService('dovecot', 'thirty mailboxes in one process, two of them dead', () => {
  let fixture: HostFixture;
  let folder: string;
  let dovecot: DovecotServer;
  let strict: DovecotServer;
  let hole: SilentServer;
  let pool: ParserPool;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'tributary-thirty-'));
    fixture = await HostFixture.open();
    dovecot = await startDovecot({ users });
    strict = await startDovecot();
    hole = await startSilentServer();
  });
  afterEach(async () => {
    await fixture?.close();
    await pool?.stop();
    await Promise.all([dovecot?.stop(), strict?.stop(), hole?.stop()]);
    await rm(folder, { recursive: true, force: true });
  });

  const inbox = (id: string, imap: Record<string, unknown>) => ({
    id,
    channel: 'email',
    address: `${id}@example.test`,
    imap: { host: '127.0.0.1', port: dovecot.imapPort, tls: false, since: '2020-01-01', ...imap },
  });

  it('gives all mails of the other 28, each once and in order, and says of the two what to do', async () => {
    for (const id of named(1, MAILS)) for (const { name } of users) await dovecot.deliver(mail(`${id}.${name.split('@')[0]}`), name);
    const email = { reconnectBackoffMs: [50, 200], imapReconcileMs: 500 };
    const settings = Settings.parse({ data: { dir: folder }, smtp: { port: 0 }, email });
    pool = new ParserPool(settings, silentLogger);
    const door = new SmtpDoor(settings, silentLogger, new SystemClock(), new HealthRegistry());
    const factory = new EmailConnectorFactory(door, settings, new SecretKey('a secret of the email tests, long enough'), pool);
    const host = await fixture.startHost([factory], {
      email,
      inboxes: [
        inbox('refused', { port: strict.imapPort, user: strict.users[0]!.name, password: 'wrong' }),
        inbox('silent', { port: hole.port, user: 'kf', password: 'secret' }),
        ...users.map(({ name, password }, index) => inbox(`box${index}`, { user: name, password })),
      ],
    });
    const followed = new Followed(host);
    await eventually(
      () => followed.look(),
      (seen) => seen >= ALIVE * MAILS,
      PATIENT_MS,
    );
    const stateOf = (id: string) => host.works.crew.states.get(id as InboxId);
    await eventually(
      () => [stateOf('refused'), stateOf('silent')],
      ([refused, silent]) => refused?.state === 'bad_credentials' && silent?.state === 'degraded',
      PATIENT_MS,
    );
    expect(stateOf('refused')).toMatchObject({
      detail: expect.stringMatching(/refused the login/),
      hint: expect.stringMatching(/password/),
    });
    expect(stateOf('silent')).toMatchObject({ hint: expect.stringMatching(/check host and port/) });
    await eventually(
      () => users.filter((_, index) => stateOf(`box${index}`)?.state !== 'connected'),
      (others) => others.length === 0,
      PATIENT_MS,
    );
    await followed.look();
    expect(followed.mails).toHaveLength(ALIVE * MAILS);
    for (let index = 0; index < ALIVE; index += 1) {
      const ids = followed.mails.filter(({ inbox: { id } }) => id === `box${index}`).map(({ remoteMessageId }) => remoteMessageId);
      expect(ids).toEqual(named(1, MAILS).map((id) => `${id}.box${index}@customer.test`));
    }
    expect(hole.taken).toBeGreaterThan(0);
  }, 600_000);
});
