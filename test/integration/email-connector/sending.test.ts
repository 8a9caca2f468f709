import { spawnSync } from 'node:child_process';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { AccountTrouble } from '../../../apps/email-connector/src/sending/account-gate.js';
import type { Address } from '#contracts';
import { DomainLimits } from '../../../apps/email-connector/src/sending/domain-limits.js';
import { OutgoingAccounts } from '../../../apps/email-connector/src/sending/outgoing-accounts.js';
import { startOutgoingServer, type OutgoingServer } from '../../support/outgoing-server.js';
import { closeSenders, openSender, send, waitUntil } from './sender-bench.js';

let server: OutgoingServer;
beforeEach(async () => {
  server = await startOutgoingServer();
});
afterEach(async () => {
  closeSenders();
  await server.stop();
});

describe('an account that the outgoing server refuses', () => {
  it('is tried by one login, however many answers wait, and by a probe until it is good', async () => {
    server.password = 'right';
    const told: (AccountTrouble | null)[] = [];
    const sender = openSender(server.url('support', 'right'), {
      tell: (trouble) => told.push(trouble),
      accounts: new OutgoingAccounts([50, 100, 200]),
    });
    server.password = 'changed';
    const outcomes = await Promise.all(Array.from({ length: 20 }, (_, at) => send(sender, `customer${at}@example.net`)));
    expect(outcomes.every(({ status, code, marks }) => status === 'held' && code === 'account_refused' && marks === 0)).toBe(true);
    expect(outcomes[0]!.message).toContain('535 5.7.8');
    expect(told[0]).toMatchObject({ error: { category: 'auth', nativeCode: '5.7.8' } });
    expect((await send(sender, 'later@example.net')).code).toBe('account_refused');
    expect(server.logins.length).toBeLessThan(5);
    await waitUntil(() => server.logins.length >= 3);
    // Each probe tells when the next one is: later each time.
    const waits = told.map((trouble) => trouble!.nextProbeAt.getTime()).map((at, index, all) => (index === 0 ? 0 : at - all[index - 1]!));
    expect(waits.slice(1).every((wait) => wait >= 100)).toBe(true);
    server.password = 'right';
    await waitUntil(() => told.at(-1) === null);
    expect(await send(sender, 'later@example.net')).toMatchObject({ status: 'sent', marks: 1 });
    expect(server.taken.map(({ to }) => to)).toEqual([['later@example.net']]);
  });

  it('is left alone too when it was good before', async () => {
    server.password = 'right';
    const sender = openSender(server.url('support', 'right'));
    expect((await send(sender, 'a@example.net')).status).toBe('sent');
    sender.close();
    const again = openSender(server.url('support', 'right'), { accounts: new OutgoingAccounts([600_000]) });
    server.password = 'revoked';
    const outcomes = await Promise.all(Array.from({ length: 30 }, () => send(again, 'a@example.net')));
    expect(new Set(outcomes.map(({ code }) => code))).toEqual(new Set(['account_refused']));
    expect(server.logins.filter((good) => !good)).toHaveLength(1);
  });

  it('is one account for all inboxes that share it, and another where the login is another', async () => {
    server.password = 'right';
    const accounts = new OutgoingAccounts([600_000]);
    const told: string[] = [];
    const open = (name: string, password: string) =>
      openSender(server.url('support', password), { accounts, tell: (trouble) => told.push(`${name}: ${trouble === null}`) });
    const wrong = Array.from({ length: 10 }, (_, at) => open(`wrong${at}`, 'wrong'));
    const good = open('good', 'right');
    const outcomes = await Promise.all(wrong.map((sender) => send(sender, 'a@example.net')));
    expect(new Set(outcomes.map(({ code }) => code))).toEqual(new Set(['account_refused']));
    expect(server.logins).toEqual([false]);
    expect(new Set(told).size).toBe(10);
    open('late', 'wrong');
    expect(told.at(-1)).toBe('late: false');
    expect((await send(good, 'a@example.net')).status).toBe('sent');
  });

  it('without any login where one is asked for is refused too, and says why', async () => {
    server.password = 'needed';
    const told: (AccountTrouble | null)[] = [];
    const sender = openSender(server.url(), { tell: (trouble) => told.push(trouble), accounts: new OutgoingAccounts([600_000]) });
    expect(await send(sender, 'a@example.net')).toMatchObject({ status: 'held', code: 'account_refused' });
    expect(await send(sender, 'b@example.net')).toMatchObject({ status: 'held', code: 'account_refused', marks: 0 });
    expect(told).toHaveLength(1);
    expect(told[0]!.error.message).toContain('530');
  });
});

describe('a domain that takes no more for now', () => {
  it('rests; mail to others goes on, a greylisted mail waits alone', async () => {
    server.judge = (to) =>
      to.endsWith('@busy.example')
        ? '421 4.7.0 too many messages'
        : to === 'grey@list.example'
          ? '450 4.7.1 greylisted for 300 seconds'
          : null;
    const sender = openSender(server.url());
    expect(await send(sender, 'a@busy.example')).toMatchObject({ code: 'smtp_rate_limited', retryAfterMs: 60_000, marks: 1 });
    expect(await send(sender, 'b@busy.example')).toMatchObject({ code: 'domain_resting', marks: 0 });
    expect(await send(sender, 'c@fine.example')).toMatchObject({ status: 'sent' });
    expect(await send(sender, 'grey@list.example')).toMatchObject({ code: 'smtp_greylisted', retryAfterMs: 305_000 });
    expect(await send(sender, 'other@list.example')).toMatchObject({ status: 'sent' });
  });

  it('and one that is slow keep nobody else from sending, over all inboxes', async () => {
    let freed: () => void = () => undefined;
    const free = new Promise<void>((resolve) => (freed = resolve));
    server.judge = async (to) => (to.endsWith('@slow.example') ? free.then(() => null) : null);
    const limits = new DomainLimits();
    const parts = { limits, limit: { concurrent: 1, perMinute: 0 } };
    const [one, two] = [openSender(server.url(), parts), openSender(server.url(), parts)];
    const first = send(one, 'a@slow.example');
    await waitUntil(async () => (await send(two, 'b@slow.example')).code === 'domain_busy');
    const others = await Promise.all(Array.from({ length: 30 }, (_, at) => send(at % 2 ? one : two, `x@fast${at}.example`)));
    expect(others.every(({ status }) => status === 'sent')).toBe(true);
    freed();
    expect((await first).status).toBe('sent');
    expect((await send(two, 'b@slow.example')).status).toBe('sent');
  });
});

describe('addresses beyond ASCII', () => {
  const idn: Address[] = [{ scheme: 'email', value: 'support@bücher.example', displayName: 'Bücher' }];
  const person: Address[] = [{ scheme: 'email', value: '用户@例子.example' }];

  it('have their domain in punycode', async () => {
    expect((await send(openSender(server.url()), idn)).status).toBe('sent');
    expect(server.taken[0]!.utf8).toBe(false);
    expect(server.taken[0]!.raw.toString('latin1')).toMatch(/^To: .*<support@xn--bcher-kva\.example>/m);
  });

  it('use SMTPUTF8 where the server offers it, else fail for good with the address', async () => {
    expect(await send(openSender(server.url()), person)).toMatchObject({ status: 'sent', marks: 1 });
    expect(server.taken[0]!.raw.toString('utf8')).toMatch(/^To: 用户@/m);
    expect(server.taken[0]!.utf8).toBe(true);
    const plain = await startOutgoingServer(null, { hideSMTPUTF8: true });
    const outcome = await send(openSender(plain.url()), person);
    await plain.stop();
    expect(outcome).toMatchObject({ status: 'failed', code: 'recipient_needs_smtputf8', marks: 0 });
    expect(outcome.message).toContain('用户@');
    expect(plain.taken).toEqual([]);
  });

  it.each([
    'ann@exa mple.net',
    'ann@',
    '@example.net',
    'ann@-',
    'ann@例 子.cn',
    `${'a'.repeat(65)}@example.net`,
    'ann@[127.0.0.1]',
    'a\u202eb@example.net',
  ])('%s is no address, and no server is asked', async (value) => {
    expect(await send(openSender(server.url()), [{ scheme: 'email', value }])).toMatchObject({
      status: 'failed',
      code: 'recipient_no_mail_address',
      marks: 0,
    });
  });
});

describe('a mail as it arrives', () => {
  it('reads the same in Python', async () => {
    if (spawnSync('python3', ['--version']).status !== 0) return console.warn('skipped: no python3 here');
    const subject = `Re: ${'打印机又坏了，'.repeat(30)}`;
    const words = '.\n..dots\nFrom here\n很长'.concat('的'.repeat(2_000));
    await send(
      openSender(server.url(), {}, { displayName: '技术, "支持"' }),
      [{ scheme: 'email', value: 'a@example.net', displayName: '安 (娜)' }],
      {
        subject,
        parts: [{ partId: '1', type: 'text', text: words, fallback: 'x' }],
      },
    );
    const program = `
import sys, json, email, email.policy
m = email.message_from_bytes(sys.stdin.buffer.read(), policy=email.policy.default)
body = m.get_body(('plain',))
print(json.dumps(dict(subject=m['subject'], sender=m['from'].addresses[0].display_name, to=m['to'].addresses[0].display_name,
  text=body.get_content(), kinds=[p.get_content_type() for p in m.walk()], defects=[str(d) for p in m.walk() for d in p.defects])))`;
    const { stdout } = spawnSync('python3', ['-c', program], { input: server.taken[0]!.raw, encoding: 'utf8' });
    expect(JSON.parse(stdout)).toEqual({
      subject,
      sender: '技术, "支持"',
      to: '安 (娜)',
      text: `${words}\n`,
      kinds: ['multipart/alternative', 'text/plain', 'text/html'],
      defects: [],
    });
  });
});
