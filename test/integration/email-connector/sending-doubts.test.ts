import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { CommandId } from '#contracts';
import { DomainLimits } from '../../../apps/email-connector/src/sending/domain-limits.js';
import { MOST_CONNECTIONS, OutgoingAccounts } from '../../../apps/email-connector/src/sending/outgoing-accounts.js';
import { startOutgoingServer, type OutgoingServer } from '../../support/outgoing-server.js';
import { closeSenders, mailbox, openSender, send, waitUntil } from './sender-bench.js';

let server: OutgoingServer;
beforeEach(async () => {
  server = await startOutgoingServer();
});
afterEach(async () => {
  closeSenders();
  await server.stop();
});

describe('a refusal that may be about our account', () => {
  it('is about the mail where others go out: it is tried once more, and the account stays open', async () => {
    server.judge = (to) => (to.endsWith('@odd.example') ? '554 5.7.1 host mx.odd.example said: 554 5.7.1 Relay access denied' : null);
    const told: unknown[] = [];
    const sender = openSender(server.url(), { tell: (trouble) => told.push(trouble), accounts: new OutgoingAccounts([600_000]) });
    const commandId = randomUUID() as CommandId;
    expect(await send(sender, 'a@odd.example', { commandId })).toMatchObject({ code: 'smtp_doubted', retryAfterMs: 60_000 });
    expect(await send(sender, 'b@fine.example')).toMatchObject({ status: 'sent' });
    expect(await send(sender, 'a@odd.example', { commandId })).toMatchObject({ status: 'failed', code: 'smtp_recipient_blocked' });
    expect(await send(sender, [mailbox('c@fine.example'), mailbox('a@odd.example')])).toMatchObject({ status: 'sent' });
    expect(told).toEqual([]);
  });

  it('is about the account where every domain hears it', async () => {
    server.judge = () => '554 5.7.1 Relay access denied';
    const sender = openSender(server.url(), { accounts: new OutgoingAccounts([600_000]) });
    expect((await send(sender, 'a@one.example')).code).toBe('smtp_doubted');
    expect((await send(sender, 'a@two.example')).code).toBe('account_refused');
  });
});

describe('a server that takes no more connections', () => {
  it('lets its own account wait, and the domains of the recipients go on by others', async () => {
    const full = await startOutgoingServer(null, {
      onConnect: (_session, done) =>
        done(Object.assign(new Error('4.7.0 Too many concurrent connections from your IP'), { responseCode: 421 })),
    });
    try {
      const parts = { limits: new DomainLimits(), limit: { concurrent: 2, perMinute: 0 } };
      const sender = openSender(full.url(), { ...parts, accounts: new OutgoingAccounts([600_000]) });
      expect((await send(sender, 'a@customer.example')).code).toBe('account_resting');
      expect((await send(sender, 'a@customer.example')).code).toBe('account_resting');
      expect((await send(openSender(server.url(), parts), 'a@customer.example')).status).toBe('sent');
    } finally {
      await full.stop();
    }
  });

  it('when it was good before, too', async () => {
    let busy = false;
    const busyServer = await startOutgoingServer(null, {
      onMailFrom: (_address, _session, done) =>
        done(busy ? Object.assign(new Error('4.3.2 Service shutting down'), { responseCode: 421 }) : null),
    });
    try {
      const parts = { limits: new DomainLimits(), limit: { concurrent: 2, perMinute: 0 } };
      const sender = openSender(busyServer.url(), { ...parts, accounts: new OutgoingAccounts([600_000]) });
      expect((await send(sender, 'a@customer.example')).status).toBe('sent');
      busy = true;
      expect(await send(sender, 'a@customer.example')).toMatchObject({ status: 'held' });
      expect((await send(openSender(server.url(), parts), 'a@customer.example')).status).toBe('sent');
    } finally {
      await busyServer.stop();
    }
  });
});

describe('an inbox that is stopped', () => {
  it('sends what is under way, and nothing that waited behind it by the old settings', async () => {
    let freed: () => void = () => undefined;
    const free = new Promise<void>((resolve) => (freed = resolve));
    let judged = 0;
    server.judge = async () => ((judged += 1), await free, null);
    const sender = openSender(server.url());
    const under = Array.from({ length: MOST_CONNECTIONS }, (_, at) => send(sender, `a@domain${at}.example`));
    await waitUntil(() => judged === MOST_CONNECTIONS);
    const waiting = send(sender, 'late@customer.example');
    await new Promise((resolve) => setTimeout(resolve, 50));
    sender.close();
    freed();
    expect(await waiting).toMatchObject({ status: 'held', code: 'inbox_restarting', marks: 0 });
    expect((await Promise.all(under)).map(({ status }) => status)).toEqual(under.map(() => 'sent'));
    expect(await send(sender, 'later@customer.example')).toMatchObject({ status: 'held', code: 'inbox_restarting', marks: 0 });
    expect(server.taken).toHaveLength(MOST_CONNECTIONS);
  });
});
