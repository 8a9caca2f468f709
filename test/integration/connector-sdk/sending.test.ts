import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { ConfigurationError } from '#runtime';
import { PigeonConnector, PigeonFactory } from '../../../libs/connector-sdk/src/testing/sample/pigeon.connector.js';
import { PigeonLoft } from '../../../libs/connector-sdk/src/testing/sample/pigeon-loft.js';
import { eventually, HostFixture } from './host-fixture.js';
import { inbox, readDeliveries, replyTo, request } from './pigeon-desk.js';

describe('replies through the host, on a real database and log', () => {
  let fixture: HostFixture;
  let loft: PigeonLoft;
  beforeEach(async () => {
    fixture = await HostFixture.open();
    loft = new PigeonLoft();
  });
  afterEach(() => fixture.close());

  const start = (inboxes: Record<string, unknown>[], given: Record<string, unknown> = {}) =>
    fixture.startHost([new PigeonFactory(loft)], { inboxes, ...given });

  it('sends a reply once, and holds its conversation while the remote wants it later', async () => {
    const host = await start([inbox('loft')]);
    loft.nextFlight = 'later';
    const [one, two, other] = [replyTo('loft', 'one'), replyTo('loft', 'two'), replyTo('loft', 'other')];
    await request(host, one);
    await eventually(
      () => readDeliveries(host, one),
      (seen) => seen.some(({ status }) => status === 'queued'),
    );
    await request(host, two);
    await request(host, other, 'loft:grace');
    await eventually(
      () => readDeliveries(host, two),
      (seen) => seen.at(-1)?.status === 'sent',
    );
    expect(loft.flown.filter((text) => text !== 'other')).toEqual(['one', 'two']);
    expect((await readDeliveries(host, one)).map(({ status, attempt }) => [status, attempt])).toEqual([
      ['sending', 1],
      ['queued', 2],
      ['sending', 2],
      ['sent', 2],
    ]);
    expect((await readDeliveries(host, one))[1]?.error).toMatchObject({ code: 'remote_busy', message: 'All pigeons are tired' });
  });

  it('keeps a reply waiting for its outgoing server beyond the tries of the log, until it is configured', async () => {
    let configured = false;
    class Unconfigured extends PigeonFactory {
      override create(...args: Parameters<PigeonFactory['create']>): PigeonConnector {
        const connector = super.create(...args);
        const send = connector.send.bind(connector);
        connector.send = (reply, attempt) =>
          configured
            ? send(reply, attempt)
            : Promise.reject(new ConfigurationError('No pigeons', { code: 'outgoing_not_configured', hint: 'Buy some.' }));
        return connector;
      }
    }
    const host = await fixture.startHost([new Unconfigured(loft)], { inboxes: [inbox('loft')], connectorHost: { holdRetryMs: 50 } });
    const reply = replyTo('loft', 'patience');
    await request(host, reply);
    const attempts = async () =>
      (await host.database.sql.query<{ attempts: number }>('select attempts from sent_commands'))[0]?.attempts ?? 0;
    await eventually(attempts, (seen) => seen > 5);
    expect(await readDeliveries(host, reply)).toMatchObject([
      { status: 'queued', error: { code: 'outgoing_not_configured', hint: 'Buy some.' } },
    ]);
    configured = true;
    await eventually(
      () => readDeliveries(host, reply),
      (seen) => seen.at(-1)?.status === 'sent',
    );
    expect(loft.flown).toEqual(['patience']);
  });

  it('expires a reply whose time is up, and says what it waited for', async () => {
    const host = await start([inbox('loft', { enabled: false })]);
    const reply = replyTo('loft', 'late', { ttlMs: 400 });
    await request(host, reply);
    const seen = await eventually(
      () => readDeliveries(host, reply),
      (all) => all.at(-1)?.status === 'expired',
    );
    expect(seen.map(({ status }) => status)).toEqual(['queued', 'expired']);
    expect(seen.at(-1)?.error?.message).toContain('inbox_not_running');
  });

  it('never sends again what a killed process may have sent', async () => {
    const host = await start([inbox('loft')]);
    const reply = replyTo('loft', 'perhaps');
    await host.database.sql.query(
      `insert into sent_commands (command_id, inbox_id, conversation_key, status, attempts, idempotent, created_at, updated_at)
       values ($1, 'loft', 'loft:ada', 'sending', 1, false, $2, $2)`,
      [reply.commandId, new Date()],
    );
    await request(host, reply);
    await eventually(
      () => readDeliveries(host, reply),
      (seen) => seen.at(-1)?.status === 'unknown',
    );
    expect(loft.flown).toEqual([]);
  });

  it('holds hundreds for one missing setting and sends each once when it is there', async () => {
    let configured = false;
    class Unconfigured extends PigeonFactory {
      override create(...args: Parameters<PigeonFactory['create']>): PigeonConnector {
        const connector = super.create(...args);
        const send = connector.send.bind(connector);
        connector.send = (reply, attempt) =>
          configured ? send(reply, attempt) : Promise.reject(new ConfigurationError('No pigeons', { code: 'outgoing_not_configured' }));
        return connector;
      }
    }
    const host = await fixture.startHost([new Unconfigured(loft)], { inboxes: [inbox('loft')] });
    const texts = Array.from({ length: 200 }, (_, index) => `text ${index}`);
    for (const [index, text] of texts.entries()) await request(host, replyTo('loft', text), `loft:${index % 100}`);
    const count = async (status: string) =>
      (await host.database.sql.query<{ n: number }>('select count(*)::int as n from sent_commands where status = $1', [status]))[0]?.n;
    await eventually(
      () => count('held'),
      // Those behind an earlier one say so too.
      (seen) => seen === 200,
    );
    configured = true;
    await eventually(
      () => count('sent'),
      (seen) => seen === 200,
      30_000,
    );
    expect([...loft.flown].sort()).toEqual([...texts].sort());
    for (let key = 0; key < 100; key += 1) expect(loft.flown.indexOf(`text ${key}`)).toBeLessThan(loft.flown.indexOf(`text ${key + 100}`));
  });
});
