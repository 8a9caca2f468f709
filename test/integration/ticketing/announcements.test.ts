import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Api, openApi } from '../../support/ticketing-api.js';

const DESK = {
  languages: ['zh', 'en'],
  appearance: { name: { zh: '小店', en: 'Shop' }, accent: '#cc0044' },
  calendars: { chat: { zone: 'Asia/Shanghai', holidays: ['cn'], hours: [{ days: 'daily', spans: ['09:00-18:00'], moved: true }] } },
  channels: { webchat: { name: { zh: '在线客服', en: 'Chat' }, hours: 'chat', announceDays: 7 } },
};

interface Item {
  readonly id: string;
  readonly title: string;
  readonly text: string;
  readonly severity: string;
}
interface Announcement {
  readonly id: string;
  readonly version: number;
}

describe('what the desk tells everybody', () => {
  let api: Api;
  beforeAll(async () => {
    api = await openApi({ desk: DESK, settings: { http: { publicUrl: 'https://desk.example' } } });
  }, 120_000);
  afterAll(() => api?.close());

  const staff = <T>(method: string, path: string, body?: unknown) =>
    api.ask<T>(method, `/api/v1${path}`, body === undefined ? {} : { body });
  const read = async (language = 'en') =>
    (await api.ask<{ items: Item[] }>('GET', `/api/v1/public/announcements?language=${language}`, { key: null })).body.items;
  const in_ = (hours: number) => new Date(api.desk.clock.now().getTime() + hours * 3_600_000).toISOString();
  const written = async (language?: string) =>
    (await read(language)).filter(({ id }) => !id.startsWith('hours-')).map(({ title }) => title);

  it('is in force, or ahead and shown already, in the language that is asked for, severest first', async () => {
    await staff('POST', '/announcements', {
      texts: { zh: { title: '维护' }, en: { title: 'Maintenance', text: 'Tonight.' } },
      from: in_(5),
      until: in_(6),
    });
    await staff('POST', '/announcements', { texts: { zh: { title: '故障' } }, severity: 'outage' });
    await staff('POST', '/announcements', { texts: { en: { title: 'Not yet' } }, from: in_(5.2), shownFrom: in_(4) });
    expect(await written()).toEqual(['故障', 'Maintenance']);
    expect(await written('zh')).toEqual(['故障', '维护']);
    api.desk.clock.advance(4.5 * 3_600_000);
    expect(await written()).toEqual(['故障', 'Maintenance', 'Not yet']);
    api.desk.clock.advance(2 * 3_600_000);
    expect(await written()).toEqual(['故障', 'Not yet']);
  });

  it('a holiday tells itself as early as the desk says, and not before', async () => {
    const holidays = async (language?: string) => (await read(language)).filter(({ id }) => id.startsWith('hours-qingming'));
    api.desk.clock.set(new Date('2026-03-27T12:00:00Z'));
    expect(await holidays()).toEqual([]);
    api.desk.clock.set(new Date('2026-03-30T12:00:00Z'));
    const items = await holidays();
    expect(items).toHaveLength(1);
    expect(items[0]).toMatchObject({ title: 'Tomb-Sweeping Day', severity: 'info' });
    expect(items[0]!.text).toMatch(/^Chat: .*closed$/);
    expect((await holidays('zh'))[0]).toMatchObject({ title: '清明节', text: expect.stringMatching(/^在线客服: .*休息$/) });
  });

  it('is changed, ended, taken back and shown again; whoever saw an older one is told; each is audited', async () => {
    const { id, version } = (await staff<Announcement>('POST', '/announcements', { texts: { en: { title: 'Once' } } })).body;
    expect(version).toBe(1);
    expect(
      (await staff<Announcement>('PATCH', `/announcements/${id}`, { texts: { en: { title: 'Twice' } }, expectedVersion: 1 })).body.version,
    ).toBe(2);
    expect((await staff('PATCH', `/announcements/${id}`, { severity: 'info', expectedVersion: 1 })).status).toBe(409);
    expect((await staff('PATCH', `/announcements/${id}`, { until: in_(-99) })).status).toBe(422);
    expect(await written()).toContain('Twice');
    await staff('DELETE', `/announcements/${id}`);
    expect(await written()).not.toContain('Twice');
    await staff('POST', `/announcements/${id}/restoration`);
    expect(await written()).toContain('Twice');
    await staff('PATCH', `/announcements/${id}`, { until: in_(0) });
    expect(await written()).not.toContain('Twice');
    const { items } = (await staff<{ items: { action: string; outcome: string }[] }>('GET', '/audit?limit=50')).body;
    const actions = items.filter(({ outcome }) => outcome === 'done').map(({ action }) => action);
    for (const action of [
      'POST announcements',
      'PATCH announcements/:announcementId',
      'DELETE announcements/:announcementId',
      'POST announcements/:announcementId/restoration',
    ])
      expect(actions).toContain(action);
  });

  it('is for every site, knows who has it already, and is a feed', async () => {
    const { headers } = await api.ask('GET', '/api/v1/public/announcements?language=en', { key: null });
    expect(headers.get('access-control-allow-origin')).toBe('*');
    const again = await api.ask('GET', '/api/v1/public/announcements?language=en', {
      key: null,
      headers: { 'if-none-match': headers.get('etag')! },
    });
    expect(again.status).toBe(304);
    const feed = await api.ask<string>('GET', '/api/v1/public/announcements.atom?language=zh', { key: null });
    expect(feed.headers.get('content-type')).toMatch(/^application\/atom\+xml/);
    expect(feed.body).toContain('<title>小店</title>');
    expect(feed.body).toContain('<title>故障</title>');
  });

  it('is written by supervisors alone', async () => {
    expect((await api.ask('POST', '/api/v1/announcements', { key: null, body: { texts: { en: { title: 'x' } } } })).status).toBe(401);
    expect((await staff('POST', '/announcements', { texts: {} })).status).toBe(422);
  });

  it('the desk says its name, colour, languages, and when its channels are open', async () => {
    const { body } = await api.ask('GET', '/api/v1/public/desk?language=en', { key: null });
    expect(body).toMatchObject({ name: 'Shop', accent: '#cc0044', languages: ['zh', 'en'], hours: [{ channel: 'webchat', name: 'Chat' }] });
  });
});
