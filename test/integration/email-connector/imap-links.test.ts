import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { Settings } from '#runtime';
import { longestSilenceMs } from '../../../apps/email-connector/src/receiving/imap/imap-link.js';
import { type CuttingProxy, type LinkFault, type LinkSession, startCuttingProxy } from '../../support/cutting-proxy.js';
import { describeWithService } from '../../support/services/index.js';
import { gapsOf, idsOf, type ImapBench, keysOf, mail, named, openImapBench, until, untilConnected } from './imap-bench.js';

/** What one session of a first sync asks, up to IDLE, a notice, and IDLE again. */
const ASKED = ['ID', 'AUTHENTICATE', 'EXAMINE', 'UID SEARCH', 'STATUS', 'UID FETCH', 'IDLE', 'DONE'];

/** So many inboxes at once, each over a link of its own. */
const AT_ONCE = 7;

describeWithService('dovecot', 'a link to a mailbox', () => {
  let bench: ImapBench;
  let proxies: CuttingProxy[];
  let mails: number;
  const open = async (settings: Record<string, unknown> = {}) => {
    bench = await openImapBench(settings);
    proxies = [];
    mails = 0;
  };
  const openProxy = async () => {
    const proxy = await startCuttingProxy(bench.dovecot.imapPort);
    proxies.push(proxy);
    return proxy;
  };
  const deliver = async () => bench.dovecot.deliver(mail(`m${(mails += 1)}`));
  const close = async () => {
    await bench?.stop();
    await Promise.all(proxies.map((proxy) => proxy.stop()));
  };
  beforeEach(() => open());
  afterEach(close);

  /** New inboxes sync a mailbox of some mails, then a mail comes; the whole over first links of which each is hurt in its way. */
  async function syncOver(faults: readonly (LinkFault | null)[]): Promise<CuttingProxy[]> {
    const runs: ({ fault: LinkFault | null; proxy: CuttingProxy } & Awaited<ReturnType<ImapBench['run']>>)[] = [];
    for (const fault of faults) {
      const proxy = await openProxy();
      if (fault !== null) proxy.hurtNext(fault);
      runs.push({ fault, proxy, ...(await bench.run(`inbox${proxies.length}`, bench.config({ port: proxy.port }))) });
    }
    const haveAll = () => runs.every(({ context }) => new Set(idsOf(context)).size === mails);
    const show = () => runs.map(({ fault, context }) => `${JSON.stringify(fault)}: ${new Set(idsOf(context)).size}`).join('; ');
    await until(haveAll, () => `what was there: ${show()}`, 30_000);
    await deliver();
    await until(haveAll, () => `the mail that came: ${show()}`, 30_000);
    await until(() => runs.every(({ fault, proxy }) => fault === null || proxy.hurtAfter.length === 1), 'all faults');
    await until(() => runs.every(({ context }) => context.reports.at(-1)?.state === 'connected'), 'all connected', 30_000);
    for (const { context, connector } of runs) {
      expect([...new Set(idsOf(context))]).toEqual(named(1, mails));
      expect(keysOf(context).size).toBe(mails);
      expect(gapsOf(context)).toEqual([]);
      context.abort();
      await connector.stop();
    }
    return runs.map(({ proxy }) => proxy);
  }

  /** Answers the last command before each fault. */
  async function syncOverEach(faults: readonly LinkFault[]): Promise<string[]> {
    const hurtAfter: string[] = [];
    for (let at = 0; at < faults.length; at += AT_ONCE)
      hurtAfter.push(...(await syncOver(faults.slice(at, at + AT_ONCE))).flatMap((proxy) => proxy.hurtAfter));
    return hurtAfter;
  }

  async function syncSoundly(): Promise<LinkSession> {
    for (let n = 0; n < 3; n += 1) await deliver();
    const [proxy] = await syncOver([null]);
    const session = proxy!.sessions[0]!;
    expect([...new Set(session.commands)]).toEqual(expect.arrayContaining(ASKED));
    return session;
  }

  it('that is cut after any command loses and doubles nothing', async () => {
    const { commands } = await syncSoundly();
    const hurtAfter = await syncOverEach(commands.map((_, index) => ({ after: 'lines', count: index + 1, then: 'cut' })));
    expect(new Set(hurtAfter)).toEqual(new Set(commands));
  }, 120_000);

  it('that is cut within any answer loses and doubles nothing', async () => {
    const { received } = await syncSoundly();
    const places = Array.from({ length: 21 }, (_, index) => Math.floor((received * (index + 1)) / 22) + 1);
    const hurtAfter = await syncOverEach(places.map((count) => ({ after: 'bytes', count, then: 'cut' })));
    expect(hurtAfter).toHaveLength(21);
  }, 120_000);

  it('that goes silent after any command is given up, and nothing is lost or doubled', async () => {
    const { commands } = await syncSoundly();
    await close();
    await open({ imapIdleMs: 400, imapReconcileMs: 300, imapSocketTimeoutMs: 1500 });
    for (let n = 0; n < 3; n += 1) await deliver();
    const hurtAfter = await syncOverEach(commands.map((_, index) => ({ after: 'lines', count: index + 1, then: 'freeze' })));
    expect(new Set(hurtAfter)).toEqual(new Set(commands));
  }, 120_000);

  it('whose server froze is noticed in time, and another takes what came meanwhile: a fiftieth of the shipped waits', async () => {
    const { email } = Settings.parse({});
    const by50 = Object.fromEntries(
      (['imapIdleMs', 'imapReconcileMs', 'imapSocketTimeoutMs'] as const).map((name) => [name, email[name] / 50]),
    ) as Record<'imapIdleMs' | 'imapReconcileMs' | 'imapSocketTimeoutMs', number>;
    await close();
    await open(by50);
    const { context } = await bench.run('kf', bench.config());
    await untilConnected(context);
    expect(await bench.dovecot.freezeSessions()).toBe(1);
    const frozenAt = performance.now();
    await deliver();
    await until(() => context.reports.at(-1)?.state === 'degraded', 'the dead link');
    expect(performance.now() - frozenAt).toBeLessThan((6 * 60_000) / 50);
    expect(longestSilenceMs(by50)).toBeLessThan((6 * 60_000) / 50);
    // The frozen one is still frozen.
    await until(() => idsOf(context).includes('m1'), 'the mail that came meanwhile');
    expect(keysOf(context).size).toBe(1);
  }, 60_000);

  it('stays awake: IDLE is issued again and again, and a notice comes through at once', async () => {
    await close();
    await open({ imapIdleMs: 300, imapReconcileMs: 600_000 });
    const proxy = await openProxy();
    const { context } = await bench.run('kf', bench.config({ port: proxy.port }));
    await untilConnected(context);
    const idles = () => proxy.sessions[0]!.commands.filter((command) => command === 'IDLE').length;
    await until(() => idles() >= 4, 'IDLE for the fourth time');
    await deliver();
    await until(() => idsOf(context).includes('m1'), 'the mail, by notice alone');
    expect(proxy.sessions).toHaveLength(1);
  });

  it('to a server that is killed ten times in a row loses and doubles nothing', async () => {
    const { context } = await bench.run('kf', bench.config());
    for (let kill = 1; kill <= 10; kill += 1) {
      const known = context.offered.length;
      for (let n = 0; n < 40; n += 1) await deliver();
      await until(
        () => context.offered.length > known,
        () => `the first after kill ${kill - 1}: ${JSON.stringify(context.reports.at(-1))}`,
      );
      await bench.dovecot.kill();
      await bench.dovecot.restart();
    }
    await until(() => new Set(idsOf(context)).size === mails, `${mails} mails`, 30_000);
    expect([...new Set(idsOf(context))]).toEqual(named(1, 400));
    expect(keysOf(context).size).toBe(400);
  }, 60_000);

  it('that goes silent while it is opened does not keep the inbox from stopping', async () => {
    const proxy = await openProxy();
    proxy.hurtNext({ after: 'lines', count: 2, then: 'freeze' });
    const { context, connector } = await bench.run('kf', bench.config({ port: proxy.port }));
    await until(() => proxy.hurtAfter.length === 1, 'the silence in the middle of the login');
    const before = performance.now();
    context.abort();
    await connector.stop();
    expect(performance.now() - before).toBeLessThan(2_000);
  });
});
