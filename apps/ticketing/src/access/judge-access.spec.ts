import { describe, expect, it } from '@jest/globals';
import { AccessSection, DoorsSection } from '../desk/schema/access.js';
import { isOffered, judgeAccess, showDoors, type Visitor } from './judge-access.js';

const words = { name: '电话热线', explain: '仅限付费套餐' };
const RULES = AccessSection.parse({
  phone: { ...words, channels: ['phone'], shown: 'entitled', needs: { plans: ['pro', 'enterprise'] } },
  form: { ...words, inboxes: ['tickets'], needs: { login: true } },
  training: { ...words, requestTypes: ['training'], needs: { plans: ['enterprise'], company: true } },
  community: { ...words, channels: ['wechat'], needs: { verifiedBy: ['phone', 'wechat_unionid'], profile: { community: ['yes'] } } },
  chat: { ...words, channels: ['webchat'], needs: { botFirst: true } },
  lounge: { ...words, channels: ['lounge'], needs: { classes: ['gold', 'platinum'], profile: { city: [''] } } },
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
    [
      'a company that is but a space',
      visitor({ plan: 'enterprise', company: ' ' }),
      visit('email', null, 'training'),
      [{ rule: 'training', missing: ['company'] }],
    ],
    ['the lounge for no class', visitor(), visit('lounge'), [{ rule: 'lounge', missing: ['class'] }]],
    ['the lounge for another class', visitor({ class: 'silver' }), visit('lounge'), [{ rule: 'lounge', missing: ['class'] }]],
    ['the lounge, its profile empty as asked', visitor({ class: 'gold' }), visit('lounge'), []],
    [
      'the lounge with another profile',
      visitor({ class: 'gold', profile: { city: '上海' } }),
      visit('lounge'),
      [{ rule: 'lounge', missing: ['profile'] }],
    ],
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

  it('says of a door who it is for and what is missing, each once', () => {
    const rules = AccessSection.parse({
      paid: { ...words, channels: ['phone'], needs: { plans: ['pro'] } },
      gold: { ...words, channels: ['phone'], needs: { plans: ['gold'], botFirst: true } },
    });
    const [phone] = showDoors(DOORS, rules, visitor());
    expect(phone).toMatchObject({ rules: ['paid', 'gold'], missing: ['plan', 'bot_first'], entitled: false });
    // Anybody may read the number: no rule says otherwise.
    expect(phone!.addressShown).toBe(true);
    const hidden = AccessSection.parse({ ...rules, gold: { ...rules['gold'], shown: 'entitled' } });
    expect(showDoors(DOORS, hidden, visitor())[0]!.addressShown).toBe(false);
    expect(showDoors(DOORS, hidden, visitor({ plan: 'pro' }))[0]!.addressShown).toBe(false);
  });

  it('speaks of no address where a door of an inbox is not that inbox', () => {
    const rules = AccessSection.parse({ form: { ...words, inboxes: ['tickets'], needs: { company: true } } });
    expect(showDoors(DOORS, rules, visitor()).map(({ key, rules: guarding }) => [key, guarding])).toEqual([
      ['phone', []],
      ['form', ['form']],
      ['mail', []],
    ]);
    const chats = AccessSection.parse({ chat: { ...words, channels: ['phone'], needs: { botFirst: true } } });
    expect(showDoors(DOORS, chats, visitor())[0]).toMatchObject({ missing: ['bot_first'], entitled: true });
  });

  it('offers a service to whom it is for, and to who can do about it by himself', () => {
    const rules = AccessSection.parse({
      training: { ...words, requestTypes: ['training'], needs: { plans: ['pro'], login: true } },
      advice: { ...words, requestTypes: ['advice', 'training'], needs: { botFirst: true } },
      // Guards a door: who asks for a service came by none.
      phone: { ...words, channels: ['phone'], inboxes: ['tickets'], needs: { company: true } },
    });
    const offered = (who: Visitor) => ['training', 'advice', 'fault'].filter((service) => isOffered(rules, who, service));
    expect(offered(visitor())).toEqual(['advice', 'fault']);
    expect(offered(visitor({ signedIn: true, botSpoke: true }))).toEqual(['advice', 'fault']);
    expect(offered(visitor({ plan: 'pro' }))).toEqual(['training', 'advice', 'fault']);
  });
});
