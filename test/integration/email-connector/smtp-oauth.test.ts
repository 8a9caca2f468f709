import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import type { CommandId, InboxId, ReplyRequested } from '#contracts';
import { type Clock, errorClassOf, ManualClock, SystemClock } from '#runtime';
import type { EmailConnector } from '../../../apps/email-connector/src/email.connector.js';
import { type MailServer, startMailServer } from '../../support/mail-server.js';
import { type OAuthServer, startOAuthServer } from '../../support/oauth-server.js';
import { type EmailBench, openEmailBench } from './email-bench.js';

const USER = 'kf@example.test';

const reply = (): ReplyRequested => ({
  commandId: randomUUID() as CommandId,
  inboxId: 'kf' as InboxId,
  to: [{ scheme: 'email', value: 'ann@customer.test' }],
  parts: [{ partId: '1', type: 'text', text: 'Hello', fallback: 'Hello' }],
  ttlMs: 60_000,
  onWindowClosed: 'fail',
  adapt: 'degrade',
  actor: { kind: 'agent' },
});

describe('answers over a server that wants OAuth 2', () => {
  let bench: EmailBench;
  let provider: OAuthServer;
  const servers: MailServer[] = [];
  const logins: string[] = [];
  beforeEach(async () => {
    logins.length = 0;
    provider = await startOAuthServer(USER);
    bench = await openEmailBench();
  });
  afterEach(async () => {
    await bench?.stop();
    await Promise.all(servers.splice(0).map((server) => server.stop()));
    await provider?.stop();
  });

  const serve = async (challenge: boolean, password?: string) => {
    const server = await startMailServer({
      challenge,
      isGood: (login) => {
        logins.push(login.user);
        return password === undefined ? provider.isActive(login.accessToken ?? '') : login.password === password;
      },
    });
    servers.push(server);
    return server;
  };
  const start = async (url: string, clock: Clock = new SystemClock()) => {
    const oauth = { provider: 'custom', tokenUrl: provider.tokenUrl, clientId: 'desk', refreshToken: provider.refreshToken };
    return bench.run('kf', { address: USER, smtp: { url }, oauth }, { clock });
  };
  const urlOf = (server: MailServer, user: string) => server.url.replace('smtp://', `smtp://${user}@`);
  const attempt = () => {
    const marks: unknown[] = [];
    return { marks, attempt: 1, markSending: async (id?: string) => void marks.push(id) };
  };

  /** As the host does: what surely did not leave is tried again. */
  const sendPatiently = async (connector: EmailConnector) => {
    for (let tries = 1; ; tries += 1)
      try {
        return await connector.send(reply(), attempt());
      } catch (error) {
        if (tries >= 5 || errorClassOf(error) !== 'retriable') throw error;
      }
  };

  it('go out with one token, as the user of the URL: a shared mailbox', async () => {
    const server = await serve(true);
    const { connector } = await start(urlOf(server, 'shared%40example.test'));
    expect(await connector.send(reply(), attempt())).toMatchObject({ status: 'sent' });
    expect(await connector.send(reply(), attempt())).toMatchObject({ status: 'sent' });
    expect(server.arrived).toHaveLength(2);
    expect(provider.issued).toHaveLength(1);
    expect(new Set(logins)).toEqual(new Set(['shared@example.test']));
  });

  it.each([
    ['in a challenge, as Gmail does', true],
    ['at once, as Exchange does', false],
  ])('go out when the token was revoked and the server says so %s', async (_how, challenge) => {
    const server = await serve(challenge);
    const { connector } = await start(server.url);
    // A token is kept, nothing is connected yet.
    await connector.send({ ...reply(), to: [{ scheme: 'email', value: 'first@customer.test' }] }, attempt());
    provider.revokeAll();
    server.dropConnections();
    expect(await sendPatiently(connector)).toMatchObject({ status: 'sent' });
    expect(server.arrived).toHaveLength(2);
    expect(provider.issued.length).toBeGreaterThan(1);
  });

  it('wait, unmarked, while the provider refuses: the inbox says what to do, and is well again by itself', async () => {
    const server = await serve(true);
    const clock = new ManualClock();
    const { connector, context } = await start(server.url, clock);
    provider.fail('invalid_grant');
    const call = attempt();
    await expect(connector.send(reply(), call)).rejects.toMatchObject({
      errorClass: 'configuration',
      hint: expect.stringMatching(/sign in/),
    });
    expect(call.marks).toEqual([]);
    expect(context.reports.at(-1)).toMatchObject({ state: 'bad_credentials', hint: expect.stringMatching(/sign in/) });
    provider.fail(null);
    clock.advance(61_000);
    expect(await connector.send(reply(), attempt())).toMatchObject({ status: 'sent' });
    expect(context.reports.at(-1)).toMatchObject({ state: 'connected' });
  });

  it('wait while the provider is away', async () => {
    const server = await serve(true);
    const { connector } = await start(server.url);
    provider.fail(503);
    const call = attempt();
    await expect(connector.send(reply(), call)).rejects.toMatchObject({ errorClass: 'retriable', code: 'oauth_unavailable' });
    expect(call.marks).toEqual([]);
    provider.fail(null);
    expect(await connector.send(reply(), attempt())).toMatchObject({ status: 'sent' });
  });

  it('wait for the provider, not for the account, when the token was revoked and there is no other now', async () => {
    const server = await serve(false);
    const { connector, context } = await start(server.url);
    expect(await sendPatiently(connector)).toMatchObject({ status: 'sent' });
    provider.revokeAll();
    provider.fail(503);
    server.dropConnections();
    const codes: string[] = [];
    for (let tries = 0; tries < 5 && codes.at(-1) !== 'oauth_unavailable'; tries += 1)
      await connector.send(reply(), attempt()).catch((error: { code: string }) => codes.push(error.code));
    expect(codes.at(-1)).toBe('oauth_unavailable');
    expect(codes).not.toContain('account_refused');
    expect(context.reports.at(-1)).toMatchObject({ state: 'connected' });
    provider.fail(null);
    expect(await sendPatiently(connector)).toMatchObject({ status: 'sent' });
  });

  it('are tried again when the server refuses every token, with what to check', async () => {
    const server = await serve(false, 'never');
    const { connector } = await start(server.url);
    await expect(connector.send(reply(), attempt())).rejects.toMatchObject({
      errorClass: 'retriable',
      hint: expect.stringMatching(/may open this mailbox/),
    });
    expect(logins).toHaveLength(2);
  });

  it('go by password where the URL has one: no token leaves', async () => {
    const server = await serve(false, 'secret');
    const { connector } = await start(server.url.replace('smtp://', 'smtp://kf%40example.test:secret@'));
    expect(await connector.send(reply(), attempt())).toMatchObject({ status: 'sent' });
    expect(provider.requests).toEqual([]);
  });
});
