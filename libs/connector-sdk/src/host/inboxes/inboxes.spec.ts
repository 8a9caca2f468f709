import { describe, expect, it } from '@jest/globals';
import { SecretKey } from '#runtime';
import type { ConnectorFactory } from '../../connector.js';
import { FactoryRegistry, numberCodeOf } from './factory-registry.js';
import { listWantedInboxes, type WantedInbox } from './inbox.js';
import { sealSecrets, unsealSecrets } from './secret-fields.js';
import { planApplying, planSeeding } from './seeding.js';

const key = new SecretKey('a secret of thirty-two characters');

describe('secrets of an inbox', () => {
  const settings = {
    address: 'help@example.com',
    imap: { host: 'mail', user: 'help', password: 'pa55 word' },
    smtp: { url: 'smtp://help:pa55 word@mail:587' },
    plain: 'smtp://mail:587',
    hooks: [{ appSecret: 'first secret', encodingAesKey: 'second secret' }],
    accessToken: 'third secret',
  };

  it('are sealed wherever they stand and come back whole', () => {
    const sealed = sealSecrets(settings, 'support', key);
    expect(JSON.stringify(sealed)).not.toMatch(/pa55 word| secret/);
    expect(sealed).toMatchObject({ address: 'help@example.com', plain: 'smtp://mail:587', imap: { user: 'help' } });
    expect(unsealSecrets(sealed, 'support', key)).toEqual(settings);
  });

  it('cannot be read with another key or in another inbox', () => {
    const sealed = sealSecrets(settings, 'support', key);
    expect(() => unsealSecrets(sealed, 'sales', key)).toThrow(expect.objectContaining({ code: 'secret_unreadable' }));
    expect(() => unsealSecrets(sealed, 'support', new SecretKey('another secret of 32 characters..'))).toThrow();
  });
});

describe('seeding', () => {
  const inbox = (id: string, more: Partial<WantedInbox> = {}): WantedInbox => ({
    id,
    channel: 'email',
    provider: null,
    numberCode: null,
    enabled: true,
    settings: {},
    ...more,
  });
  const printOf = ({ id, settings }: WantedInbox) => `${id}${JSON.stringify(settings)}`;

  it('follows the configuration and leaves what hands made', () => {
    const rows = [
      { id: 'same', seededFrom: 'same{}', removed: false },
      { id: 'changed', seededFrom: 'old', removed: false },
      { id: 'back', seededFrom: null, removed: true },
      { id: 'taken-away', seededFrom: 'taken-away{}', removed: true },
      { id: 'gone', seededFrom: 'gone{}', removed: false },
      { id: 'by-hand', seededFrom: null, removed: false },
    ];
    const plan = planSeeding(
      rows,
      ['same', 'changed', 'back', 'taken-away', 'new'].map((id) => inbox(id)),
      printOf,
    );
    expect(plan.insert.map(({ id }) => id)).toEqual(['new']);
    expect(plan.update.map(({ id }) => id)).toEqual(['changed', 'back']);
    expect(plan.remove).toEqual(['gone']);
  });

  it('is set aside by what is applied, whoever made the rows', () => {
    const rows = [
      { id: 'same', print: 'same{}', removed: false },
      { id: 'other', print: 'other{"address":"a@b.c"}', removed: false },
      { id: 'away', print: 'away{}', removed: true },
      { id: 'unreadable', print: null, removed: false },
      { id: 'gone', print: 'gone{}', removed: false },
      { id: 'gone-before', print: 'gone-before{}', removed: true },
    ];
    const plan = planApplying(
      rows,
      ['same', 'other', 'away', 'unreadable', 'new'].map((id) => inbox(id)),
      printOf,
    );
    expect(plan.insert.map(({ id }) => id)).toEqual(['new']);
    expect(plan.update.map(({ id }) => id)).toEqual(['other', 'away', 'unreadable']);
    expect(plan.remove).toEqual(['gone']);
  });

  it('gives a newcomer one email inbox', () => {
    expect(listWantedInboxes({ inbox: { address: 'support@example.com' }, inboxes: undefined })).toEqual([
      inbox('support', { settings: { address: 'support@example.com' } }),
    ]);
  });
});

describe('factories', () => {
  const factory = (channel: string, provider: string) => ({ descriptor: { channel, provider } }) as ConnectorFactory;

  it('are found by channel, and by provider where there are several', () => {
    const registry = new FactoryRegistry([factory('email', 'mail'), factory('wechat', 'wecom'), factory('wechat', 'official-account')]);
    expect(registry.find({ id: 'a' as never, channel: 'email', provider: null }).descriptor.provider).toBe('mail');
    expect(() => registry.find({ id: 'a' as never, channel: 'wechat', provider: null })).toThrow(
      expect.objectContaining({ hint: 'Set `provider` to one of channel wechat: wecom, official-account.' }),
    );
    expect(() => new FactoryRegistry([factory('email', 'a'), factory('email', 'a')])).toThrow(/claim email\/a/);
  });

  it('name the code of ticket numbers', () => {
    expect(numberCodeOf({ channel: 'email', numberCode: null }, null)).toBe('EML');
    expect(numberCodeOf({ channel: 'email', numberCode: 'VIP' }, null)).toBe('VIP');
    expect(numberCodeOf({ channel: 'dingtalk', numberCode: null }, null)).toBe('DIN');
  });
});
