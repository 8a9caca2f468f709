import { describe, expect, it } from '@jest/globals';
import { createInstance } from 'i18next';
import { problems } from '../../words/problems/index.zh-CN.js';
import { lateWords as en } from './late-words.en.js';
import { lateWords as zh } from './late-words.zh-CN.js';
import { sayGiven, sayWhy } from './say-audit.js';

async function tIn(language: 'en' | 'zh-CN') {
  const i18n = createInstance();
  const resources = { en: { operating: en }, 'zh-CN': { operating: zh } };
  await i18n.init({ lng: language, resources, interpolation: { escapeValue: false } });
  return i18n.getFixedT(language, 'operating') as unknown as Parameters<typeof sayGiven>[1];
}
const toolsIn = (language: 'en' | 'zh-CN') => ({
  nameRole: (key: string) => `<${key}>`,
  sayCode: (code: string) => (language === 'en' ? null : ((problems as Record<string, string>)[code] ?? null)),
});

describe('a record of the audit log', () => {
  it('names what was given in words, and by its own name what nobody has words for', async () => {
    const [english, chinese] = [await tIn('en'), await tIn('zh-CN')];
    expect(['assignee', 'vip', 'colour'].map((field) => sayGiven(field, chinese))).toEqual(['负责人', '重要客户', 'colour']);
    expect(sayGiven('assignee', english)).toBe('assignee');
  });

  it('says why it was refused by the code, why it was done by its cause, and a person’s words as they are', async () => {
    const said = async (language: 'en' | 'zh-CN') => {
      const [t, tools] = [await tIn(language), toolsIn(language)];
      return [
        sayWhy({ outcome: 'refused', reason: 'forbidden' }, t, tools),
        sayWhy({ outcome: 'refused', reason: 'fax_jammed' }, t, tools),
        sayWhy({ outcome: 'done', reason: 'x', cause: { code: 'provider_role', values: { from: 'agent', to: 'admin' } } }, t, tools),
        sayWhy(
          { outcome: 'done', reason: 'x', cause: { code: 'account_data_sent', values: { kinds: 'card, tea', why: '他要' } } },
          t,
          tools,
        ),
        sayWhy({ outcome: 'done', reason: '因为他急' }, t, tools),
        sayWhy({ outcome: 'done', reason: 'of a newer version', cause: { code: 'newer' } }, t, tools),
        sayWhy({ outcome: 'done' }, t, tools),
      ];
    };
    expect(await said('zh-CN')).toEqual([
      problems.forbidden,
      'fax jammed',
      '由 <agent> 改为 <admin>，以单点登录提供方为准',
      '仍然发送了账号资料（银行卡号, tea）：他要',
      '因为他急',
      'of a newer version',
      null,
    ]);
    expect((await said('en')).slice(0, 3)).toEqual(['forbidden', 'fax jammed', '<agent> to <admin>, as the provider says']);
  });
});
