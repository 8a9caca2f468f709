import { afterEach, beforeEach, expect, it, jest } from '@jest/globals';
import { MemoryState } from '#connector-sdk/testing';
import { startOAuthServer, type OAuthServer } from '../../support/oauth-server.js';
import { describeWithService } from '../../support/services/index.js';
import { type ImapBench, idsOf, mail, openImapBench, until, untilConnected } from './imap-bench.js';

const PATIENT_MS = 60_000;
const USER = 'kf@example.test';

jest.setTimeout(120_000);
describeWithService('dovecot', 'a mailbox that is opened by OAuth 2', () => {
  let bench: ImapBench;
  let provider: OAuthServer;
  beforeEach(async () => {
    provider = await startOAuthServer(USER);
    bench = await openImapBench({}, { tokenInfoUrl: provider.tokenInfoUrl });
  });
  afterEach(async () => {
    await bench?.stop();
    await provider?.stop();
  });

  const inbox = (oauth: Record<string, unknown> = {}) => ({
    address: USER,
    imap: { host: '127.0.0.1', port: bench.dovecot.imapPort, user: USER, tls: false, since: '2020-01-01', folders: ['INBOX', 'Sent'] },
    oauth: { provider: 'custom', tokenUrl: provider.tokenUrl, clientId: 'desk', refreshToken: provider.refreshToken, ...oauth },
  });
  /** Ends every session, as a provider does when a token expires. */
  const endSessions = async () => {
    await bench.dovecot.kill();
    await bench.dovecot.restart();
  };

  it('is read with one token for all its folders, and names itself to the server (163 and 126 refuse others)', async () => {
    await bench.dovecot.deliver(mail('first'));
    const { context } = await bench.run('kf', inbox());
    await until(() => idsOf(context).includes('first'), 'the mail');
    await untilConnected(context);
    expect(provider.issued).toHaveLength(1);
    expect(provider.requests[0]).toEqual({ grant_type: 'refresh_token', client_id: 'desk', refresh_token: provider.refreshToken });
    expect(await bench.dovecot.readLog()).toMatch(/ID sent: .*name=Tributary/);
  });

  it('goes on with another token when one is revoked in mid-session, without a word of bad credentials', async () => {
    const { context } = await bench.run('kf', inbox());
    await untilConnected(context);
    provider.revokeAll();
    await endSessions();
    await bench.dovecot.deliver(mail('after'));
    await until(() => idsOf(context).includes('after'), 'the mail after the revocation', PATIENT_MS);
    expect(provider.issued.length).toBeGreaterThan(1);
    expect(context.reports.map(({ state }) => state)).not.toContain('bad_credentials');
  });

  it('fetches a new token before the old one expires', async () => {
    provider.setLifetime(2);
    const { context } = await bench.run('kf', inbox());
    await untilConnected(context);
    await until(() => !provider.isActive(provider.issued[0]!), 'the end of the first token');
    await endSessions();
    await bench.dovecot.deliver(mail('later'));
    await until(() => idsOf(context).includes('later'), 'the mail', PATIENT_MS);
    // Never offered once it had expired: the server was not asked in vain.
    expect(await bench.dovecot.readLog()).not.toMatch(/auth failed|oauth2 failed/i);
  });

  it('keeps a rotated refresh token over a restart, sealed', async () => {
    provider.rotate(true);
    const state = new MemoryState();
    const first = inbox();
    const configured = provider.refreshToken;
    const { context, connector } = await bench.run('kf', first, { state });
    await untilConnected(context);
    expect(provider.refreshToken).not.toBe(configured);
    context.abort();
    await connector.stop();
    expect(JSON.stringify(state.entries())).not.toContain(provider.refreshToken);
    expect(JSON.stringify(state.entries())).not.toContain(provider.issued.at(-1));
    // The configured one is void, and so is the access token of the last run.
    provider.revokeAll();
    const again = await bench.run('kf', first, { state });
    await until(() => again.context.reports.at(-1)?.state === 'connected', 'connected again', PATIENT_MS);
    expect(again.context.reports.map((report) => report.state)).not.toContain('bad_credentials');
  });

  it('is read and answered by copies of the process that share one refresh token, which the provider voids with every use', async () => {
    provider.rotate(true);
    const state = new MemoryState();
    const config = inbox();
    const copies = await Promise.all(Array.from({ length: 4 }, () => bench.run('kf', config, { state })));
    const allConnected = () => copies.every(({ context }) => context.reports.at(-1)?.state === 'connected');
    await until(allConnected, 'all connected', PATIENT_MS);
    for (let round = 0; round < 3; round += 1) {
      provider.revokeAll();
      await endSessions();
      await until(() => !allConnected(), 'the end of the sessions', PATIENT_MS);
      await until(allConnected, 'all connected again', PATIENT_MS);
    }
    expect(copies.flatMap(({ context }) => context.reports).map((report) => report.state)).not.toContain('bad_credentials');
  });

  it('uses no token whose refresh token it could not store', async () => {
    provider.rotate(true);
    const state = new MemoryState();
    const write = state.set.bind(state);
    let away = true;
    state.set = (key, value) => (away && key.startsWith('oauth:') ? Promise.reject(new Error('the database is away')) : write(key, value));
    const { context } = await bench.run('kf', inbox(), { state });
    await until(() => context.reports.at(-1)?.state === 'degraded', 'that it waits');
    expect(provider.issued).toHaveLength(1);
    away = false;
    await untilConnected(context);
    // What it was given before was stored, not asked for again.
    expect(provider.issued).toHaveLength(1);
  });

  it('prefers what the operator entered anew over what it kept', async () => {
    provider.rotate(true);
    const state = new MemoryState();
    const { context, connector } = await bench.run('kf', inbox(), { state });
    await untilConnected(context);
    context.abort();
    await connector.stop();
    const fresh = await startOAuthServer(USER);
    try {
      const changed = inbox({ tokenUrl: fresh.tokenUrl, refreshToken: fresh.refreshToken });
      await bench.run('kf', changed, { state });
      await until(() => fresh.requests.length > 0, 'a question to the new provider');
      expect(fresh.requests[0]).toMatchObject({ refresh_token: fresh.refreshToken });
    } finally {
      await fresh.stop();
    }
  });

  it('says what to do when the provider refuses, and does not ask again and again', async () => {
    provider.fail('invalid_grant');
    const { context } = await bench.run('kf', inbox());
    await until(() => context.reports.at(-1)?.state === 'bad_credentials', 'bad credentials', PATIENT_MS);
    expect(context.reports.at(-1)).toMatchObject({
      detail: expect.stringMatching(/invalid_grant/),
      hint: expect.stringMatching(/sign in again.*refreshToken/),
    });
    expect(provider.requests).toHaveLength(1);
  });

  it('waits for a provider that is away or broken, and loses nothing', async () => {
    provider.fail(503);
    await bench.dovecot.deliver(mail('waiting'));
    const { context } = await bench.run('kf', inbox());
    await until(() => provider.requests.length >= 3, 'several tries');
    expect(context.reports.map(({ state }) => state)).not.toContain('bad_credentials');
    expect(context.reports.at(-1)?.state).toMatch(/degraded|connecting/);
    provider.fail('temporarily_unavailable');
    const before = provider.requests.length;
    await until(() => provider.requests.length > before, 'another try');
    provider.fail(null);
    await until(() => idsOf(context).includes('waiting'), 'the mail');
  });

  it('is bad credentials when the server refuses a token that is new', async () => {
    const stranger = await startOAuthServer('somebody.else@example.test');
    try {
      const { context } = await bench.run('kf', inbox({ tokenUrl: stranger.tokenUrl, refreshToken: stranger.refreshToken }));
      await until(() => context.reports.at(-1)?.state === 'bad_credentials', 'bad credentials', PATIENT_MS);
      expect(context.reports.at(-1)?.hint).toMatch(/may open this mailbox/);
    } finally {
      await stranger.stop();
    }
  });

  it('takes the credentials of an app as well', async () => {
    const app = { grant: 'client_credentials', clientSecret: 'a client secret', refreshToken: undefined, scope: 'mail' };
    const { context } = await bench.run('kf', inbox(app));
    await untilConnected(context);
    expect(provider.requests[0]).toEqual({
      grant_type: 'client_credentials',
      client_id: 'desk',
      client_secret: 'a client secret',
      scope: 'mail',
    });
  });
});
