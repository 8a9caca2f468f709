import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { startOutgoingServer, type OutgoingServer } from '../support/outgoing-server.js';
import { SmtpClient } from '../support/smtp-client.js';
import { eventually, startProduct, type StartedProduct } from '../support/started-product.js';

interface Entry {
  readonly id: string;
  readonly delivery: {
    readonly status: string;
    readonly error?: { readonly code: string; readonly message: string; readonly hint: string };
  };
}
interface Inbox {
  readonly state: string;
  readonly hint: string | null;
  readonly lastError: { readonly message: string } | null;
}

const SENDING = {
  TRIBUTARY_ACKNOWLEDGEMENTS_PER_ADDRESS_PER_DAY: '0',
  TRIBUTARY_CONNECTOR_HOST_HOLD_RETRY_MS: '500',
  TRIBUTARY_EMAIL_SENDING_PROBE_BACKOFF_MS: '2000,4000',
};

describe('answers by an outgoing server that refuses the password', () => {
  let server: OutgoingServer;
  let folder: string;
  let product: StartedProduct | null = null;
  beforeEach(async () => {
    server = await startOutgoingServer('right');
    folder = await mkdtemp(join(tmpdir(), 'tributary-refused-'));
  });
  afterEach(async () => {
    await product?.stop();
    product = null;
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  });

  const start = async (password: string) =>
    (product = await startProduct({ ...SENDING, TRIBUTARY_DATA_DIR: folder, TRIBUTARY_SMTP_OUT: server.url('support', password) }));
  const api = <T>(path: string, body?: unknown) =>
    product!.api<T>(path, body === undefined ? {} : { method: 'POST', body }).then((answer) => answer.body);

  const openTicket = async (name: string): Promise<string> => {
    const door = new SmtpClient(product!.smtpPort);
    const id = `${name}@customer.test`;
    const mail = [
      `From: ${name}@customer.test`,
      'To: support@example.com',
      `Subject: From ${name}`,
      `Message-ID: <${id}>`,
      '',
      'Hello.',
      '',
    ];
    expect(await door.send(`${name}@customer.test`, ['support@example.com'], mail.join('\r\n'))).toMatch(/^250 /);
    door.close();
    return eventually(async () => {
      const { items } = await api<{ items: { ticketId: string | null }[] }>(`/ledger?remoteMessageId=${encodeURIComponent(id)}`);
      return items[0]?.ticketId;
    }, `a ticket of ${name}`);
  };
  const answer = (ticket: string, text: string) => api<Entry>(`/tickets/${ticket}/replies`, { text });
  const inbox = async () => (await api<{ items: Inbox[] }>('/inboxes')).items[0]!;
  const subjects = () => server.taken.map(({ raw }) => /^\.?answer \S+/m.exec(raw.toString('utf8'))?.[0]);

  /** Three answers in one conversation and one in another, all waiting with the reason. */
  const queueAnswers = async (): Promise<Entry[]> => {
    const [ann, bob] = [await openTicket('ann'), await openTicket('bob')];
    const queued = [
      await answer(ann, 'answer a1'),
      await answer(ann, 'answer a2'),
      await answer(ann, 'answer a3'),
      await answer(bob, 'answer b1'),
    ];
    await eventually(async () => {
      const seen = await Promise.all(queued.map(({ id }) => api<Entry>(`/entries/${id}`)));
      return seen.every(({ delivery: { status, error } }) => status === 'queued' && error?.message.includes('535 5.7.8'));
    }, 'each waits and says why');
    const troubled = await inbox();
    expect(troubled.state).toBe('bad_credentials');
    expect(troubled.lastError?.message).toContain('535 5.7.8');
    expect(troubled.hint).toContain('smtp.url');
    return queued;
  };
  const expectAllSent = async (queued: readonly Entry[]) => {
    await eventually(
      async () => {
        const seen = await Promise.all(queued.map(({ id }) => api<Entry>(`/entries/${id}`)));
        return seen.every(({ delivery }) => delivery.status === 'sent');
      },
      'all are sent',
      60_000,
    );
    expect(subjects().filter((subject) => subject?.startsWith('answer a'))).toEqual(['answer a1', 'answer a2', 'answer a3']);
    expect(subjects().filter((subject) => subject?.startsWith('answer b'))).toEqual(['answer b1']);
  };

  it('wait with the reason, while nobody hammers the server, and go out in order when the account is good again', async () => {
    await start('wrong');
    const queued = await queueAnswers();
    expect((await api<Entry>(`/entries/${queued[1]!.id}`)).delivery.error?.code).toBe('behind_earlier');
    const before = server.logins.length;
    await eventually(async () => server.logins.length >= before + 1, 'a probe');
    expect(server.logins.length).toBeLessThan(8);
    server.password = 'wrong';
    await expectAllSent(queued);
    expect((await inbox()).state).toBe('connected');
  });

  it('go out when the password in the settings is corrected', async () => {
    await start('wrong');
    const queued = await queueAnswers();
    await product!.stop();
    await start('right');
    await expectAllSent(queued);
    expect((await inbox()).state).toBe('connected');
  });
});
