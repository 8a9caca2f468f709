import { describe, expect, it } from '@jest/globals';
import { AccessSection, DoorsSection } from '../desk/schema/access.js';
import { judgeAccess, showDoors, type Visitor } from './judge-access.js';

const words = { name: '电话热线', explain: '仅限付费套餐' };
const RULES = AccessSection.parse({
  phone: { ...words, channels: ['phone'], shown: 'entitled', needs: { plans: ['pro', 'enterprise'] } },
  form: { ...words, inboxes: ['tickets'], needs: { login: true } },
  training: { ...words, requestTypes: ['training'], needs: { plans: ['enterprise'], company: true } },
  community: { ...words, channels: ['wechat'], needs: { verifiedBy: ['phone', 'wechat_unionid'], profile: { community: ['yes'] } } },
  chat: { ...words, channels: ['webchat'], needs: { botFirst: true } },
});
const DOORS = DoorsSection.parse({
  phone: { name: '热线', channel: 'phone', address: '400-800-1234' },
  form: { name: '工单', channel: 'form', inbox: 'tickets' },
  mail: { name: '邮件', channel: 'email', address: 'support@example.com' },
});
const visitor = (more: Partial<Visitor> = {}): Visitor => ({
  ...{ plan: 'free', class: null, company: null, profile: {}, signedIn: false, verified: [], botSpoke: false },
  ...more,
});
const visit = (channel: string | null, inboxId: string | null = null, requestType: string | null = null) => ({
  channel,
  inboxId,
  requestType,
});

describe('access', () => {
  it.each([
    ['a free customer rings', visitor(), visit('phone'), [{ rule: 'phone', missing: ['plan'] }]],
    ['nobody known rings', visitor({ plan: null }), visit('phone'), [{ rule: 'phone', missing: ['plan'] }]],
    ['a paying customer rings', visitor({ plan: 'pro' }), visit('phone'), []],
    ['a free customer writes', visitor(), visit('email'), []],
    ['a form without a login', visitor(), visit('form', 'tickets'), [{ rule: 'form', missing: ['login'] }]],
    ['another form', visitor(), visit('form', 'help'), []],
    [
      'training for no company',
      visitor({ plan: 'enterprise' }),
      visit('email', null, 'training'),
      [{ rule: 'training', missing: ['company'] }],
    ],
    ['training', visitor({ plan: 'enterprise', company: '天海' }), visit('email', null, 'training'), []],
    ['a stranger in the community', visitor(), visit('wechat'), [{ rule: 'community', missing: ['verified', 'profile'] }]],
    ['one of the community', visitor({ verified: ['phone'], profile: { community: 'yes' } }), visit('wechat'), []],
    ['a chat that passed by the bot', visitor(), visit('webchat'), [{ rule: 'chat', missing: ['bot_first'] }]],
    ['a chat', visitor({ botSpoke: true }), visit('webchat'), []],
  ])('%s', (_, who, which, missed) => {
    expect(judgeAccess(RULES, who, which)).toEqual(missed);
  });

  it('shows numbers to whom they are for, and what somebody can do about by himself as open', () => {
    const shown = (who: Visitor) => showDoors(DOORS, RULES, who).map(({ key, entitled, addressShown }) => [key, entitled, addressShown]);
    expect(shown(visitor())).toEqual([
      ['phone', false, false],
      ['form', true, true],
      ['mail', true, true],
    ]);
    expect(shown(visitor({ plan: 'pro' }))[0]).toEqual(['phone', true, true]);
  });
});
