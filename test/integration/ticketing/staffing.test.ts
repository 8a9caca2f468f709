import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { InboxId } from '#contracts';
import { InboxRepository } from '../../../apps/ticketing/src/inboxes/inbox.repository.js';
import { openInbox } from '../../support/chat-desk.js';
import { onApi } from '../../support/emergency-desk.js';
import { type Api, openApi } from '../../support/ticketing-api.js';

const DESK = { languages: ['en'], staffing: { chat: { name: 'Chat', inboxes: ['chat'], after: '5m' } } };

interface Alarm {
  readonly lack: string;
  readonly detail: string;
  readonly raisedAt: string;
  readonly endedAt: string | null;
}

describe('channels that must be there', () => {
  let api: Api;
  beforeAll(async () => {
    api = await openApi({ desk: DESK });
    await openInbox(api.desk, 'chat', 'webchat');
  });
  afterAll(() => api.close());

  const tell = (state: 'connected' | 'degraded') => {
    const at = api.desk.clock.now().toISOString();
    return api.desk
      .get(InboxRepository)
      .keep(api.desk.database.sql, [{ inboxId: 'chat' as InboxId, channel: 'webchat', provider: 'webchat', state, at }]);
  };
  const alarms = async () => (await onApi(api).get<{ items: Alarm[] }>('/channel-alarms')).items;
  const notices = async () =>
    (await onApi(api).get<{ items: { kind: string; text: string }[] }>('/notices')).items.map(({ kind, text }) => `${kind}: ${text}`);

  it('raise an alarm when the connection was away for a while, once, and say when it is back', async () => {
    const { later } = onApi(api);
    await later(1);
    await tell('degraded');
    await later(1);
    await later(4);
    expect(await alarms()).toEqual([]);
    await later(1);
    expect(await alarms()).toMatchObject([{ lack: 'connection', detail: 'chat: degraded', endedAt: null }]);
    await later(1);
    expect(await notices()).toEqual(['channel_alarm: Chat has no connection: chat: degraded']);
    await tell('connected');
    await later(1);
    expect((await alarms())[0]!.endedAt).not.toBeNull();
    expect(await notices()).toEqual([
      'channel_alarm_over: Chat has a connection again',
      'channel_alarm: Chat has no connection: chat: degraded',
    ]);
  });

  it('say nothing of what was away for a moment', async () => {
    const { later } = onApi(api);
    await tell('degraded');
    await later(1);
    await tell('connected');
    await later(10);
    expect(await alarms()).toHaveLength(1);
  });
});
