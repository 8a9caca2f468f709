import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ConnectorFactory } from '#connector-sdk';
import { Topics } from '#contracts';
import type { ConnectorStateChanged, EventData } from '#contracts';
import { PersonalConnectorFactory } from '../../../apps/wechat-connector/src/personal.connector.js';
import { PuppetService } from '../../support/services/puppet.js';
import { eventually, HostFixture, readTopic, type RunningHost } from '../connector-sdk/host-fixture.js';
import { QUICK } from './personal-bench.js';

describe('an account that two processes run', () => {
  let fixture: HostFixture;
  let service: PuppetService;
  beforeAll(async () => {
    fixture = await HostFixture.open();
    service = await PuppetService.start();
  }, 120_000);
  afterAll(async () => {
    await fixture?.close();
    await service?.kill();
  });

  const startHost = () =>
    fixture.startHost([new PersonalConnectorFactory() as ConnectorFactory], {
      inboxes: [{ id: 'wx', channel: 'wechat', provider: 'personal', ...service.settings, ...QUICK }],
      connectorHost: { leaseHeartbeatMs: 200, leaseTakeOverMs: 1_500 },
    });
  const states = async ({ bus }: RunningHost) =>
    (await readTopic<'connector.state_changed.v1'>(bus, Topics.connectorStates)).map(({ data }) => data as ConnectorStateChanged);
  const events = async ({ bus }: RunningHost) =>
    (await readTopic(bus, Topics.inboundMessages)).map(({ record, data }) => ({ type: record.envelope.type, data }));
  const texts = async (host: RunningHost) =>
    (await events(host))
      .filter(({ type }) => type === 'message.received.v1')
      .map(({ data }) => (data as EventData<'message.received.v1'>).plainText);

  it('is followed by one of them; the other stands by, says who follows it, and takes over with a gap', async () => {
    const first = await startHost();
    await eventually(
      () => states(first),
      (all) => all.at(-1)?.state === 'connected',
    );
    const second = await startHost();
    await service.text({ from: 'ada', text: 'one' });
    await eventually(
      () => texts(first),
      (all) => all.length === 1,
    );
    await eventually(
      () => states(second),
      (all) => all.length > 3 && all.at(-1)?.state === 'connected',
    );
    const told = (await states(second)).at(-1);
    expect(told?.detail).toContain(`held by `);
    expect(told?.detail).toContain(`pid ${process.pid}`);
    expect(told?.capabilities?.inboundGuarantee).toBe('at_most_once');
    // The second never asked the service for its events: nobody was refused.
    expect((await states(second)).some(({ state }) => state === 'degraded')).toBe(false);
    expect((await events(first)).some(({ type }) => type === 'inbox.gap.v1')).toBe(false);

    await first.stop();
    await sleep(200);
    await eventually(
      () => events(second),
      (all) => all.some(({ type }) => type === 'inbox.gap.v1'),
    );
    await service.text({ from: 'ada', text: 'two' });
    expect(
      await eventually(
        () => texts(second),
        (all) => all.length === 2,
      ),
    ).toEqual(['one', 'two']);
    await second.stop();
  }, 60_000);
});
